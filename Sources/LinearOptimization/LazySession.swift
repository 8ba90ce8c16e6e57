import GLPK

/// A linear model solved without its lazy rows at first: those that the optimum breaks are added, until none is broken.
///
/// The answer is that of the whole model, with duals of 0 for rows that never entered; every optimum on the way is a
/// lower bound. For models in which most rows of a kind hold by themselves this is many times faster than the whole.
public struct LazySession: ~Copyable {
  private var session: OptimizationSession
  private var model: LinearModel
  /// The row of the session that a row of the model became; −1 while it is left out.
  private var position: [Int]

  /// - Parameter model: integer columns are taken as continuous.
  public init(_ model: LinearModel) throws(SolverFault) {
    let isLazy = model.isLazyRow
    var position = Array(repeating: -1, count: model.rowCount)
    var kept: [Int] = []
    for row in 0..<model.rowCount where !isLazy[row] {
      position[row] = kept.count
      kept.append(row)
    }
    session = try OptimizationSession(model.relaxed().keepingRows(kept))
    self.model = model
    self.position = position
  }

  /// Rows that the solver holds by now.
  public var rowCount: Int { session.model.rowCount }

  /// Replaces the limits of columns.
  public mutating func setBounds(columns: [Int], lower: [Double], upper: [Double]) throws(SolverFault) {
    try session.setBounds(columns: columns, lower: lower, upper: upper)
  }

  /// Replaces the limits of rows, whether they have entered or not.
  public mutating func setBounds(rows: [Int], lower: [Double], upper: [Double]) throws(SolverFault) {
    let entered = rows.indices.filter { position[rows[$0]] >= 0 }
    try session.setBounds(
      rows: entered.map { position[rows[$0]] }, lower: entered.map { lower[$0] }, upper: entered.map { upper[$0] })
    for (index, row) in rows.enumerated() { model.setBounds(row: row, lower: lower[index], upper: upper[index]) }
  }

  /// Appends continuous columns, as `OptimizationSession.addColumns` does, with entries in rows that are not lazy.
  public mutating func addColumns(
    _ label: String = "added", lower: [Double], upper: [Double], cost: [Double], columnStart: [Int],
    rowIndex: [Int32], coefficient: [Double]
  ) throws(SolverFault) {
    var entered: [Int32] = []
    entered.reserveCapacity(rowIndex.count)
    for row in rowIndex {
      guard position.indices.contains(Int(row)), position[Int(row)] >= 0 else {
        throw .invalid("a new column has an entry in row \(row), which is left out")
      }
      entered.append(Int32(truncatingIfNeeded: position[Int(row)]))
    }
    try session.addColumns(
      label, lower: lower, upper: upper, cost: cost, columnStart: columnStart, rowIndex: entered,
      coefficient: coefficient)
    model.append(
      ColumnArrays(lower: lower, upper: upper, cost: cost, isInteger: cost.map { _ in false }),
      ColumnEntries(start: columnStart, rowIndex: rowIndex, coefficient: coefficient), label: label)
  }

  /// Minimises the model as it now is, from the last basis; values, duals and basis are those of the whole model.
  public mutating func solve(_ options: SolverOptions = .init()) throws(SolverFault) -> Solution {
    let watch = SolveWatch(options)
    var options = options
    options.startBasis = nil
    var iterations = 0
    while true {
      if let limit = watch.timeLimit { options.timeLimit = max(0, limit - watch.elapsed) }
      var solution = try session.solve(options)
      iterations += solution.iterations
      solution.iterations = iterations
      if solution.status == .unbounded, let left = remainingRows {
        // What bounds the whole model may be among the rows left out.
        try enter(left)
        continue
      }
      guard solution.status == .optimal else {
        // A point that breaks rows left out is none.
        if !solution.columnValues.isEmpty {
          solution.columnValues = []
          solution.rowActivities = []
          solution.objective = .nan
        }
        if solution.status == .stoppedWithSolution { solution.status = .stoppedWithoutSolution }
        return whole(solution)
      }
      let broken = brokenRows(solution.columnValues)
      if broken.isEmpty { return whole(solution) }
      try enter(broken)
      options.method = .dualSimplex
    }
  }

  /// All rows still left out; nil if there are none.
  private var remainingRows: [Int]? {
    let rows = position.indices.filter { position[$0] < 0 }
    return rows.isEmpty ? nil : rows
  }

  private func brokenRows(_ values: [Double]) -> [Int] {
    var broken: [Int] = []
    for block in model.lazyRows {
      for row in block.indices where position[row] < 0 {
        var activity = 0.0
        for entry in model.rowStart[row]..<model.rowStart[row + 1] {
          activity += model.coefficient[entry] * values[Int(model.columnIndex[entry])]
        }
        let tolerance = 1e-7
        if activity > model.rowUpper[row] + tolerance * max(1, abs(model.rowUpper[row]))
          || activity < model.rowLower[row] - tolerance * max(1, abs(model.rowLower[row]))
        {
          broken.append(row)
        }
      }
    }
    return broken
  }

  private mutating func enter(_ rows: [Int]) throws(SolverFault) {
    var start = [0]
    var columns: [Int32] = []
    var coefficients: [Double] = []
    for (offset, row) in rows.enumerated() {
      position[row] = session.model.rowCount + offset
      let entries = model.rowStart[row]..<model.rowStart[row + 1]
      columns += model.columnIndex[entries]
      coefficients += model.coefficient[entries]
      start.append(columns.count)
    }
    try session.addRows(
      "lazy", lower: rows.map { model.rowLower[$0] }, upper: rows.map { model.rowUpper[$0] }, rowStart: start,
      columnIndex: columns, coefficient: coefficients)
  }

  /// Rows left out are slack: basic, with no dual.
  private func whole(_ solution: Solution) -> Solution {
    var whole = solution
    if !solution.columnValues.isEmpty { whole.rowActivities = model.rowActivities(of: solution.columnValues) }
    // A session without a row has no duals to give, and yet the rows left out have theirs.
    if !solution.rowDuals.isEmpty || !solution.columnValues.isEmpty {
      whole.rowDuals = position.map { $0 < 0 ? 0 : solution.rowDuals[$0] }
    }
    if let basis = solution.basis {
      whole.basis = Basis(
        columnStatus: basis.columnStatus, rowStatus: position.map { $0 < 0 ? 1 : basis.rowStatus[$0] })
    }
    return whole
  }
}
