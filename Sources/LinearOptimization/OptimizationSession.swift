import GLPK

/// A loaded model that is changed and solved again, each solve warm from the last basis. See `withSession`.
public struct OptimizationSession: ~Copyable {
  /// The model as changed so far.
  public private(set) var model: LinearModel
  var problem: Problem
  let hasIntegers: Bool
  private var isFresh = true

  /// Loads a model on the current thread, on which the session must stay.
  public init(_ model: LinearModel) throws(SolverFault) {
    self.model = model
    hasIntegers = model.isInteger.contains(true)
    var problem = try Problem()
    try problem.load(columns: model.columnArrays, rows: model.rowArrays, objectiveOffset: model.objectiveOffset)
    self.problem = problem
  }

  /// Replaces the limits of columns; of integer columns they are rounded inward.
  public mutating func setBounds(columns: [Int], lower: [Double], upper: [Double]) throws(SolverFault) {
    var (inwardLower, inwardUpper) = (lower, upper)
    if hasIntegers, lower.count == columns.count, upper.count == columns.count {
      for (position, column) in columns.enumerated() where model.isInteger.indices.contains(column) {
        guard model.isInteger[column] else { continue }
        (inwardLower[position], inwardUpper[position]) = integralLimits(lower[position], upper[position])
      }
    }
    try problem.setBounds(columns: columns, lower: inwardLower, upper: inwardUpper)
    for (position, column) in columns.enumerated() {
      model.setBounds(column: column, lower: lower[position], upper: upper[position])
    }
  }

  /// Replaces the limits of rows.
  public mutating func setBounds(rows: [Int], lower: [Double], upper: [Double]) throws(SolverFault) {
    try problem.setBounds(rows: rows, lower: lower, upper: upper)
    for (position, row) in rows.enumerated() {
      model.setBounds(row: row, lower: lower[position], upper: upper[position])
    }
  }

  /// Replaces the costs of columns.
  public mutating func setCosts(columns: [Int], costs: [Double]) throws(SolverFault) {
    try problem.setCosts(columns: columns, costs: costs)
    for (position, column) in columns.enumerated() { model.setCost(column: column, costs[position]) }
  }

  /// Appends rows: row `i` owns the entries `rowStart[i] ..< rowStart[i + 1]`. The next solve continues with dual simplex.
  public mutating func addRows(
    _ label: String = "added", lower: [Double], upper: [Double], rowStart: [Int], columnIndex: [Int32],
    coefficient: [Double]
  ) throws(SolverFault) {
    let rows = RowArrays(
      lower: lower, upper: upper, start: rowStart, columnIndex: columnIndex, coefficient: coefficient)
    try problem.appendRows(rows)
    model.append(rows, label: label)
  }

  /// Appends continuous columns: column `j` owns the entries `columnStart[j] ..< columnStart[j + 1]`. They start out of
  /// the basis at a limit; where 0 is one, the next solve should continue with primal simplex.
  public mutating func addColumns(
    _ label: String = "added", lower: [Double], upper: [Double], cost: [Double], columnStart: [Int],
    rowIndex: [Int32], coefficient: [Double]
  ) throws(SolverFault) {
    let columns = ColumnArrays(
      lower: lower, upper: upper, cost: cost, isInteger: Array(repeating: false, count: cost.count))
    let entries = ColumnEntries(start: columnStart, rowIndex: rowIndex, coefficient: coefficient)
    try problem.appendColumns(columns, entries)
    model.append(columns, entries, label: label)
  }

  /// Minimises the model as it now is, starting from the last solve's basis or `options.startBasis`.
  public mutating func solve(_ options: SolverOptions = .init()) throws(SolverFault) -> Solution {
    let memoryLimit = options.memoryLimitMegabytes
    if let memoryLimit { try Problem.limitMemory(megabytes: max(memoryLimit, 1)) }
    defer { if memoryLimit != nil { try? Problem.limitMemory(megabytes: nil) } }
    let isFirst = isFresh && options.startBasis == nil
    if isFresh {
      try problem.scale()
      // On dispatch models dual simplex then needs a fifth to a quarter fewer iterations than from all rows.
      if options.startBasis == nil { try problem.setAdvancedBasis() }
      isFresh = false
    }
    if let basis = options.startBasis {
      try problem.setBasis(columns: basis.columnStatus, rows: basis.rowStatus)
    }
    let watch = SolveWatch(options)
    if hasIntegers { return try solveInteger(options, watch) }
    let takesInterior =
      options.method == .interiorPoint || options.method == .automatic && isFirst && model.suitsInteriorPoint
    if takesInterior, model.rowCount > 0, model.columnCount > 0 { try startFromInterior(options, watch) }
    return try solveRelaxation(options, watch)
  }
}
