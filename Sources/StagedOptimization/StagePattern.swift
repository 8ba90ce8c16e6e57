/// How the unknowns of one stage are eliminated, found once and followed in every stage.
///
/// Unknowns are the rows' multipliers and the quantities of some drivers. Drivers whose columns the next stage asks for
/// carry the state: where the rows that receive them have nothing but a slack of their own besides (ramps), the quantity
/// itself is the state; else (levels) the driver is eliminated and the rows' multipliers are the state. Rows with few
/// neighbours (*light*) are eliminated in all stages at once, series by series; the few that everything meets in
/// (*hubs*: balances, reserve requirements) by a small dense inverse per stage; states by a dense recursion over stages.
struct StagePattern {
  /// An unknown of this stage or of the one before.
  struct Node: Hashable {
    var index: Int
    var isPrevious = false
  }

  /// Adds coefficient · θ of a driver to an entry of the matrix.
  struct Assembly {
    var slot: Int
    var driver: Int
    /// Positions of two coefficients in `coefficients`.
    var first: Int
    var second: Int
    /// Whether θ is that of the stage before.
    var isShifted: Bool
  }

  struct Pivot {
    var node: Int
    var diagonal: Int
    var neighbours: [(node: Node, slot: Int)]
    /// Entries between neighbours `first` and `second` that lose their product over the diagonal.
    var updates: [(first: Int, second: Int, slot: Int)]
  }

  /// A level that is carried on: a driver in rows of its stage and in one of these at the next. Its θ is far above what
  /// else meets in the row while nothing happens, so the recursion keeps it apart (see `StageSystem.recur`).
  struct Chain {
    var driver: Int
    /// Rows of the same stage with coefficients (positions in `coefficients`), the carried row among them.
    var own: [(row: Int, coefficient: Int)]
    var next: (row: Int, coefficient: Int)
  }

  /// Refuses models that the recursion does not cover.
  struct Unsupported: Error { var reason: String }

  let rowCount: Int
  /// Drivers that stay as quantities, in the order of their nodes `rowCount + position`.
  private(set) var keptDrivers: [Int] = []
  private(set) var isKept: [Bool]
  /// Drivers that lead from the last stage to the first; each is one unknown of the border.
  private(set) var wrapping: [Int] = []
  private(set) var chains: [Chain] = []
  private(set) var coefficients: [StagedModel.Coefficient] = []
  private(set) var assemblies: [Assembly] = []
  /// Entries that hold a coefficient as it is: (slot, coefficient).
  private(set) var constants: [(slot: Int, coefficient: Int)] = []
  private(set) var slotCount = 0
  private(set) var pivots: [Pivot] = []
  private(set) var hubs: [Int] = []
  private(set) var states: [Int] = []
  private(set) var denseEntries = DenseEntries()
  private(set) var stateOf: [Int]
  private(set) var hubOf: [Int]
  private var slots: [Pair: Int] = [:]
  private var links: Set<Int> = []

  private struct Pair: Hashable {
    var a: Node
    var b: Node
  }

  var nodeCount: Int { rowCount + keptDrivers.count }

  init(_ drivers: [Drivers.Driver], rowCount: Int) throws {
    self.rowCount = rowCount
    isKept = Array(repeating: false, count: drivers.count)
    stateOf = []
    hubOf = []
    var isStateRow = Array(repeating: false, count: rowCount)
    classify(drivers, &isStateRow)
    assemble(drivers)
    try eliminate(isStateRow)
    denseEntries = try findDenseEntries()
  }

  /// Decides which drivers stay and which rows are states.
  private mutating func classify(_ drivers: [Drivers.Driver], _ isStateRow: inout [Bool]) {
    var tiesLocally = Array(repeating: false, count: rowCount)
    for driver in drivers where driver.next.isEmpty && driver.own.count > 1 {
      for entry in driver.own { tiesLocally[entry.row] = true }
    }
    for (k, driver) in drivers.enumerated() where !driver.next.isEmpty {
      let wraps = driver.next.contains(where: \.wraps)
      if wraps { wrapping.append(k) }
      isKept[k] = !wraps && !driver.next.contains { tiesLocally[$0.row] }
      if isKept[k] {
        keptDrivers.append(k)
      } else {
        for entry in driver.own + driver.next { isStateRow[entry.row] = true }
      }
    }
  }

  private mutating func assemble(_ drivers: [Drivers.Driver]) {
    var kept: [Int: Int] = [:]
    for (position, k) in keptDrivers.enumerated() { kept[k] = rowCount + position }
    for (k, driver) in drivers.enumerated() {
      let own = driver.own.map { (node: Node(index: $0.row), coefficient: add($0.coefficient)) }
      let next = driver.next.map { (node: Node(index: $0.row), coefficient: add($0.coefficient)) }
      if let node = kept[k] {
        for entry in own { constants.append((slot(Node(index: node), entry.node), entry.coefficient)) }
        for entry in next {
          constants.append((slot(Node(index: node, isPrevious: true), entry.node), entry.coefficient))
        }
        continue
      }
      let isChain = next.count == 1 && own.contains { $0.node == next[0].node }
      if isChain {
        chains.append(
          Chain(
            driver: k, own: own.map { ($0.node.index, $0.coefficient) },
            next: (next[0].node.index, next[0].coefficient)))
        continue
      }
      for (i, a) in own.enumerated() {
        for b in own[...i] {
          assemblies.append(
            Assembly(
              slot: slot(a.node, b.node), driver: k, first: a.coefficient, second: b.coefficient, isShifted: false))
        }
      }
      for (i, a) in next.enumerated() {
        for b in next[...i] {
          assemblies.append(
            Assembly(
              slot: slot(a.node, b.node), driver: k, first: a.coefficient, second: b.coefficient, isShifted: true))
        }
        for b in own {
          let before = Node(index: b.node.index, isPrevious: true)
          assemblies.append(
            Assembly(
              slot: slot(a.node, before), driver: k, first: a.coefficient, second: b.coefficient, isShifted: true))
        }
      }
    }
    for node in 0..<nodeCount { _ = slot(Node(index: node), Node(index: node)) }
  }

  private mutating func add(_ coefficient: StagedModel.Coefficient) -> Int {
    coefficients.append(coefficient)
    return coefficients.count - 1
  }

  /// The entry between two unknowns, made where there is none yet.
  private mutating func slot(_ a: Node, _ b: Node) -> Int {
    let pair = Self.ordered(a, b)
    if let slot = slots[pair] { return slot }
    slots[pair] = slotCount
    if pair.a.isPrevious != pair.b.isPrevious { links.insert(slotCount) }
    slotCount += 1
    return slotCount - 1
  }

  func diagonal(_ node: Node) -> Int { slots[Pair(a: node, b: node)] ?? -1 }

  /// Whether an entry ties a stage to the one before.
  func isLink(_ slot: Int) -> Bool { links.contains(slot) }

  private static func ordered(_ a: Node, _ b: Node) -> Pair {
    (a.isPrevious ? 1 : 0, a.index) <= (b.isPrevious ? 1 : 0, b.index) ? Pair(a: a, b: b) : Pair(a: b, b: a)
  }

  /// Neighbours beyond which a row is a hub.
  private static let lightDegree = 4

  private mutating func eliminate(_ isStateRow: [Bool]) throws {
    var neighbours = Array(repeating: Set<Node>(), count: nodeCount)
    for pair in slots.keys where pair.a != pair.b {
      if !pair.a.isPrevious { neighbours[pair.a.index].insert(pair.b) }
      if !pair.b.isPrevious { neighbours[pair.b.index].insert(pair.a) }
    }
    var open = Set((0..<rowCount).filter { !isStateRow[$0] })
    while true {
      let receives = { (row: Int) in neighbours[row].contains(where: \.isPrevious) }
      let candidates = open.filter { neighbours[$0].count <= Self.lightDegree || receives($0) }
      guard let row = candidates.min(by: { (neighbours[$0].count, $0) < (neighbours[$1].count, $1) }) else { break }
      open.remove(row)
      let around = neighbours[row].sorted { ($0.isPrevious ? 1 : 0, $0.index) < ($1.isPrevious ? 1 : 0, $1.index) }
      var pivot = Pivot(node: row, diagonal: slot(Node(index: row), Node(index: row)), neighbours: [], updates: [])
      for node in around {
        pivot.neighbours.append((node, slot(node, Node(index: row))))
        if !node.isPrevious { neighbours[node.index].remove(Node(index: row)) }
      }
      for (i, a) in around.enumerated() {
        for (j, b) in around[...i].enumerated() {
          pivot.updates.append((i, j, slot(a, b)))
          if a != b {
            if !a.isPrevious { neighbours[a.index].insert(b) }
            if !b.isPrevious { neighbours[b.index].insert(a) }
          }
        }
      }
      pivots.append(pivot)
    }
    // Kept quantities are eliminated before the hubs they meet in: a hub without other supply has next to no diagonal of
    // its own, and eliminated first it would drown the differences between them.
    let joining = keptDrivers.isEmpty ? [] : open.sorted()
    hubs = keptDrivers.isEmpty ? open.sorted() : []
    for row in hubs where neighbours[row].contains(where: \.isPrevious) {
      throw Unsupported(reason: "a row that many others meet in is tied to the stage before")
    }
    states = (rowCount..<nodeCount) + (0..<rowCount).filter { isStateRow[$0] } + joining
    stateOf = Array(repeating: -1, count: nodeCount)
    hubOf = Array(repeating: -1, count: nodeCount)
    for (position, node) in states.enumerated() { stateOf[node] = position }
    for (position, node) in hubs.enumerated() { hubOf[node] = position }
  }

  /// All entries between unknowns that outlive the light rows, by kind.
  struct DenseEntries {
    var hub: [(Int, Int, Int)] = []
    var stateHub: [(state: Int, hub: Int, slot: Int)] = []
    var state: [(Int, Int, Int)] = []
    /// Between states of the stage before, to be added there.
    var previous: [(Int, Int, Int)] = []
    /// Between a state and one of the stage before.
    var link: [(state: Int, previous: Int, slot: Int)] = []
  }

  private func findDenseEntries() throws -> DenseEntries {
    var entries = DenseEntries()
    for (pair, slot) in slots.sorted(by: { $0.value < $1.value }) {
      let (a, b) = (pair.a, pair.b)
      switch (a.isPrevious, b.isPrevious) {
      case (false, false):
        switch (stateOf[a.index], stateOf[b.index], hubOf[a.index], hubOf[b.index]) {
        case (let s, let r, _, _) where s >= 0 && r >= 0: entries.state.append((s, r, slot))
        case (let s, _, _, let h) where s >= 0 && h >= 0: entries.stateHub.append((s, h, slot))
        case (_, let s, let h, _) where s >= 0 && h >= 0: entries.stateHub.append((s, h, slot))
        case (_, _, let g, let h) where g >= 0 && h >= 0: entries.hub.append((g, h, slot))
        default: break  // a light row
        }
      case (true, true):
        guard stateOf[a.index] >= 0, stateOf[b.index] >= 0 else { throw Unsupported(reason: "a state of a light row") }
        entries.previous.append((stateOf[a.index], stateOf[b.index], slot))
      default:
        guard stateOf[b.index] >= 0 else { throw Unsupported(reason: "a row that is no state is asked for later") }
        if stateOf[a.index] >= 0 { entries.link.append((stateOf[a.index], stateOf[b.index], slot)) }
        if hubOf[a.index] >= 0 { throw Unsupported(reason: "a hub is tied to the stage before") }
      }
    }
    return entries
  }
}
