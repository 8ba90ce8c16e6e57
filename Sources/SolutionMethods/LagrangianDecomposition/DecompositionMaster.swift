import DispatchFormulation
import LinearOptimization

/// The master LP of the decomposition: the rest of the model, and for every block a convex combination of proposals.
///
/// Dantzig and Wolfe, "Decomposition principle for linear programs" (Operations Research 8, 1960).
struct DecompositionMaster: ~Copyable {
  private let split: BlockDecomposition
  private var session: LazySession
  private let firstProposal: Int
  private(set) var proposals: [Proposal] = []

  /// A way to operate a block, as a column of the master.
  struct Proposal {
    var block: Int
    var isOn: [Bool]
  }

  struct Optimum {
    var status: SolutionStatus
    var stopReason: StopReason?
    var objective: Double
    /// One per row of the decomposition.
    var duals: [Double]
    /// What the combination of each block costs.
    var blockDuals: [Double]
    /// One per proposal.
    var weights: [Double]
    /// One per column of the decomposition.
    var values: [Double]
  }

  init(_ split: BlockDecomposition) throws(SolverFault) {
    self.split = split
    let source = split.model
    var model = LinearModel()
    model.objectiveOffset = source.objectiveOffset
    var position = Array(repeating: -1, count: source.columnCount)
    for (index, column) in split.columns.enumerated() { position[column] = index }
    let rest = model.addColumns(
      "rest", count: split.columns.count, lower: .series(split.columns.map { source.columnLower[$0] }),
      upper: .series(split.columns.map { source.columnUpper[$0] }), cost: .series(split.columns.map { source.cost[$0] })
    )
    // The first proposals need not meet the rows of a balance: what they lack or have too much is paid for. Of limits of
    // starts nothing is, as one may be worth far more than a MWh: proposals that keep them must be among the first.
    let balances = split.tyingRows.filter {
      source.rowUpper[split.rows[$0]].isFinite && !split.startRows.contains(split.rows[$0])
    }
    let penalty = 2 * split.columns.reduce(1) { max($0, abs(source.cost[$1])) }
    let lack = model.addColumns("lack", count: balances.count, cost: .constant(penalty))
    let excess = model.addColumns("excess", count: balances.count, cost: .constant(penalty))
    var slack: [Int: Int] = [:]
    for (index, tie) in balances.enumerated() { slack[tie] = index }
    var isLazy = source.isLazyRow
    for tie in split.tyingRows { isLazy[split.rows[tie]] = false }
    for (tie, row) in split.rows.enumerated() {
      var columns: [Int] = []
      var coefficients: [Double] = []
      for entry in source.rowStart[row]..<source.rowStart[row + 1] {
        let column = position[Int(source.columnIndex[entry])]
        guard column >= 0 else { continue }
        columns.append(rest.first + column)
        coefficients.append(source.coefficient[entry])
      }
      if let index = slack[tie] {
        columns += [lack.first + index, excess.first + index]
        coefficients += [1, -1]
      }
      model.addRow(
        "row", lower: source.rowLower[row], upper: source.rowUpper[row], isLazy: isLazy[row], columns: columns,
        coefficients: coefficients)
    }
    model.addRows("combination", count: split.blocks.count, lower: 1, upper: 1, terms: [])
    firstProposal = model.columnCount
    session = try LazySession(model)
  }

  /// Adds ways to operate blocks.
  mutating func add(_ points: [(block: Int, point: BlockPoint)]) throws(SolverFault) {
    var start = [0]
    var rowIndex: [Int32] = []
    var coefficient: [Double] = []
    var costs: [Double] = []
    for (block, point) in points {
      let proposal = split.proposal(point, of: block)
      costs.append(proposal.cost)
      rowIndex += proposal.rows + [Int32(truncatingIfNeeded: split.rows.count + block)]
      coefficient += proposal.values + [1]
      start.append(rowIndex.count)
      proposals.append(Proposal(block: block, isOn: point.isOn))
    }
    let none = costs.map { _ in 0.0 }
    try session.addColumns(
      "proposal", lower: none, upper: costs.map { _ in .infinity }, cost: costs, columnStart: start,
      rowIndex: rowIndex, coefficient: coefficient)
  }

  /// Allows or forbids proposals.
  mutating func allow(_ isAllowed: [Bool]) throws(SolverFault) {
    let columns = Array(firstProposal..<firstProposal + proposals.count)
    try session.setBounds(
      columns: columns, lower: columns.map { _ in 0 }, upper: isAllowed.map { $0 ? .infinity : 0 })
  }

  mutating func solve(_ options: SolverOptions) throws(SolverFault) -> Optimum {
    let solution = try session.solve(options)
    let rows = split.rows.count
    return Optimum(
      status: solution.status, stopReason: solution.stopReason, objective: solution.objective,
      duals: Array(solution.rowDuals.prefix(rows)), blockDuals: Array(solution.rowDuals.dropFirst(rows)),
      weights: Array(solution.columnValues.dropFirst(firstProposal)),
      values: Array(solution.columnValues.prefix(split.columns.count)))
  }
}
