import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import Testing

@testable import SolutionMethods

@Suite struct LagrangianDecompositionTests {
  /// Bounds of the decomposition lie below the optimum that branch and cut proves, its schedules above.
  @Test func boundsAndSchedulesEncloseTheOptimum() throws {
    for seed in 1...6 {
      let system = smallSystem(seed: seed)
      let program = DispatchProgram(system, options: .init(commitment: true))
      let exact = try solve(program.model)
      #expect(exact.status == .optimal, "seed \(seed)")
      var clock = SolveClock(SolveOptions(commitment: true, gap: 1e-6))
      let outcome = try #require(try LagrangianDecomposition(program, gap: 1e-6).find(&clock), "seed \(seed)")
      let slack = 1e-6 * abs(exact.objective)
      #expect(outcome.bound <= exact.objective + slack, "seed \(seed)")
      #expect(outcome.bound >= 0.9 * exact.objective, "seed \(seed)")
      let best = try #require(outcome.best, "seed \(seed)")
      #expect(best.objective >= exact.bound - slack, "seed \(seed)")
      #expect(feasibilityError(of: best.columnValues, in: program.model) < 1e-6, "seed \(seed)")
      #expect(integralityError(of: best.columnValues, in: program.model) < 1e-6, "seed \(seed)")
      let report = audit(
        program.schedule(columnValues: best.columnValues), of: system, reportedObjective: best.objective)
      #expect(report.violations.isEmpty, "seed \(seed): \(report.violations)")
    }
  }

  /// The same with stages of deep regulation that burn oil, and with few starts.
  @Test func stagesAndStartLimitsAreKept() throws {
    for seed in 1...4 {
      var system = smallSystem(seed: seed)
      for i in system.thermalUnits.indices {
        let unit = system.thermalUnits[i]
        system.thermalUnits[i].deepRegulation = DeepRegulation(
          withoutOil: .init(below: 0.7 * unit.capacity, wearCost: 20, ramp: i == 0 ? 0.1 * unit.capacity : .infinity),
          withOil: .init(below: 0.5 * unit.capacity, wearCost: 40), oil: 2, oilPrice: 500)
        system.thermalUnits[i].startLimits.perDay = 1
      }
      let program = DispatchProgram(system, options: .init(commitment: true))
      let exact = try solve(program.model)
      #expect(exact.status == .optimal, "seed \(seed)")
      var clock = SolveClock(SolveOptions(commitment: true, gap: 1e-6))
      let outcome = try #require(try LagrangianDecomposition(program, gap: 1e-6).find(&clock), "seed \(seed)")
      let slack = 1e-6 * abs(exact.objective)
      #expect(outcome.bound <= exact.objective + slack, "seed \(seed)")
      // What it publishes of its multipliers is what proves the bound.
      let split = BlockDecomposition(program)
      let pricing = try #require(split.price(split.rows.map { outcome.relaxationDuals[$0] }))
      #expect(pricing.bound == outcome.bound, "seed \(seed)")
      let best = try #require(outcome.best, "seed \(seed)")
      #expect(best.objective >= exact.bound - slack, "seed \(seed)")
      #expect(best.objective <= 1.1 * exact.objective, "seed \(seed): \(best.objective), \(exact.objective)")
      let report = audit(
        program.schedule(columnValues: best.columnValues), of: system, reportedObjective: best.objective)
      #expect(report.violations.isEmpty, "seed \(seed): \(report.violations)")
    }
  }

  /// Any prices at all are a bound.
  @Test func anyPricesAreABound() throws {
    for seed in 1...4 {
      let program = DispatchProgram(smallSystem(seed: seed), options: .init(commitment: true))
      let optimum = try solve(program.model).objective
      let split = BlockDecomposition(program)
      for trial in 0..<30 {
        let duals = split.rows.indices.map { Double(($0 * 7919 + trial * 104_729) % 401) - 100 }
        let pricing = try #require(split.price(duals))
        #expect(pricing.bound <= optimum + 1e-6 * abs(optimum), "seed \(seed), trial \(trial)")
      }
    }
  }

  /// From everything on, exchanges of single patterns come down towards the optimum and not below it.
  @Test func exchangesOnlyImprove() throws {
    var improved = 0
    for seed in 1...6 {
      let program = DispatchProgram(smallSystem(seed: seed), options: .init(commitment: true))
      let optimum = try solve(program.model).objective
      var clock = SolveClock(SolveOptions(commitment: true, gap: 0))
      var rounding = CommitmentRounding(program)
      let everything = program.commitments.map { Array(repeating: 1.0, count: $0.status.count) }
      let before = try rounding.evaluate(rounding.patterns(everything, threshold: 0.5), &clock).objective
      try LagrangianDecomposition(program, gap: 0).exchange(&rounding, [], &clock)
      let after = try #require(rounding.takeBest()?.objective, "seed \(seed)")
      let slack = 1e-6 * abs(optimum)
      #expect(after <= before + slack && after >= optimum - slack, "seed \(seed): \(before), \(after), \(optimum)")
      if after < before - slack { improved += 1 }
    }
    #expect(improved >= 3)
  }

  @Test func aCancelledSolveEndsAtOnce() throws {
    let program = DispatchProgram(smallSystem(seed: 1, steps: 48, units: 10), options: .init(commitment: true))
    let cancellation = Cancellation()
    cancellation.cancel()
    let options = SolveOptions(commitment: true, gap: 1e-6, cancellation: cancellation)
    let outcome = try MonolithicMethod(program, options: options).solve()
    #expect(outcome.status == .stoppedWithoutSolution)
    #expect(outcome.stopReason == .cancelled)
  }

  /// A commitment of the size at which the decomposition takes over, all the way to a schedule with prices.
  @Test func aMethodOfItsOwnFromAFewHundredStatuses() throws {
    let system = smallSystem(seed: 3, steps: 48, units: 12)
    let program = DispatchProgram(system, options: .init(commitment: true))
    let outcome = try MonolithicMethod(program, options: SolveOptions(commitment: true, gap: 0.05, timeLimit: 60))
      .solve()
    #expect(outcome.status == .optimal)
    #expect(outcome.certifiedBy.contains("decomposition"))
    let schedule = try #require(outcome.schedule)
    #expect(schedule[.price] != nil)
    #expect(audit(schedule, of: system, reportedObjective: outcome.objective).violations.isEmpty)
  }
}
