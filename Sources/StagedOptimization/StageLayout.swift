/// Which states the recursion has in each stage, and where their blocks lie.
///
/// Rows that always take part are states of every stage; others are of those in which they are active, and kept
/// quantities of those in which an active row ties them to the stage before or after. A block has the kept quantities
/// first, as they are to be eliminated first, and the rows of every stage last.
struct StageLayout {
  private let stateCount: Int
  private let coreCount: Int
  /// Entries of a block's row: the number of states, rounded up to whole vectors.
  private(set) var stride: [Int] = []
  private(set) var size: [Int] = []
  /// Where the block and the vector of a stage begin, and at the end their totals.
  private(set) var blockStart: [Int] = []
  private(set) var vectorStart: [Int] = []
  /// States in the order of each stage's block.
  private var members: [Int32] = []
  private var memberStart: [Int] = []
  /// Place of each state in its stage's block, or -1.
  private var places: [Int32] = []

  var widest: Int { stride.max() ?? 8 }

  /// - Parameters:
  ///   - isCore: by state, whether it is one of every stage.
  ///   - isPresent: whether another state takes part, stage after stage for each state.
  init(isCore: [Bool], stages: Int, _ isPresent: [Bool]) {
    stateCount = isCore.count
    let core = isCore.indices.filter { isCore[$0] }
    let others = isCore.indices.filter { !isCore[$0] }
    coreCount = core.count
    places = Array(repeating: -1, count: stateCount * stages)
    var (block, vector) = (0, 0)
    for t in 0..<stages {
      memberStart.append(members.count)
      let first = members.count
      for state in others where isPresent[state * stages + t] { members.append(Int32(state)) }
      for state in core { members.append(Int32(state)) }
      for place in first..<members.count { places[t * stateCount + Int(members[place])] = Int32(place - first) }
      let count = members.count - first
      size.append(count)
      stride.append((count + 7) / 8 * 8)
      blockStart.append(block)
      vectorStart.append(vector)
      block += count * stride[t]
      vector += stride[t]
    }
    memberStart.append(members.count)
    blockStart.append(block)
    vectorStart.append(vector)
  }

  /// Where the states of every stage begin in a block.
  @inline(__always)
  func coreStart(_ stage: Int) -> Int { size[stage] - coreCount }

  /// The place of a state in the block of a stage, or -1 where it is not part of it.
  @inline(__always)
  func place(_ state: Int, _ stage: Int) -> Int { Int(places[stage * stateCount + state]) }

  /// Calls `body` with each place and its state.
  @inline(__always)
  func forEachMember(_ stage: Int, _ body: (_ place: Int, _ state: Int) -> Void) {
    let first = memberStart[stage]
    for k in first..<memberStart[stage + 1] { body(k - first, Int(members[k])) }
  }
}
