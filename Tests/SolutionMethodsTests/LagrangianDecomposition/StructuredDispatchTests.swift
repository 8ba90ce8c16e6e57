import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import SeedsAndSnapshots
import Testing

@testable import SolutionMethods

/// Commitments dispatched by the interior point over the steps, and the prices that units on in part lead to.
@Suite struct StructuredDispatchTests {
  /// The small system over lines without a voltage law, one unit of it giving heat, its store with two machines.
  private func richSystem(seed: Int, steps: Int = 8) -> PowerSystem {
    var system = smallSystem(seed: seed, steps: steps)
    system.network = .transport
    for index in system.lines.indices { system.lines[index].reactance = nil }
    let unit = system.thermalUnits[0]
    system.buses.append(
      Bus(name: "heat", carrier: .heat, load: .constant(0.1 * unit.capacity), shortfallPrice: 500))
    system.thermalUnits[0].heat = CombinedHeat(
      bus: "heat", operation: .extraction, capacity: 0.4 * unit.capacity, powerLoss: 0.15, powerPerHeat: 0.5)
    if seed % 2 == 0 {
      system.storages[0].units = ReversibleUnits(count: 2, pumpPower: 15, minimumOutput: 5)
      system.storages[0].changeoverHours = 1
    }
    if seed % 3 == 0 {
      for i in system.thermalUnits.indices {
        let capacity = system.thermalUnits[i].capacity
        system.thermalUnits[i].deepRegulation = DeepRegulation(
          withoutOil: .init(below: 0.7 * capacity, wearCost: 20), withOil: .init(below: 0.5 * capacity, wearCost: 40),
          oil: 2, oilPrice: 500)
      }
    }
    return system
  }

  private func values(_ program: DispatchProgram, at point: [Double]) -> [Double] {
    point.enumerated().map { program.model.isInteger[$0.offset] ? $0.element.rounded() : $0.element }
  }

  /// At the optimum's own statuses the interior point and its way back come to the optimum.
  @Test func theOptimumsStatusesLeadToTheOptimum() throws {
    var (reached, tried) = (0, 0)
    for seed in seeds(12) {
      let program = DispatchProgram(richSystem(seed: seed), options: .init(commitment: true))
      let exact = try solve(program.model)
      guard exact.status == .optimal else { continue }
      tried += 1
      let scale = 1e-6 * max(1, abs(exact.objective))
      var dispatch = StructuredDispatch(program)
      let clock = SolveClock(SolveOptions(commitment: true, gap: 1e-6))
      let statuses = values(program, at: exact.columnValues)
      let solved = dispatch.solve(statuses, machines: true, gap: 1e-8, clock)
      let point = try #require(solved, "seed \(seed)")
      guard point.isRestored else { continue }
      #expect(point.objective >= exact.objective - 10 * scale, "seed \(seed)")
      #expect(feasibilityError(of: point.values, in: program.model) <= 1e-7, "seed \(seed)")
      #expect(integralityError(of: point.values, in: program.model) <= 1e-7, "seed \(seed)")
      if point.objective <= exact.objective + 1000 * scale { reached += 1 }
    }
    #expect(tried > 0 && 4 * reached >= 3 * tried, "\(reached) of \(tried)")
  }

  /// Prices of units on in part prove a bound below the optimum, as any prices do, and one above that of the dispatch
  /// without commitment.
  @Test func pricesOfTheMixAreABound() throws {
    var (better, compared) = (0, 0)
    for seed in seeds(12) {
      let program = DispatchProgram(richSystem(seed: seed), options: .init(commitment: true))
      let exact = try solve(program.model)
      guard exact.status == .optimal else { continue }
      let split = BlockDecomposition(program)
      let clock = SolveClock(SolveOptions(commitment: true, gap: 1e-6))
      let mix = try #require(CommitmentMix(program), "seed \(seed)")
      let nothing = Array(repeating: 0.0, count: program.model.rowCount)
      let near = try #require(mix.solve(from: nothing, gap: 1e-6, clock), "seed \(seed)")
      let bound = try #require(split.price(split.rows.map { near.rowDuals[$0] })).bound
      let slack = 1e-6 * max(1, abs(exact.objective))
      #expect(bound <= exact.objective + slack, "seed \(seed)")
      #expect(near.partOn.allSatisfy { $0.allSatisfy { $0 >= 0 && $0 <= 1 } }, "seed \(seed)")
      let plain = DispatchProgram(program.system)
      let relaxed = try solve(plain.model)
      guard relaxed.status == .optimal else { continue }
      compared += 1
      if bound >= relaxed.objective - slack { better += 1 }
    }
    #expect(compared > 0 && 2 * better > compared, "\(better) of \(compared)")
  }

  /// Bound and schedule of the decomposition enclose the optimum with heat, stages that burn oil and machines too.
  @Test func boundsAndSchedulesEncloseTheOptimum() throws {
    var found = 0
    for seed in seeds(6) {
      let system = richSystem(seed: seed)
      let program = DispatchProgram(system, options: .init(commitment: true))
      let exact = try solve(program.model)
      guard exact.status == .optimal else { continue }
      let options = SolveOptions(commitment: true, gap: 1e-6, timeLimit: 20)
      var clock = SolveClock(options)
      guard let outcome = try LagrangianDecomposition(program, gap: 1e-6).find(&clock) else { continue }
      let slack = 1e-6 * abs(exact.objective)
      #expect(outcome.bound <= exact.objective + slack, "seed \(seed)")
      guard let best = outcome.best, integralityError(of: best.columnValues, in: program.model) < 1e-6 else { continue }
      found += 1
      #expect(best.objective >= exact.bound - slack, "seed \(seed)")
      let report = audit(
        program.schedule(columnValues: best.columnValues), of: system, reportedObjective: best.objective)
      #expect(report.violations.isEmpty, "seed \(seed): \(report.violations)")
    }
    #expect(found >= 3)
  }

  /// Time is up in the middle of it: the best so far, near the limit.
  @Test func aTimeLimitEndsWithTheBestSoFar() throws {
    let system = richSystem(seed: 4, steps: 72)
    let program = DispatchProgram(system, options: .init(commitment: true))
    let started = ContinuousClock.now
    let outcome = try MonolithicMethod(program, options: SolveOptions(commitment: true, gap: 1e-9, timeLimit: 5))
      .solve()
    #expect((ContinuousClock.now - started) / .seconds(1) < 30)
    let schedule = try #require(outcome.schedule)
    #expect(audit(schedule, of: system, reportedObjective: outcome.objective).violations.isEmpty)
    #expect(outcome.bound <= (outcome.objective ?? -.infinity) + 1e-6)
  }
}
