import LinearOptimization
import Testing

/// Small systems with answers derived by hand.
@Suite struct SolvingTests {
  /// Two units (30 MW at 20, 100 MW at 50) meet 80 MW: 30·20 + 50·50, and the price is the dear unit's.
  func twoUnits() -> LinearModel {
    var model = LinearModel()
    let cheap = model.addColumns("cheap", count: 1, upper: 30, cost: 20)
    let dear = model.addColumns("dear", count: 1, upper: 100, cost: 50)
    model.addRows("balance", count: 1, lower: 80, upper: 80, terms: [Term(cheap, 1), Term(dear, 1)])
    model.objectiveOffset = 7
    return model
  }

  @Test(arguments: [SolverOptions.Method.dualSimplex, .primalSimplex, .interiorPoint])
  func solvesAndPrices(method: SolverOptions.Method) throws {
    var options = SolverOptions()
    options.method = method
    let solution = try solve(twoUnits(), options: options)
    #expect(solution.status == .optimal)
    #expect(solution.stopReason == nil)
    #expect(abs(solution.objective - 3107) < 1e-3)
    #expect(abs(solution.bound - 3107) < 1e-3)
    #expect(abs(solution.columnValues[0] - 30) < 1e-5)
    #expect(abs(solution.rowActivities[0] - 80) < 1e-5)
    #expect(abs(solution.rowDuals[0] - 50) < 1e-5)
    #expect(abs(solution.reducedCosts[0] + 30) < 1e-5)
    #expect(solution.basis != nil)
  }

  @Test func infeasibleAndUnboundedAreResults() throws {
    var model = twoUnits()
    model.setBounds(row: 0, lower: 200, upper: .infinity)
    let infeasible = try solve(model)
    #expect(infeasible.status == .infeasible)
    #expect(infeasible.columnValues.isEmpty && infeasible.objective.isNaN && infeasible.bound == .infinity)

    var descent = LinearModel()
    let x = descent.addColumns("x", count: 2, cost: -1)
    descent.addRows("difference", count: 1, upper: 1, terms: [Term(x, 1), Term(x, -1, shift: 1)])
    for method in [SolverOptions.Method.dualSimplex, .primalSimplex, .interiorPoint] {
      var options = SolverOptions()
      options.method = method
      #expect(try solve(model, options: options).status == .infeasible)
      #expect(try solve(descent, options: options).status == .unbounded)
      options.presolve = true
      #expect(try solve(descent, options: options).status == .unbounded)
    }
  }

  @Test func integerColumnsAreRoundedInward() throws {
    var model = LinearModel()
    let x = model.addColumns("x", count: 2, lower: -0.5, upper: 3.7, cost: .series([-1, 1]), integer: true)
    #expect(try solve(model).columnValues == [3, 0])
    model.setBounds(column: x.first, lower: 0.2, upper: 0.8)
    #expect(try solve(model).status == .infeasible)
  }

  @Test func emptyModels() throws {
    #expect(try solve(LinearModel()).status == .optimal)
    var model = LinearModel()
    _ = model.addColumns("x", count: 2, lower: 1, upper: 2, cost: 3)
    #expect(try solve(model).objective == 6)
    model.addRow("empty", lower: 1, columns: [], coefficients: [])
    #expect(try solve(model).status == .infeasible)
    model.setBounds(row: 0, lower: -1, upper: 1)
    #expect(try solve(model).objective == 6)
  }

  /// A huge coefficient makes a fraction of a unit do: tolerances must not call that fraction nothing.
  @Test(arguments: [1e3, 1e5, 1e6, 1e7, 1e8, 1e9])
  func largeCoefficientsDoNotHideAnInteger(limit: Double) throws {
    var model = LinearModel()
    let on = model.addColumns("on", count: 3, upper: 1, cost: 10, integer: true)
    let output = model.addColumns("output", count: 3, upper: 100, cost: 1)
    model.addRows("limit", count: 3, upper: 0, terms: [Term(output, 1), Term(on, .constant(-limit))])
    model.addRow("demand", lower: 5, columns: Array(output.indices), coefficients: [1, 1, 1])
    let solution = try solve(model)
    if solution.status == .optimal {
      #expect(abs(solution.objective - 15) < 1e-4)
      #expect(feasibilityError(of: solution.columnValues, in: model) < 1e-6)
    } else {
      #expect(limit > 1e6 && solution.stopReason == .numericalTrouble)
    }
  }

  @Test func concurrentSolvesAreIdentical() async throws {
    let models = (0..<4).map { dispatchModel(hours: 48, units: 6, seed: $0) }
    let alone = try models.map { try solve($0).columnValues }
    try await withThrowingTaskGroup(of: (Int, [Double]).self) { group in
      for task in 0..<16 { group.addTask { (task % 4, try solve(models[task % 4]).columnValues) } }
      for try await (index, values) in group { #expect(values == alone[index]) }
    }
  }

  @Test func knapsack() throws {
    var model = LinearModel()
    let take = model.addColumns(
      "take", count: 4, upper: 1, cost: .series([-8, -11, -6, -4]), integer: true)
    model.addRow(
      "weight", upper: 14, columns: Array(take.indices), coefficients: [5, 7, 4, 3])
    let solution = try solve(model)
    #expect(solution.status == .optimal)
    #expect(solution.objective == -21)
    #expect(solution.bound == -21)
    #expect(solution.columnValues == [0, 1, 1, 1])
    #expect(solution.rowDuals.isEmpty)
    #expect(solution.relativeGap == 0)
  }
}
