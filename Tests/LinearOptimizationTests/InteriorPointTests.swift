import Foundation
import LinearOptimization
import Testing

/// An interior-point method that ends in a vertex: the simplex method's answer, in fewer of its iterations.
@Suite struct InteriorPointTests {
  private var interior: SolverOptions {
    var options = SolverOptions()
    options.method = .interiorPoint
    return options
  }

  @Test func endsInTheOptimumWithFewIterations() throws {
    for seed in 1...5 {
      let model = dispatchModel(hours: 96, units: 6, seed: seed)
      let exact = try solve(model)
      let found = try solve(model, options: interior)
      #expect(found.status == .optimal)
      #expect(abs(found.objective / exact.objective - 1) < 1e-9)
      #expect(model.lagrangianBound(rowDuals: found.rowDuals) >= exact.objective * (1 - 1e-9))
      #expect(found.iterations < exact.iterations / 2)
    }
  }

  @Test func goesOnFromItsBasis() throws {
    var model = dispatchModel(hours: 48, units: 5)
    try withSession(model) { (session) throws(SolverFault) in
      let first = try session.solve(interior)
      let balance = model.rowCount - 24
      let limit = model.rowLower[balance] * 1.01
      try session.setBounds(rows: [balance], lower: [limit], upper: [limit])
      let second = try session.solve()
      #expect(second.status == .optimal && second.objective > first.objective)
      #expect(second.iterations < 20)
      model.setBounds(row: balance, lower: limit, upper: limit)
      let exact = try solve(model).objective
      #expect(abs(second.objective / exact - 1) < 1e-9)
    }
  }

  /// Every dispatch of units that cost the same is optimal: the method ends between them all.
  @Test func tiesAreNoTrouble() throws {
    var model = LinearModel()
    let units = (0..<10).map { model.addColumns("unit \($0)", count: 24, upper: 10, cost: 5) }
    model.addRows("balance", count: 24, lower: 37, upper: 37, terms: units.map { Term($0, 1) })
    let solution = try solve(model, options: interior)
    #expect(solution.status == .optimal)
    #expect(abs(solution.objective - 24 * 37 * 5) < 1e-6)
  }

  @Test func isChosenForLargeModelsOnly() throws {
    var automatic = SolverOptions()
    automatic.method = .automatic
    let small = dispatchModel(hours: 24, units: 4)
    #expect(try solve(small, options: automatic).iterations == solve(small).iterations)
    let large = dispatchModel(hours: 1000, units: 5)
    let (found, simplex) = (try solve(large, options: automatic), try solve(large))
    #expect(abs(found.objective / simplex.objective - 1) < 1e-9)
    #expect(found.iterations < simplex.iterations / 2)
  }

  @Test func isStopped() throws {
    let cancellation = Cancellation()
    var options = interior
    options.cancellation = cancellation
    let model = dispatchModel(hours: 2000, units: 20)
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.3)
      cancellation.cancel()
    }
    let start = ContinuousClock.now
    try withSession(model) { (session) throws(SolverFault) in
      let solution = try session.solve(options)
      #expect(solution.stopReason == .cancelled)
      // The session outlives what was stopped.
      var once = SolverOptions()
      once.iterationLimit = 1
      #expect(try session.solve(once).stopReason == .iterationLimit)
    }
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}
