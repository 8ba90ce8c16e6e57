// The checks that keep GLPK from aborting: the trap behind them costs every problem of the thread.

extension ColumnArrays {
  func validate() throws(SolverFault) {
    guard cost.count < Int(Int32.max) else { throw .invalid("\(cost.count) columns are too many") }
    guard isInteger.count == cost.count else {
      throw .invalid("\(isInteger.count) kinds for \(cost.count) columns")
    }
    try validateLimits(lower, upper, count: cost.count, of: "column")
    try validateCosts(cost, count: cost.count)
  }
}

extension RowArrays {
  func validate(columnCount: Int) throws(SolverFault) {
    guard lower.count < Int(Int32.max) else { throw .invalid("\(lower.count) rows are too many") }
    guard start.count == lower.count + 1, start.first == 0, start.last == coefficient.count,
      columnIndex.count == coefficient.count, coefficient.count < Int(Int32.max)
    else { throw .invalid("the row starts do not fit \(lower.count) rows and \(coefficient.count) coefficients") }
    try validateLimits(lower, upper, count: lower.count, of: "row")
    // The row that last met each column finds columns that a row meets twice.
    var lastRow = [Int32](repeating: -1, count: columnCount)
    for row in 0..<lower.count {
      guard start[row] <= start[row + 1], start[row + 1] <= coefficient.count else {
        throw .invalid("the row starts descend at row \(row)")
      }
      for entry in start[row]..<start[row + 1] {
        let column = Int(columnIndex[entry])
        guard column >= 0, column < columnCount else { throw .invalid("row \(row) refers to column \(column)") }
        guard lastRow[column] != Int32(row) else { throw .invalid("row \(row) has column \(column) twice") }
        lastRow[column] = Int32(row)
        guard coefficient[entry].isFinite else {
          throw .invalid("row \(row) has the coefficient \(coefficient[entry]) in column \(column)")
        }
      }
    }
  }
}

extension ColumnEntries {
  func validate(columnCount: Int, rowCount: Int) throws(SolverFault) {
    guard start.count == columnCount + 1, start.first == 0, start.last == coefficient.count,
      rowIndex.count == coefficient.count, coefficient.count < Int(Int32.max)
    else { throw .invalid("the column starts do not fit \(columnCount) columns and \(coefficient.count) coefficients") }
    var lastColumn = [Int32](repeating: -1, count: rowCount)
    for column in 0..<columnCount {
      guard start[column] <= start[column + 1], start[column + 1] <= coefficient.count else {
        throw .invalid("the column starts descend at column \(column)")
      }
      for entry in start[column]..<start[column + 1] {
        let row = Int(rowIndex[entry])
        guard row >= 0, row < rowCount else { throw .invalid("column \(column) refers to row \(row)") }
        guard lastColumn[row] != Int32(column) else { throw .invalid("column \(column) has row \(row) twice") }
        lastColumn[row] = Int32(column)
        guard coefficient[entry].isFinite else {
          throw .invalid("column \(column) has the coefficient \(coefficient[entry]) in row \(row)")
        }
      }
    }
  }
}

func validateIndices(_ indices: [Int], count: Int, of kind: String) throws(SolverFault) {
  for index in indices where index < 0 || index >= count { throw .invalid("there is no \(kind) \(index)") }
}

func validateLimits(_ lower: [Double], _ upper: [Double], count: Int, of kind: String) throws(SolverFault) {
  guard lower.count == count, upper.count == count else {
    throw .invalid("\(lower.count) lower and \(upper.count) upper limits for \(count) \(kind)s")
  }
  for index in 0..<count {
    // Also false where either is not a number.
    guard lower[index] <= upper[index], lower[index] < .infinity, upper[index] > -.infinity else {
      throw .invalid("a \(kind) (\(index) of \(count)) has the limits \(lower[index]) and \(upper[index])")
    }
  }
}

func validateCosts(_ costs: [Double], count: Int) throws(SolverFault) {
  guard costs.count == count else { throw .invalid("\(costs.count) costs for \(count) columns") }
  for (index, cost) in costs.enumerated() where !cost.isFinite {
    throw .invalid("a column (\(index) of \(count)) has the cost \(cost)")
  }
}
