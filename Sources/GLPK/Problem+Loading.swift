internal import CGLPK

/// Columns as arrays of one length; infinite limits are `±Double.infinity`.
public struct ColumnArrays: Sendable {
  public var lower, upper, cost: [Double]
  public var isInteger: [Bool]

  public init(lower: [Double], upper: [Double], cost: [Double], isInteger: [Bool]) {
    self.lower = lower
    self.upper = upper
    self.cost = cost
    self.isInteger = isInteger
  }
}

/// Rows as arrays: row `i` owns the entries `start[i] ..< start[i + 1]` of `columnIndex` and `coefficient`.
public struct RowArrays: Sendable {
  public var lower, upper: [Double]
  public var start: [Int]
  public var columnIndex: [Int32]
  public var coefficient: [Double]

  public init(lower: [Double], upper: [Double], start: [Int], columnIndex: [Int32], coefficient: [Double]) {
    self.lower = lower
    self.upper = upper
    self.start = start
    self.columnIndex = columnIndex
    self.coefficient = coefficient
  }
}

/// The entries of columns: column `j` owns `start[j] ..< start[j + 1]` of `rowIndex` and `coefficient`.
public struct ColumnEntries: Sendable {
  public var start: [Int]
  public var rowIndex: [Int32]
  public var coefficient: [Double]

  public init(start: [Int], rowIndex: [Int32], coefficient: [Double]) {
    self.start = start
    self.rowIndex = rowIndex
    self.coefficient = coefficient
  }
}

extension Problem {
  /// Replaces whatever the problem holds. The limits of integer columns must be integral.
  public mutating func load(columns: ColumnArrays, rows: RowArrays, objectiveOffset: Double) throws(SolverFault) {
    try columns.validate()
    try rows.validate(columnCount: columns.cost.count)
    guard objectiveOffset.isFinite else { throw .invalid("the objective offset is \(objectiveOffset)") }
    try Self.check(
      cglpk_load(
        handle, Int32(columns.cost.count), columns.lower, columns.upper, columns.cost, columns.isInteger,
        objectiveOffset, Int32(rows.lower.count), rows.lower, rows.upper, rows.start, rows.columnIndex,
        rows.coefficient))
    rowCount = rows.lower.count
    columnCount = columns.cost.count
  }

  /// Appends rows; they enter the basis, so that a dual feasible basis stays so.
  public mutating func appendRows(_ rows: RowArrays) throws(SolverFault) {
    try rows.validate(columnCount: columnCount)
    try Self.check(
      cglpk_append_rows(
        handle, Int32(rows.lower.count), rows.lower, rows.upper, rows.start, rows.columnIndex, rows.coefficient))
    rowCount += rows.lower.count
  }

  /// Appends columns; they stay out of the basis, so that a primal feasible basis stays so where their limits allow 0.
  public mutating func appendColumns(_ columns: ColumnArrays, _ entries: ColumnEntries) throws(SolverFault) {
    try columns.validate()
    try entries.validate(columnCount: columns.cost.count, rowCount: rowCount)
    try Self.check(
      cglpk_append_columns(
        handle, Int32(columns.cost.count), columns.lower, columns.upper, columns.cost, columns.isInteger,
        entries.start, entries.rowIndex, entries.coefficient))
    columnCount += columns.cost.count
  }

  /// Replaces the limits of columns; those of integer columns must be integral.
  public mutating func setBounds(columns: [Int], lower: [Double], upper: [Double]) throws(SolverFault) {
    try validateIndices(columns, count: columnCount, of: "column")
    try validateLimits(lower, upper, count: columns.count, of: "column")
    try Self.check(cglpk_set_column_bounds(handle, Int32(columns.count), columns, lower, upper))
  }

  /// Replaces the limits of rows.
  public mutating func setBounds(rows: [Int], lower: [Double], upper: [Double]) throws(SolverFault) {
    try validateIndices(rows, count: rowCount, of: "row")
    try validateLimits(lower, upper, count: rows.count, of: "row")
    try Self.check(cglpk_set_row_bounds(handle, Int32(rows.count), rows, lower, upper))
  }

  /// Replaces the costs of columns.
  public mutating func setCosts(columns: [Int], costs: [Double]) throws(SolverFault) {
    try validateIndices(columns, count: columnCount, of: "column")
    try validateCosts(costs, count: columns.count)
    try Self.check(cglpk_set_costs(handle, Int32(columns.count), columns, costs))
  }

  /// A file format that GLPK reads.
  public enum FileFormat: Sendable { case freeMPS, cplexLP }

  /// Replaces the problem by the one in a file, read by GLPK's own reader.
  public mutating func read(_ format: FileFormat, path: String) throws(SolverFault) {
    let code = try Self.check(
      cglpk_read(handle, Int32(format == .freeMPS ? CGLPK_FREE_MPS : CGLPK_CPLEX_LP), path))
    // A refused file leaves the problem empty.
    guard code == 0 else {
      (rowCount, columnCount) = (0, 0)
      throw .invalid(Self.lastMessage())
    }
    var (rows, columns, nonzeros, integers) = (Int32(0), Int32(0), Int32(0), Int32(0))
    try Self.check(cglpk_sizes(handle, &rows, &columns, &nonzeros, &integers))
    (rowCount, columnCount) = (Int(rows), Int(columns))
  }
}
