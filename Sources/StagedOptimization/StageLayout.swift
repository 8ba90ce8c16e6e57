/// Which states the recursion has in each stage, and where their blocks lie.
///
/// All rows among the states, and the kept quantities that an active row ties to the stage before or after. A block has
/// the kept quantities first, as they are to be eliminated first.
struct StageLayout {
  private let stateCount: Int
  private let keptCount: Int
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

  /// - Parameter isTied: whether a kept quantity is tied to another stage, by its position and stage.
  init(_ pattern: StagePattern, stages: Int, isTied: (Int, Int) -> Bool) {
    stateCount = pattern.states.count
    keptCount = pattern.keptDrivers.count
    places = Array(repeating: -1, count: stateCount * stages)
    var (block, vector) = (0, 0)
    for t in 0..<stages {
      memberStart.append(members.count)
      let first = members.count
      for state in 0..<stateCount where state >= keptCount || isTied(state, t) {
        places[t * stateCount + state] = Int32(members.count - first)
        members.append(Int32(state))
      }
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

  /// Where the rows among the states begin in a block.
  @inline(__always)
  func coreStart(_ stage: Int) -> Int { size[stage] - (stateCount - keptCount) }

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
