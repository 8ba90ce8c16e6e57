extension InteriorPoint {
  /// A basis at or next to the optimal face that the point lies in, from which the simplex method has few steps to go
  /// (R. E. Bixby, M. J. Saltzman, "Recovering an optimal LP basis from an interior point solution", Operations Research
  /// Letters 15, 1994).
  ///
  /// Basic are independent ones of the columns and rows that are further from their limits than their reduced cost is
  /// from 0; where those do not suffice, ones that are nearly so, and rows.
  ///
  /// - Parameter tolerance: what is left of a column that counts as independent of others, between 0 and 1.
  func basis(of model: LinearModel, tolerance: Double) -> Basis {
    let (columns, rows) = (model.columnCount, model.rowCount)
    let activities = model.rowActivities(of: columnValues)
    let values = columnValues + activities
    let (lower, upper) = (model.columnLower + model.rowLower, model.columnUpper + model.rowUpper)
    let prices = model.reducedCosts(of: rowDuals) + rowDuals
    let distance = values.indices.map { min(values[$0] - lower[$0], upper[$0] - values[$0]) }
    // What is small of the one and of the other is measured by what is usual in the model.
    let usual = mean(columnValues.lazy.map { abs($0) }) / mean(model.cost.lazy.map { abs($0) })
    func interiority(_ member: Int) -> Double { distance[member] / max(abs(prices[member]) * usual, 1e-300) }

    var picked = IndependentColumns(model.columnsAndSlacks, rows: rows, tolerance: tolerance)
    let inside = values.indices.filter { upper[$0] > lower[$0] && distance[$0] > 0 && interiority($0) > 1 }
    var basic = picked.take(inside)
    if !picked.isComplete {
      var isNear = Array(repeating: false, count: columns)
      for row in 0..<rows where picked.stepOfRow[row] < 0 {
        for entry in model.rowStart[row]..<model.rowStart[row + 1] { isNear[Int(model.columnIndex[entry])] = true }
      }
      for member in basic + inside where member < columns { isNear[member] = false }
      let near = (0..<columns).filter { isNear[$0] && upper[$0] > lower[$0] }.map { ($0, interiority($0)) }
      basic += picked.take(near.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map(\.0), inOrder: true)
    }
    basic += (0..<rows).filter { picked.stepOfRow[$0] < 0 }.map { columns + $0 }

    var status = values.indices.map { member -> UInt8 in
      if lower[member] == upper[member] { return 5 }
      if lower[member].isInfinite && upper[member].isInfinite { return 4 }
      return values[member] - lower[member] <= upper[member] - values[member] ? 2 : 3
    }
    for member in basic { status[member] = 1 }
    return Basis(columnStatus: Array(status[..<columns]), rowStatus: Array(status[columns...]))
  }
}

/// Of the values that are not 0; 1 if there are none.
private func mean(_ values: some Sequence<Double>) -> Double {
  var (sum, count) = (0.0, 0.0)
  for value in values where value != 0 {
    sum += value
    count += 1
  }
  return count > 0 ? sum / count : 1
}

extension LinearModel {
  /// The matrix by columns, followed by a unit column for each row.
  fileprivate var columnsAndSlacks: IndependentColumns.Matrix {
    var start = Array(repeating: 0, count: columnCount + rowCount + 1)
    for column in columnIndex { start[Int(column) + 1] += 1 }
    for row in 0..<rowCount { start[columnCount + row + 1] = 1 }
    for position in 1..<start.count { start[position] += start[position - 1] }
    var next = start
    var matrix = IndependentColumns.Matrix(
      start: start, row: Array(repeating: 0, count: nonzeroCount + rowCount),
      value: Array(repeating: 1, count: nonzeroCount + rowCount))
    for row in 0..<rowCount {
      for entry in rowStart[row]..<rowStart[row + 1] {
        let column = Int(columnIndex[entry])
        matrix.row[next[column]] = Int32(truncatingIfNeeded: row)
        matrix.value[next[column]] = coefficient[entry]
        next[column] += 1
      }
      matrix.row[next[columnCount + row]] = Int32(truncatingIfNeeded: row)
    }
    // Scaled so that the largest entry of each row and then of each column is 1: what is small says something then.
    var largest = Array(repeating: 0.0, count: rowCount)
    for entry in 0..<start[columnCount] {
      largest[Int(matrix.row[entry])] = max(largest[Int(matrix.row[entry])], abs(matrix.value[entry]))
    }
    for column in 0..<columnCount {
      var most = 0.0
      for entry in start[column]..<start[column + 1] {
        matrix.value[entry] /= largest[Int(matrix.row[entry])]
        most = max(most, abs(matrix.value[entry]))
      }
      for entry in start[column]..<start[column + 1] { matrix.value[entry] /= most }
    }
    return matrix
  }
}
