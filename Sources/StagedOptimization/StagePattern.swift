/// How the unknowns of one stage are eliminated, found once and followed in every stage.
///
/// Unknowns are the rows' multipliers and the quantities of some drivers. Drivers whose columns the next stage asks for
/// carry the state: where the rows that receive them have nothing but a slack of their own besides (ramps), the quantity
/// itself is the state; else (levels) the driver is eliminated and the rows' multipliers are the state. Rows with few
/// neighbours (*light*) are eliminated in all stages at once, series by series; so are kept quantities in stages where no
/// row ties them to another stage (see `StageLayout`). The rest are the states of a dense recursion over stages: kept
/// quantities that are tied, levels, and the few rows that everything meets in (balances, reserve requirements).
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
    var rows: (first: Int, second: Int)
    /// Positions of two coefficients in `coefficients`.
    var first: Int
    var second: Int
    /// Whether θ is that of the stage before.
    var isShifted: Bool
  }

  struct Pivot {
    var node: Int
    /// Position among the kept drivers of a quantity that is eliminated where it is not tied; `nil` for a light row.
    var kept: Int?
    var diagonal: Int
    var neighbours: [(node: Node, slot: Int)]
    /// Entries between neighbours `first` and `second` that lose their product over the diagonal.
    var updates: [(first: Int, second: Int, slot: Int)]
  }

  /// A level that is carried on: a driver in rows of its stage and in one of these at the next. Its θ is far above what
  /// else meets in the row while nothing happens, so the recursion keeps it apart (see `StageRecursion.factor`).
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
  /// In the order of their slots, and so are the constants.
  private(set) var assemblies: [Assembly] = []
  /// Entries that hold a coefficient as it is: that of a kept quantity in a row.
  private(set) var constants: [(slot: Int, coefficient: Int, row: Int)] = []
  private(set) var slotCount = 0
  private(set) var pivots: [Pivot] = []
  /// Nodes of the recursion: kept quantities first, in their order.
  private(set) var states: [Int] = []
  private(set) var denseEntries = DenseEntries()
  private(set) var stateOf: [Int]
  private var slots: [Pair: Int] = [:]
  private var links: Set<Int> = []

  private struct Pair: Hashable {
    var a: Node
    var b: Node
  }

  var nodeCount: Int { rowCount + keptDrivers.count }

  /// - Parameter isHeld: rows that are equalities beyond the first stage: a slack that is there in the first alone leaves
  ///   next to nothing on the diagonal elsewhere, so what they receive is carried as a level is.
  init(_ drivers: [Drivers.Driver], rowCount: Int, isHeld: [Bool] = []) throws {
    self.rowCount = rowCount
    isKept = Array(repeating: false, count: drivers.count)
    stateOf = []
    var isStateRow = Array(repeating: false, count: rowCount)
    classify(drivers, isHeld, &isStateRow)
    assemble(drivers)
    try eliminate(isStateRow)
    denseEntries = try findDenseEntries()
  }

  /// Decides which drivers stay and which rows are states.
  private mutating func classify(_ drivers: [Drivers.Driver], _ isHeld: [Bool], _ isStateRow: inout [Bool]) {
    var tiesLocally = isHeld.isEmpty ? Array(repeating: false, count: rowCount) : isHeld
    // Without a slack nothing is left in the row to eliminate: such as a level of quantities that are themselves kept.
    var hasSlack = Array(repeating: false, count: rowCount)
    for driver in drivers {
      if driver.own.count > 1 {
        // A quantity that is a state itself ties the rows in which it is not carried on.
        let carried = driver.next.map(\.row)
        for entry in driver.own where !carried.contains(entry.row) { tiesLocally[entry.row] = true }
      } else if driver.next.isEmpty {
        for entry in driver.own { hasSlack[entry.row] = true }
      }
    }
    for (k, driver) in drivers.enumerated() where !driver.next.isEmpty {
      let wraps = driver.next.contains(where: \.wraps)
      if wraps { wrapping.append(k) }
      isKept[k] = !wraps && driver.next.allSatisfy { hasSlack[$0.row] && !tiesLocally[$0.row] }
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
        for entry in own {
          constants.append((slot(Node(index: node), entry.node), entry.coefficient, entry.node.index))
        }
        for entry in next {
          constants.append(
            (slot(Node(index: node, isPrevious: true), entry.node), entry.coefficient, entry.node.index))
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
              slot: slot(a.node, b.node), driver: k, rows: (a.node.index, b.node.index), first: a.coefficient,
              second: b.coefficient, isShifted: false))
        }
      }
      for (i, a) in next.enumerated() {
        for b in next[...i] {
          assemblies.append(
            Assembly(
              slot: slot(a.node, b.node), driver: k, rows: (a.node.index, b.node.index), first: a.coefficient,
              second: b.coefficient, isShifted: true))
        }
        for b in own {
          let before = Node(index: b.node.index, isPrevious: true)
          assemblies.append(
            Assembly(
              slot: slot(a.node, before), driver: k, rows: (a.node.index, b.node.index), first: a.coefficient,
              second: b.coefficient, isShifted: true))
        }
      }
    }
    for node in 0..<nodeCount { _ = slot(Node(index: node), Node(index: node)) }
    constants.sort { $0.slot < $1.slot }
    assemblies.sort { $0.slot < $1.slot }
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

  /// Neighbours beyond which a row is a state.
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
      eliminate(row, neighbours[row], kept: nil, &neighbours)
    }
    for position in keptDrivers.indices {
      let node = rowCount + position
      // Where the quantity is eliminated, nothing of another stage meets it.
      let around = neighbours[node].filter { !$0.isPrevious }
      guard !around.contains(where: { $0.index >= rowCount }) else { continue }
      eliminate(node, around, kept: position, &neighbours)
    }
    // Kept quantities come before the rows they meet in: such a row without other supply has next to no diagonal of its
    // own, and eliminated first it would drown the differences between them.
    states = (rowCount..<nodeCount) + (0..<rowCount).filter { isStateRow[$0] } + open.sorted()
    stateOf = Array(repeating: -1, count: nodeCount)
    for (position, node) in states.enumerated() { stateOf[node] = position }
  }

  private mutating func eliminate(_ row: Int, _ set: Set<Node>, kept: Int?, _ neighbours: inout [Set<Node>]) {
    let around = set.sorted { ($0.isPrevious ? 1 : 0, $0.index) < ($1.isPrevious ? 1 : 0, $1.index) }
    let own = Node(index: row)
    var pivot = Pivot(node: row, kept: kept, diagonal: slot(own, own), neighbours: [], updates: [])
    for node in around {
      pivot.neighbours.append((node, slot(node, own)))
      if !node.isPrevious { neighbours[node.index].remove(own) }
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

  /// All entries between states, by kind; where both are of one stage, the first is the later state.
  struct DenseEntries {
    var state: [(Int, Int, Int)] = []
    /// Between states of the stage before, to be added there.
    var previous: [(Int, Int, Int)] = []
    /// Between a state and one of the stage before.
    var link: [(state: Int, previous: Int, slot: Int)] = []
  }

  private func findDenseEntries() throws -> DenseEntries {
    var entries = DenseEntries()
    for (pair, slot) in slots.sorted(by: { $0.value < $1.value }) {
      let (s, r) = (stateOf[pair.a.index], stateOf[pair.b.index])
      switch (pair.a.isPrevious, pair.b.isPrevious) {
      case (false, false):
        if s >= 0, r >= 0 { entries.state.append((max(s, r), min(s, r), slot)) }
      case (true, true):
        guard s >= 0, r >= 0 else { throw Unsupported(reason: "a state of a light row") }
        entries.previous.append((max(s, r), min(s, r), slot))
      default:
        guard r >= 0 else { throw Unsupported(reason: "a row that is no state is asked for later") }
        if s >= 0 { entries.link.append((s, r, slot)) }
      }
    }
    return entries
  }
}
