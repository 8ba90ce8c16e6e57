import LinearOptimization
import SeedsAndSnapshots
import Testing

@Suite struct LazySessionTests {
  /// The same model with some rows lazy.
  private func withLazyRows(_ model: LinearModel, _ random: inout SeededGenerator) -> LinearModel {
    var lazy = LinearModel()
    lazy.objectiveOffset = model.objectiveOffset
    for column in 0..<model.columnCount {
      _ = lazy.addColumns(
        "x", count: 1, lower: .constant(model.columnLower[column]), upper: .constant(model.columnUpper[column]),
        cost: .constant(model.cost[column]))
    }
    for row in 0..<model.rowCount {
      let entries = model.rowStart[row]..<model.rowStart[row + 1]
      lazy.addRow(
        "r", lower: model.rowLower[row], upper: model.rowUpper[row], isLazy: Bool.random(using: &random),
        columns: model.columnIndex[entries].map(Int.init), coefficients: Array(model.coefficient[entries]))
    }
    return lazy
  }

  @Test func agreesWithTheWholeModel() throws {
    var optima = 0
    for seed in seeds(200) {
      var random = SeededGenerator(seed)
      let model = withLazyRows(randomModel(seed: seed, columns: 6, rows: 6), &random)
      let whole = try solve(model)
      var session = try LazySession(model)
      let lazy = try session.solve()
      #expect(lazy.status == whole.status, "seed \(seed): \(String(describing: lazy.stopReason))")
      guard whole.status == .optimal, lazy.status == .optimal else { continue }
      optima += 1
      #expect(abs(lazy.objective - whole.objective) < 1e-6, "seed \(seed)")
      #expect(feasibilityError(of: lazy.columnValues, in: model) < 1e-6, "seed \(seed)")
      #expect(abs(boxed(model).lagrangianBound(rowDuals: lazy.rowDuals) - whole.objective) < 1e-5, "seed \(seed)")
      var options = SolverOptions()
      options.startBasis = lazy.basis
      #expect(try solve(model, options: options).iterations == 0, "seed \(seed): the basis is optimal for the whole")
    }
    #expect(optima > 20)
  }

  @Test func changedLimitsAgreeWithAFreshSolve() throws {
    for seed in seeds(60) {
      var random = SeededGenerator(seed)
      var model = withLazyRows(randomModel(seed: seed, columns: 6, rows: 6), &random)
      var session = try LazySession(model)
      for _ in 0..<4 {
        let column = Int.random(in: 0..<6, using: &random)
        let lower = Double(Int.random(in: -4...4, using: &random))
        try session.setBounds(columns: [column], lower: [lower], upper: [lower + 2])
        model.setBounds(column: column, lower: lower, upper: lower + 2)
        let (lazy, fresh) = (try session.solve(), try solve(model))
        #expect(lazy.status == fresh.status, "seed \(seed)")
        if fresh.status == .optimal { #expect(abs(lazy.objective - fresh.objective) < 1e-6, "seed \(seed)") }
      }
    }
  }

  @Test func rowsThatHoldStayOut() throws {
    var model = LinearModel()
    let x = model.addColumns("x", count: 100, upper: 1, cost: -1)
    model.addRows("never", count: 100, upper: 2, isLazy: true, terms: [Term(x, 1)])
    model.addRows("always", count: 100, upper: 0.5, isLazy: true, terms: [Term(x, 1)])
    var session = try LazySession(model)
    #expect(session.rowCount == 0)
    let solution = try session.solve()
    #expect(abs(solution.objective + 50) < 1e-9)
    #expect(session.rowCount == 100)
    #expect(solution.rowDuals.prefix(100).allSatisfy { $0 == 0 })
  }
}
