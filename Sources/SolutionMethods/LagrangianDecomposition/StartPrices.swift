import DispatchFormulation
import LinearOptimization

/// First prices for a decomposition: those of the dispatch without commitment, then some subgradient steps against the
/// rest of that dispatch, whose last points are good first columns of a master.
///
/// Deflected subgradients with a target level, after Camerini, Fratta and Maffioli (Math. Programming Study 3, 1975).
struct StartPrices {
  /// One per row of the decomposition, of the dispatch without commitment.
  var duals: [Double]
  /// The dispatch with blocks on in part; `nil` where that was not solved.
  var mix: (model: CommitmentMix, optimum: CommitmentMix.Optimum)?
  /// Points of all blocks at the last prices, and at the dispatch's own.
  var points: [[BlockPoint]] = []

  /// - Returns: `nil` where that dispatch was not solved.
  static func find(
    _ program: DispatchProgram, _ split: BlockDecomposition, _ clock: SolveClock
  ) throws(SolverFault) -> StartPrices? {
    let plain = DispatchProgram(program.system, options: FormulationOptions(commitment: false))
    guard let optimum = try optimum(of: plain, clock) else { return nil }
    let toPlain = LabelMap(from: program.model, to: plain.model)
    var duals = (0..<program.model.rowCount).map { toPlain.row($0).map { optimum.rowDuals[$0] } ?? 0 }
    var values = (0..<program.model.columnCount).map { toPlain.column($0).map { optimum.values[$0] } ?? 0 }
    var mixed: (model: CommitmentMix, optimum: CommitmentMix.Optimum)?
    if program.system.horizon.count >= 2, let mix = CommitmentMix(program),
      let near = mix.solve(from: duals, gap: 1e-3, clock)
    {
      (values, duals, mixed) = (near.values, near.rowDuals, (mix, near))
      improveSpanMultipliers(&duals, in: program.model)
    }
    var prices = StartPrices(duals: split.rows.map { duals[$0] }, mix: mixed)
    var rest = Array(repeating: 0.0, count: program.model.columnCount)
    for column in split.columns { rest[column] = values[column] }
    prices.improve(split, restActivity: program.model.rowActivities(of: rest))
    return prices
  }

  /// The dispatch without commitment, or a point near it: prices need be no better.
  private static func optimum(
    of plain: DispatchProgram, _ clock: SolveClock
  ) throws(SolverFault) -> (values: [Double], rowDuals: [Double])? {
    if plain.system.horizon.count >= 2 {
      var dispatch = StructuredDispatch(plain)
      let nothing = Array(repeating: 0.0, count: plain.model.columnCount)
      if let point = dispatch.solve(nothing, gap: 1e-4, clock) {
        return (point.values, point.rowDuals)
      }
    }
    var session = try LazySession(plain.model)
    let solution = try session.solve(clock.solverOptions(phase: "start prices"))
    return solution.status == .optimal ? (solution.columnValues, solution.rowDuals) : nil
  }

  /// Maximises Σ min over blocks + y·(what the rest leaves to the blocks) over the prices y of the tying rows.
  private mutating func improve(_ split: BlockDecomposition, restActivity: [Double]) {
    let ties = split.tyingRows
    let ceiling = split.columns.reduce(0) { max($0, abs(split.model.cost[$1])) }
    var duals = split.soundDuals(duals)
    var best = (value: -Double.infinity, duals: duals)
    var direction = Array(repeating: 0.0, count: ties.count)
    var target = 0.005
    var sinceBest = 0
    for iteration in 0..<100 {
      guard let pointsNow = split.cheapestPoints(split.reducedCosts(duals)) else { return }
      var activity = Array(repeating: 0.0, count: split.rows.count)
      var value = 0.0
      for (block, point) in pointsNow.enumerated() {
        value += point.cost
        split.addActivity(of: point, block, to: &activity)
      }
      var slope = Array(repeating: 0.0, count: ties.count)
      for (k, tie) in ties.enumerated() {
        let row = split.rows[tie]
        let limit =
          duals[tie] >= 0 && split.model.rowLower[row].isFinite
          ? split.model.rowLower[row] : split.model.rowUpper[row]
        slope[k] = limit - restActivity[row] - activity[tie]
        value += duals[tie] * (limit - restActivity[row])
      }
      if iteration == 0 || iteration >= 92 { points.append(pointsNow) }
      sinceBest += 1
      if value > best.value {
        best = (value, duals)
        sinceBest = 0
      } else if sinceBest >= 6 {
        target /= 2
        sinceBest = 0
        duals = best.duals
        direction = direction.map { _ in 0 }
      }
      // Deflected by the last direction only where that points the same way, else the average diverges.
      let along = zip(direction, slope).reduce(0) { $0 + $1.0 * $1.1 }
      let keep = along > 0 ? 0.7 : 0
      for k in ties.indices { direction[k] = slope[k] + keep * direction[k] }
      let length = direction.reduce(0) { $0 + $1 * $1 }
      guard length > 0 else { return }
      let step = (target * abs(best.value) + best.value - value) / length
      for (k, tie) in ties.enumerated() {
        let row = split.rows[tie]
        let low = split.model.rowUpper[row].isFinite ? -ceiling : 0
        let high = split.model.rowLower[row].isFinite ? ceiling : 0
        duals[tie] = min(max(duals[tie] + step * direction[k], low), high)
      }
    }
  }
}
