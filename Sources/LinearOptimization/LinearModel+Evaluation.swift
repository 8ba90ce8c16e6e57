extension LinearModel {
  /// The objective at a point, with the offset.
  public func objective(of values: [Double]) -> Double {
    precondition(values.count == columnCount)
    var sum = 0.0
    for column in cost.indices { sum += cost[column] * values[column] }
    return sum + objectiveOffset
  }

  /// Σ coefficient · value over the entries of one row.
  public func activity(ofRow row: Int, _ values: [Double]) -> Double {
    (rowStart[row]..<rowStart[row + 1]).reduce(0) { $0 + coefficient[$1] * values[Int(columnIndex[$1])] }
  }

  /// A·x, one value per row.
  public func rowActivities(of values: [Double]) -> [Double] {
    precondition(values.count == columnCount)
    return (0..<rowCount).map { activity(ofRow: $0, values) }
  }

  /// c − Aᵀy, one value per column.
  public func reducedCosts(of rowDuals: [Double]) -> [Double] {
    precondition(rowDuals.count == rowCount)
    var reduced = cost
    for row in 0..<rowCount where rowDuals[row] != 0 {
      let dual = rowDuals[row]
      for entry in rowStart[row]..<rowStart[row + 1] { reduced[Int(columnIndex[entry])] -= coefficient[entry] * dual }
    }
    return reduced
  }
}

/// The worst violation of a column's or row's limits, relative to max(1, |limit|); +∞ where a value is missing or NaN.
/// Integrality is `integralityError`.
public func feasibilityError(of values: [Double], in model: LinearModel) -> Double {
  guard values.count == model.columnCount, values.allSatisfy(\.isFinite) else { return .infinity }
  var worst = 0.0
  for column in 0..<model.columnCount {
    worst = max(worst, violation(values[column], model.columnLower[column], model.columnUpper[column]))
  }
  for row in 0..<model.rowCount {
    worst = max(worst, violation(model.activity(ofRow: row, values), model.rowLower[row], model.rowUpper[row]))
  }
  return worst
}

/// The largest distance of an integer column's value from an integer.
public func integralityError(of values: [Double], in model: LinearModel) -> Double {
  var worst = 0.0
  for column in 0..<min(values.count, model.columnCount) where model.isInteger[column] {
    worst = max(worst, abs(values[column] - values[column].rounded()))
  }
  return worst
}

@inline(__always)
private func violation(_ value: Double, _ lower: Double, _ upper: Double) -> Double {
  if value < lower { return (lower - value) / max(1, abs(lower)) }
  return value > upper ? (value - upper) / max(1, abs(upper)) : 0
}
