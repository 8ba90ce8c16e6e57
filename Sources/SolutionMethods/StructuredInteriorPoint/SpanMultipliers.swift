import LinearOptimization

/// Gives each row over many steps (a budget, a window) the multiplier that proves most at the others' multipliers.
///
/// The interior point prices such rows step by step; a row has one multiplier. With the rest fixed the bound is concave
/// and piecewise linear in it, and breaks where a column's reduced cost changes sign.
func improveSpanMultipliers(_ duals: inout [Double], in model: LinearModel) {
  var isBlock = Array(repeating: false, count: model.rowCount)
  for rows in model.termRows { for row in rows.rows.indices { isBlock[row] = true } }
  let spans = (0..<model.rowCount).filter { !isBlock[$0] }
  guard !spans.isEmpty else { return }
  // A multiplier that asks for an infinite limit proves nothing, and must not lead the others astray.
  for row in duals.indices where !(duals[row] > 0 ? model.rowLower[row] : model.rowUpper[row]).isFinite {
    duals[row] = 0
  }
  var reduced = model.reducedCosts(of: duals)
  for _ in 0..<2 {
    for row in spans {
      let entries = model.rowStart[row]..<model.rowStart[row + 1]
      let old = duals[row]
      for entry in entries { reduced[Int(model.columnIndex[entry])] += model.coefficient[entry] * old }
      let new = bestMultiplier(of: row, reduced, in: model)
      for entry in entries { reduced[Int(model.columnIndex[entry])] -= model.coefficient[entry] * new }
      duals[row] = new
    }
  }
}

/// Where the slope of the bound in a row's multiplier changes sign; `reduced` leaves the row out.
private func bestMultiplier(of row: Int, _ reduced: [Double], in model: LinearModel) -> Double {
  var breaks: [(at: Double, weight: Double)] = []
  // Activity at a multiplier of −∞, where every column is at the end that lowers it.
  var activity = 0.0
  for entry in model.rowStart[row]..<model.rowStart[row + 1] {
    let column = Int(model.columnIndex[entry])
    let a = model.coefficient[entry]
    let (low, high) = (model.columnLower[column], model.columnUpper[column])
    guard a != 0, low.isFinite, high.isFinite else { return 0 }
    activity += min(a * low, a * high)
    if high > low { breaks.append((reduced[column] / a, abs(a) * (high - low))) }
  }
  breaks.sort { $0.at < $1.at }
  let (lower, upper) = (model.rowLower[row], model.rowUpper[row])
  // The slope is limit − activity, the upper limit's below 0 and the lower limit's above.
  for (position, place) in breaks.enumerated() {
    if place.at >= 0 {
      if activity <= upper, activity >= lower { return 0 }
      if activity > upper { return position == 0 ? 0 : min(0, breaks[position - 1].at) }
    }
    let limit = place.at < 0 ? upper : lower
    if activity + place.weight >= limit { return place.at < 0 ? place.at : max(0, place.at) }
    activity += place.weight
  }
  return 0
}
