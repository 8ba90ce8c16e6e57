import SeedsAndSnapshots
import Testing

@testable import StagedOptimization

/// A slack per row with a range, within what the columns allow: another shape of the same linear program.
@Suite struct StagedModelSlackTests {
  @Test func sameOptimumInBoxes() throws {
    for seed in seeds(20) {
      let model = RandomStagedModel(seed: seed).model
      let boxed = model.withSlacks()
      #expect(boxed.columns.prefix(model.columns.count).elementsEqual(model.columns) { $0.upper == $1.upper })
      for column in boxed.columns {
        #expect(zip(column.lower, column.upper).allSatisfy { $0 <= $1 && $0.isFinite && $1.isFinite }, "seed \(seed)")
      }
      var ranged = 0
      for (row, original) in zip(boxed.rows, model.rows) {
        #expect(row.lower == row.upper && row.lower.allSatisfy(\.isFinite), "seed \(seed)")
        guard original.lower != original.upper else { continue }
        let slack = boxed.columns[model.columns.count + ranged]
        ranged += 1
        for t in 0..<model.stageCount {
          #expect(slack.lower[t] >= original.lower[t] && slack.upper[t] <= original.upper[t], "seed \(seed)")
        }
      }
      for (span, original) in zip(boxed.spans, model.spans) {
        #expect(span.runs.allSatisfy { $0.lower == $0.upper && $0.lower.isFinite }, "seed \(seed)")
        if original.runs.contains(where: { $0.lower != $0.upper }) { ranged += 1 }
      }
      #expect(boxed.columns.count == model.columns.count + ranged)
      let optimum = try model.optimum()
      #expect(abs(try boxed.optimum() - optimum) <= 1e-8 * abs(optimum), "seed \(seed)")
    }
  }

  /// Segments that only a cap tells apart are one state.
  @Test func sameOptimumWithSums() throws {
    var sums = 0
    for seed in seeds(20) {
      let model = RandomStagedModel(seed: seed).model
      let summed = model.withAggregates()
      let optimum = try model.optimum()
      #expect(abs(try summed.optimum() - optimum) <= 1e-8 * abs(optimum), "seed \(seed)")
      sums += summed.columns.count - model.columns.count
      let (split, joined) = (Drivers(model).drivers, Drivers(summed).drivers)
      #expect(joined.filter { !$0.next.isEmpty }.count <= split.filter { !$0.next.isEmpty }.count, "seed \(seed)")
    }
    #expect(sums > 0)
  }
}
