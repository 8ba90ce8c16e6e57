import LinearOptimization
import SeedsAndSnapshots
import Testing

@Suite struct LagrangianBoundTests {
  /// A boxed model whose every number is a multiple of 2⁻³⁰ below 2¹⁰, so that its bound is exact in integers.
  private struct Exact {
    var model = LinearModel()
    var duals: [Double] = []
    /// In units of 2⁻⁹⁰.
    var bound: Int128 = 0

    init(seed: Int) {
      var random = SeededGenerator(seed)
      func draw() -> Int128 { Int128(Int.random(in: -(1 << 40)...1 << 40, using: &random)) }
      func value(_ number: Int128) -> Double { Double(number) * 0x1p-30 }
      let columns = Int.random(in: 1...30, using: &random)
      var cost: [Int128] = []
      var limits: [(lower: Int128, upper: Int128)] = []
      for _ in 0..<columns {
        let (a, b) = (draw(), draw())
        limits.append((Bool.random(using: &random) ? 0 : min(a, b), max(a, b, 0)))
        cost.append(draw())
      }
      let all = model.addColumns(
        "x", count: columns, lower: .series(limits.map { value($0.lower) }),
        upper: .series(limits.map { value($0.upper) }), cost: .series(cost.map(value)))
      // In units of 2⁻⁶⁰.
      var reduced = cost.map { $0 << 30 }
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        let (limit, dual) = (draw(), Int.random(in: 0..<9, using: &random) == 0 ? 0 : draw())
        let members = all.indices.filter { _ in Bool.random(using: &random) }
        let coefficients = members.map { _ in draw() >> 20 }
        model.addRow(
          "r", lower: value(limit), upper: value(limit), columns: members, coefficients: coefficients.map(value))
        duals.append(value(dual))
        for (column, coefficient) in zip(members, coefficients) { reduced[column] -= coefficient * dual }
        bound += (limit * dual) << 30
      }
      for (d, limit) in zip(reduced, limits) { bound += d > 0 ? d * limit.lower : d * limit.upper }
    }
  }

  @Test func liesBelowTheExactOneByRoundingOnly() {
    for seed in seeds(500) {
      let exact = Exact(seed: seed)
      let bound = exact.model.lagrangianBound(rowDuals: exact.duals)
      let scaled = Int128(bound * 0x1p90)
      #expect(scaled <= exact.bound, "seed \(seed)")
      #expect(Double(exact.bound - scaled) * 0x1p-90 < 1e-5, "seed \(seed)")
    }
  }

  @Test func anyDualsBoundTheMinimum() throws {
    var optimal = 0
    for seed in seeds(200) {
      let model = randomModel(seed: seed, columns: 6, rows: 5, integers: seed % 3)
      let solution = try solve(model)
      guard solution.status == .optimal else { continue }
      optimal += 1
      var random = SeededGenerator(seed)
      for size in [1e-9, 1, 1e9] {
        let duals = (0..<model.rowCount).map { _ in Double.random(in: -size...size, using: &random) }
        #expect(model.lagrangianBound(rowDuals: duals) <= solution.objective + 1e-6, "seed \(seed)")
      }
    }
    #expect(optimal > seeds(200).count / 5)
  }

  @Test func whatIsNoNumberProvesNothingWrong() {
    var model = LinearModel()
    let x = model.addColumns("x", count: 2, upper: 10, cost: .series([2, -3]))
    model.addRows("r", count: 1, lower: 4, upper: 100, terms: [Term(x, 1)])
    #expect(abs(model.lagrangianBound(rowDuals: [0]) + 30) < 1e-12)
    #expect(model.lagrangianBound(rowDuals: [.nan]) == model.lagrangianBound(rowDuals: [0]))
    #expect(model.lagrangianBound(rowDuals: [.infinity]) == model.lagrangianBound(rowDuals: [0]))
    #expect(model.lagrangianBound(rowDuals: [1e308]) <= -30)
    // A column without a limit needs a reduced cost that is certainly not on its side.
    model.setBounds(column: 0, lower: 0, upper: .infinity)
    #expect(abs(model.lagrangianBound(rowDuals: [1]) + 26) < 1e-12)
    #expect(model.lagrangianBound(rowDuals: [2]) == -.infinity)
  }
}
