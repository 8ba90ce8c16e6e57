import LinearOptimization
import SeedsAndSnapshots
import Testing

@testable import StagedOptimization

/// A store of 10 MWh beside supply of 10 MW at cost 1 and 30 MW at cost 5, load 5 and 15: charging 5 in the first stage
/// at cost 1 serves the second, where 10 come cheap. Optimum (5 + 5)·1 + 10·1 = 20.
@Test func aStoreMovesCheapSupply() throws {
  var model = StagedModel(stageCount: 2)
  func column(_ upper: Double, _ cost: Double) -> StagedModel.Column {
    .init(lower: [0, 0], upper: [upper, upper], cost: [cost, cost])
  }
  model.columns = [column(10, 1), column(30, 5), column(10, 0), column(10, 0), column(10, 0)]
  model.rows = [
    .init(
      lower: [5, 15], upper: [5, 15],
      entries: [.init(0, .constant(1)), .init(1, .constant(1)), .init(2, .constant(-1)), .init(3, .constant(1))]),
    .init(
      lower: [0, 0], upper: [0, 0],
      entries: [
        .init(4, .constant(1)), .init(4, .constant(-1), isPrevious: true), .init(2, .constant(-1)),
        .init(3, .constant(1)),
      ]),
  ]
  var point = try StagedInteriorPoint(model)
  point.start(duals: [[3, 3], [-3, -3]], mu: 30)
  for _ in 0..<30 { point.iterate() }
  #expect(abs(point.bound() - 20) < 1e-4)
  #expect(abs(point.values(ofColumn: 4)[0] - 5) < 1e-3)
}

/// Bounds against the optimum that GLPK finds.
@Suite struct StagedInteriorPointBoundTests {
  @Test(arguments: [0, 1e-3]) func boundRisesToTheOptimumAndNotAbove(truncatedPart: Double) throws {
    for seed in seeds(20) {
      let model = RandomStagedModel(seed: seed).model
      let optimum = try model.optimum()
      var point = try StagedInteriorPoint(model)
      point.truncatedPart = truncatedPart
      point.start(duals: model.rows.map { _ in Array(repeating: 0, count: model.stageCount) }, mu: 20)
      let linear = model.linearModel
      // What rows miss, at its price: truncated steps may end beside them when prices are right already.
      func missed() -> Double {
        let activities = linear.rowActivities(of: model.columns.indices.flatMap { point.values(ofColumn: $0) })
        let duals =
          model.rows.indices.flatMap { point.duals(ofRow: $0) }
          + model.spans.indices.flatMap { point.duals(ofSpan: $0) }
        return duals.indices.reduce(0) {
          $0 + abs(duals[$1]) * max(0, linear.rowLower[$1] - activities[$1], activities[$1] - linear.rowUpper[$1])
        }
      }
      let small = 1e-6 * abs(optimum)
      for _ in 0..<60 where !point.isExhausted && (point.gapEstimate > small || missed() > 100 * small) {
        point.iterate()
        #expect(point.bound() <= optimum + 1e-8 * abs(optimum), "seed \(seed), iteration \(point.iterations)")
      }
      #expect(point.bound() >= optimum - 1e-6 * abs(optimum), "seed \(seed): \(point.bound()) of \(optimum)")
      let cost = linear.objective(of: model.columns.indices.flatMap { point.values(ofColumn: $0) })
      #expect(abs(cost - optimum) <= 1e-4 * abs(optimum), "seed \(seed): \(cost) for \(optimum)")
    }
  }

  /// Whatever the multipliers are, what they prove is true.
  @Test func noMultipliersProveMore() throws {
    for seed in seeds(10) {
      let model = RandomStagedModel(seed: seed).model
      let optimum = try model.optimum()
      var random = SeededGenerator(seed)
      for size in [0.1, 1, 10, 100] {
        var point = try StagedInteriorPoint(model)
        point.start(duals: model.rows.map { _ in random.numbers(model.stageCount, -size...size) }, mu: 1)
        #expect(point.bound() <= optimum + 1e-9 * abs(optimum), "seed \(seed), up to \(size)")
      }
    }
  }
}
