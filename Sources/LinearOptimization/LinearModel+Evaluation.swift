extension LinearModel {
  /// The objective at a point, with the offset.
  public func objective(of values: [Double]) -> Double {
    precondition(values.count == columnCount)
    var sum = 0.0
    for column in cost.indices { sum += cost[column] * values[column] }
    return sum + objectiveOffset
  }

  /// A·x, one value per row.
  public func rowActivities(of values: [Double]) -> [Double] {
    precondition(values.count == columnCount)
    var activities = [Double](repeating: 0, count: rowCount)
    for row in 0..<rowCount {
      var sum = 0.0
      for entry in rowStart[row]..<rowStart[row + 1] { sum += coefficient[entry] * values[Int(columnIndex[entry])] }
      activities[row] = sum
    }
    return activities
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

  /// The lower bound on the minimum that any row duals prove, by Lagrangian relaxation of all rows; integrality is not
  /// used.
  ///
  /// A dual whose sign asks for an infinite row limit counts as 0. −∞ where a reduced cost asks for an infinite column
  /// limit, unless it is within the solver's tolerance of 0 (1e-7, relative to the cost).
  public func lagrangianBound(rowDuals: [Double]) -> Double {
    precondition(rowDuals.count == rowCount)
    var duals = rowDuals
    var bound = objectiveOffset
    for row in 0..<rowCount where duals[row] != 0 {
      let limit = duals[row] > 0 ? rowLower[row] : rowUpper[row]
      if limit.isFinite { bound += duals[row] * limit } else { duals[row] = 0 }
    }
    let reduced = reducedCosts(of: duals)
    for column in 0..<columnCount where reduced[column] != 0 {
      let limit = reduced[column] > 0 ? columnLower[column] : columnUpper[column]
      if limit.isFinite {
        bound += reduced[column] * limit
      } else if abs(reduced[column]) > 1e-7 * max(1, abs(cost[column])) {
        return -.infinity
      }
    }
    return bound.isNaN ? -.infinity : bound
  }
}

/// The worst violation of a column's or row's limits, relative to max(1, |limit|); +∞ where a value is missing or NaN.
/// Integrality is `integralityError`.
public func feasibilityError(of values: [Double], in model: LinearModel) -> Double {
  guard values.count == model.columnCount, values.allSatisfy(\.isFinite) else { return .infinity }
  let columns = worstViolation(values, model.columnLower, model.columnUpper)
  return max(columns, worstViolation(model.rowActivities(of: values), model.rowLower, model.rowUpper))
}

/// The largest distance of an integer column's value from an integer.
public func integralityError(of values: [Double], in model: LinearModel) -> Double {
  var worst = 0.0
  for column in 0..<min(values.count, model.columnCount) where model.isInteger[column] {
    worst = max(worst, abs(values[column] - values[column].rounded()))
  }
  return worst
}

private func worstViolation(_ values: [Double], _ lower: [Double], _ upper: [Double]) -> Double {
  var worst = 0.0
  for index in values.indices {
    let value = values[index]
    if value < lower[index] { worst = max(worst, (lower[index] - value) / max(1, abs(lower[index]))) }
    if value > upper[index] { worst = max(worst, (value - upper[index]) / max(1, abs(upper[index]))) }
  }
  return worst
}
