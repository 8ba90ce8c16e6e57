import GLPK

/// A point between the limits near the optimum, and the duals of the rows there: what an interior-point method ends with.
struct InteriorPoint: Sendable {
  var columnValues: [Double]
  var rowDuals: [Double]

  /// Runs GLPK's interior-point method on the model as a linear one. `nil` where it gets nowhere, as without a finite
  /// optimum, and where it is stopped or out of time, which it notices once an iteration.
  static func find(in model: LinearModel, _ watch: SolveWatch, memoryLimit: Int?) -> InteriorPoint? {
    let found = try? onOwnThread { () throws(SolverFault) -> InteriorPoint in
      if let memoryLimit { try Problem.limitMemory(megabytes: max(memoryLimit, 1)) }
      var problem = try Problem()
      try problem.load(columns: model.columnArrays, rows: model.rowArrays, objectiveOffset: model.objectiveOffset)
      try problem.scale()
      // Its verdict is of no use: a point that misses its tolerance by a little is as good a start.
      _ = try problem.runInteriorPoint(shouldStop: { watch.stopReason != nil })
      let values = try problem.values(.interior)
      return InteriorPoint(columnValues: values.columns, rowDuals: values.rowDuals)
    }
    guard let found, feasibilityError(of: found.columnValues, in: model) <= nearness else { return nil }
    let (objective, bound) = (
      model.objective(of: found.columnValues), model.lagrangianBound(rowDuals: found.rowDuals)
    )
    return objective - bound <= nearness * max(1, abs(objective)) ? found : nil
  }

  /// How near to feasible and to the optimum a point has to be for its surroundings to be worth a look.
  private static let nearness = 1e-3
}

extension LinearModel {
  /// Whether an interior-point method gets to the optimum sooner than the simplex method, as measured on dispatches:
  /// where the model is large and no column couples so many rows that the normal equations fill up.
  var suitsInteriorPoint: Bool {
    guard rowCount >= 5000 else { return false }
    var entries = Array(repeating: 0, count: columnCount)
    for column in columnIndex { entries[Int(column)] += 1 }
    return entries.reduce(0) { $0 + $1 * $1 } <= 20_000_000
  }

  /// The model with costs moved a little, each by its own amount. Where many dispatches cost the same, an interior-point
  /// method ends between them all, far from every vertex; of the moved costs one vertex is the cheapest.
  var withTiesBroken: LinearModel {
    let costs = cost.lazy.filter { $0 != 0 }
    let usual = costs.reduce(0) { $0 + abs($1) } / Double(max(1, costs.count))
    var moved = self
    var random: UInt64 = 0x9E37_79B9_7F4A_7C15
    for column in 0..<columnCount {
      // xorshift (G. Marsaglia, 2003): any sequence without a pattern will do, the same each time.
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      moved.setCost(column: column, cost[column] + 2e-6 * usual * (0.5 + Double(random >> 11) / 0x1p53))
    }
    return moved
  }
}
