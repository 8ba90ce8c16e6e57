import LinearOptimization
import SeedsAndSnapshots
import Testing

@testable import SolutionMethods

/// Each row over many steps gets the multiplier that proves most at the others'.
@Suite struct SpanMultiplierTests {
  /// Boxed columns, some rows in blocks, and rows over many steps with a ceiling, a floor or both, tight or not.
  private func model(seed: UInt64, spans: Int) -> LinearModel {
    var random = SeededGenerator(Int(seed))
    func draw(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
    var model = LinearModel()
    let count = 6
    let blocks = (0..<3).map { _ in
      let lower = (0..<count).map { _ in draw(-2...1) }
      let upper = lower.map { random.next() % 5 == 0 ? $0 : $0 + draw(0...4) }
      return model.addColumns(
        "x", count: count, lower: .series(lower), upper: .series(upper), cost: .series(lower.map { _ in draw(-5...5) }))
    }
    model.addRows(
      "balance", count: count, lower: -1, upper: .constant(4), terms: blocks.map { Term($0, .constant(draw(0.5...2))) })
    for _ in 0..<spans {
      var (least, greatest) = (0.0, 0.0)
      var (columns, coefficients): ([Int], [Double]) = ([], [])
      for block in blocks where random.next() % 3 > 0 {
        for column in block.indices where random.next() % 4 > 0 {
          let a = random.next() % 2 == 0 ? 1 : draw(-2...2)
          columns.append(column)
          coefficients.append(a)
          least += min(a * model.columnLower[column], a * model.columnUpper[column])
          greatest += max(a * model.columnLower[column], a * model.columnUpper[column])
        }
      }
      guard !columns.isEmpty else { continue }
      let (a, b) = (draw(least...greatest), draw(least...greatest))
      let limits: (Double, Double) = [(min(a, b), max(a, b)), (-.infinity, a), (b, .infinity), (a, a)][
        Int(random.next() % 4)]
      model.addRow("span", lower: limits.0, upper: limits.1, columns: columns, coefficients: coefficients)
    }
    return model
  }

  @Test func neverProvesLess() {
    for seed in seeds(200, as: UInt64.self) {
      let model = model(seed: seed, spans: 3)
      var random = SeededGenerator(Int(1 + seed))
      var duals = (0..<model.rowCount).map { _ in Double.random(in: -4...4, using: &random) }
      let before = model.lagrangianBound(rowDuals: duals)
      improveSpanMultipliers(&duals, in: model)
      let after = model.lagrangianBound(rowDuals: duals)
      #expect(after >= before - 1e-9 * max(1, abs(before)), "seed \(seed): \(before) became \(after)")
    }
  }

  /// The bound is concave and piecewise linear: no multiplier near or far proves more.
  @Test func findsTheBestMultiplier() {
    for seed in seeds(200, as: UInt64.self) {
      let model = model(seed: 1_000_000 + seed, spans: 1)
      guard model.rowCount > 6 else { continue }
      var random = SeededGenerator(Int(2 + seed))
      var duals = (0..<model.rowCount).map { _ in Double.random(in: -4...4, using: &random) }
      improveSpanMultipliers(&duals, in: model)
      let found = model.lagrangianBound(rowDuals: duals)
      var others = duals
      others[6] = 0
      let reduced = model.reducedCosts(of: others)
      // The best is at a break: 0, or where a column's reduced cost is 0.
      var candidates = [0.0]
      for entry in model.rowStart[6]..<model.rowStart[7] {
        candidates.append(reduced[Int(model.columnIndex[entry])] / model.coefficient[entry])
      }
      var best = -Double.infinity
      for candidate in candidates {
        others[6] = candidate
        best = max(best, model.lagrangianBound(rowDuals: others))
      }
      #expect(abs(found - best) <= 1e-9 * max(1, abs(best)), "seed \(seed): \(found) for \(best)")
    }
  }
}
