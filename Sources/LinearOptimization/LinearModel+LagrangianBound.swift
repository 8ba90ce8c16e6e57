extension LinearModel {
  /// A lower bound on the minimum that any row duals prove, by Lagrangian relaxation of all rows; integrality is not
  /// used. No dual vector, however wrong, gives a bound above the minimum of the model as it stands in its arrays.
  ///
  /// A dual whose sign asks for an infinite row limit, or that is not finite, counts as 0. The bound is
  /// `offset + Σ y·limit + Σ min(d·lower, d·upper)` with `d = c − Aᵀy`. Each `d` carries a running bound on its rounding
  /// error (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 3.3), which the column's limits turn into cost.
  /// −∞ where `d` asks for an infinite column limit, or is too close to 0 to know that it does not: columns of a dispatch
  /// are boxed.
  /// - Parameter rowDuals: one per row, objective per unit of the row.
  public func lagrangianBound(rowDuals: [Double]) -> Double {
    precondition(rowDuals.count == rowCount)
    var bound = LowerSum()
    bound.add(objectiveOffset)
    // d, and its error in units of `LowerSum.roundoff`.
    var reduced = cost.map { SIMD2($0, 0) }
    relaxRows(rowDuals, &reduced, &bound)
    let (reducedCost, lower, upper) = (reduced.span, columnLower.span, columnUpper.span)
    for column in reducedCost.indices {
      let d = reducedCost[column].x
      let error = reducedCost[column].y * LowerSum.roundoff
      if d == 0, error == 0 { continue }
      if d > error {
        bound.add(d, times: lower[column], error: error * abs(lower[column]))
      } else if d < -error {
        bound.add(d, times: upper[column], error: error * abs(upper[column]))
      } else {
        let least = min(d * lower[column], d * upper[column])
        let reach = max(abs(lower[column]), abs(upper[column]))
        bound.add(least, error: (abs(least) + reach * reducedCost[column].y) * LowerSum.roundoff * 2)
      }
    }
    return bound.lowerBound
  }

  /// Moves the rows into the objective, each at its dual.
  private func relaxRows(_ rowDuals: [Double], _ reduced: inout [SIMD2<Double>], _ bound: inout LowerSum) {
    let (duals, lower, upper, start) = (rowDuals.span, rowLower.span, rowUpper.span, rowStart.span)
    let (columns, coefficients) = (columnIndex.span, coefficient.span)
    var reducedCost = reduced.mutableSpan
    for row in duals.indices where duals[row] != 0 {
      let dual = duals[row]
      let limit = dual > 0 ? lower[row] : upper[row]
      guard dual.isFinite, limit.isFinite else { continue }
      bound.add(dual, times: limit)
      for entry in start[row]..<start[row + 1] {
        let column = Int(columns[entry])
        let product = coefficients[entry] * dual
        let difference = reducedCost[column].x - product
        let error = reducedCost[column].y + max(abs(product), .leastNormalMagnitude) + abs(difference)
        reducedCost[column] = SIMD2(difference, error)
      }
    }
  }
}
