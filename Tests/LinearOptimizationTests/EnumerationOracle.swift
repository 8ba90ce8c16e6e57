import LinearOptimization

/// The minimum of a small model by brute force, with no line in common with the solver: every integer assignment, and
/// for each every vertex. Where a limit is infinite a box stands in; the model is unbounded if the box's size shows.
enum Oracle: Equatable {
  case infeasible, unbounded
  case optimal(Double)

  static func minimum(of model: LinearModel) -> Oracle {
    guard let small = minimum(of: model, box: 1e4) else { return .infeasible }
    guard let large = minimum(of: model, box: 2e4) else { return .infeasible }
    return abs(small - large) > 1e-3 ? .unbounded : .optimal(small)
  }

  private static func minimum(of model: LinearModel, box: Double) -> Double? {
    var dense = DenseProblem(model, box: box)
    return dense.minimumOverIntegers(model.columnCount - 1)
  }
}

/// Limits, costs and the matrix, written out.
private struct DenseProblem {
  var lower, upper, cost: [Double]
  var isInteger: [Bool]
  var rows: [[Double]]
  var rowLower, rowUpper: [Double]
  var offset: Double

  init(_ model: LinearModel, box: Double) {
    lower = model.columnLower.map { max($0, -box) }
    upper = model.columnUpper.map { min($0, box) }
    (cost, isInteger, offset) = (model.cost, model.isInteger, model.objectiveOffset)
    (rowLower, rowUpper) = (model.rowLower, model.rowUpper)
    rows = (0..<model.rowCount).map { row in
      var dense = [Double](repeating: 0, count: model.columnCount)
      for entry in model.rowStart[row]..<model.rowStart[row + 1] {
        dense[Int(model.columnIndex[entry])] += model.coefficient[entry]
      }
      return dense
    }
  }

  /// Removes the columns from the last down: an integer one for each of its values, then enumerates vertices.
  mutating func minimumOverIntegers(_ column: Int) -> Double? {
    guard let last = (0...max(column, 0)).reversed().first(where: { $0 < cost.count && isInteger[$0] }) else {
      return minimumOverVertices()
    }
    var best: Double?
    var value = lower[last].rounded(.up)
    while value <= upper[last] {
      var rest = self
      rest.fix(last, at: value)
      if let found = rest.minimumOverIntegers(last - 1), found < best ?? .infinity { best = found }
      value += 1
    }
    return best
  }

  private mutating func fix(_ column: Int, at value: Double) {
    offset += cost[column] * value
    for row in rows.indices {
      rowLower[row] -= rows[row][column] * value
      rowUpper[row] -= rows[row][column] * value
      rows[row].remove(at: column)
    }
    lower.remove(at: column)
    upper.remove(at: column)
    cost.remove(at: column)
    isInteger.remove(at: column)
  }

  private func minimumOverVertices() -> Double? {
    let count = cost.count
    var planes: [(normal: [Double], limits: [Double])] = (0..<count).map { column in
      (normal: (0..<count).map { $0 == column ? 1 : 0 }, limits: Array(Set([lower[column], upper[column]])))
    }
    for row in rows.indices {
      let limits = Set([rowLower[row], rowUpper[row]]).filter(\.isFinite)
      if !limits.isEmpty { planes.append((rows[row], Array(limits))) }
    }
    var best: Double?
    func descend(from plane: Int, _ system: [[Double]]) {
      if system.count == count {
        if let point = solved(system), isFeasible(point) {
          let value = offset + zip(cost, point).reduce(0) { $0 + $1.0 * $1.1 }
          if value < best ?? .infinity { best = value }
        }
        return
      }
      guard planes.count - plane >= count - system.count else { return }
      for limit in planes[plane].limits { descend(from: plane + 1, system + [planes[plane].normal + [limit]]) }
      descend(from: plane + 1, system)
    }
    if count == 0 { return isFeasible([]) ? offset : nil }
    descend(from: 0, [])
    return best
  }

  private func isFeasible(_ point: [Double]) -> Bool {
    for column in point.indices where point[column] < lower[column] - 1e-7 || point[column] > upper[column] + 1e-7 {
      return false
    }
    for row in rows.indices {
      let activity = zip(rows[row], point).reduce(0) { $0 + $1.0 * $1.1 }
      if activity < rowLower[row] - 1e-7 || activity > rowUpper[row] + 1e-7 { return false }
    }
    return true
  }

  /// Gauss–Jordan with partial pivoting; nil if singular.
  private func solved(_ system: [[Double]]) -> [Double]? {
    var matrix = system
    let count = matrix.count
    for pivot in 0..<count {
      let best = (pivot..<count).max { abs(matrix[$0][pivot]) < abs(matrix[$1][pivot]) } ?? pivot
      guard abs(matrix[best][pivot]) > 1e-9 else { return nil }
      matrix.swapAt(pivot, best)
      for row in 0..<count where row != pivot {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        if factor != 0 { for column in pivot...count { matrix[row][column] -= factor * matrix[pivot][column] } }
      }
    }
    return (0..<count).map { matrix[$0][count] / matrix[$0][$0] }
  }
}
