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
      let solved = dispatch.solve(statuses, gap: 1e-8, clock)
      let point = try #require(solved, "seed \(seed)")
      guard point.isRestored else { continue }
      #expect(point.objective >= exact.objective - 10 * scale, "seed \(seed)")
      #expect(feasibilityError(of: point.values, in: program.model) <= 1e-7, "seed \(seed)")
      #expect(integralityError(of: point.values, in: program.model) <= 1e-7, "seed \(seed)")
      if point.objective <= exact.objective + 1000 * scale { reached += 1 }
    }
    #expect(tried > 0 && 4 * reached >= 3 * tried, "\(reached) of \(tried)")
  }

  /// Machines that run in part cost no more than whole ones, and reserve still comes only from those that run.
  @Test func machinesInPartAreARelaxation() throws {
    var tried = 0
    for seed in seeds(12) {
      let program = DispatchProgram(richSystem(seed: seed), options: .init(commitment: true))
      let exact = try solve(program.model)
      guard exact.status == .optimal else { continue }
      tried += 1
      var dispatch = StructuredDispatch(program)
      let clock = SolveClock(SolveOptions(commitment: true, gap: 1e-6))
      let free = Set(program.operations.indices)
      let solved = dispatch.solve(values(program, at: exact.columnValues), freeing: free, gap: 1e-8, clock)
      let point = try #require(solved, "seed \(seed)")
      #expect(point.objective <= exact.objective + 1e-4 * max(1, abs(exact.objective)), "seed \(seed)")
      for operation in program.operations {
        let rows = program.model.termRows.filter { terms in
          terms.terms.contains { $0.columns.first == operation.columns[1].first }
            && !terms.terms.contains { term in operation.ignored.contains { $0.first == term.columns.first } }
        }
        #expect(!rows.isEmpty)
        // Before it is led back, a point misses rows by little; without these a machine's whole power would be reserve.
        let activity = program.model.rowActivities(of: point.values)
        for row in rows.flatMap(\.rows.indices) {
          #expect(activity[row] <= program.model.rowUpper[row] + 0.1, "seed \(seed)")
          #expect(activity[row] >= program.model.rowLower[row] - 0.1, "seed \(seed)")
        }
      }
    }
    #expect(tried > 0)
  }

  /// A dive decides every unit by its rules, and what is held in a mix stays as it is.
  @Test func aDiveDecidesEveryUnit() throws {
    var (good, dives) = (0, 0)
    for seed in seeds(8) {
      let program = DispatchProgram(richSystem(seed: seed), options: .init(commitment: true))
      let exact = try solve(program.model)
      guard exact.status == .optimal else { continue }
      var clock = SolveClock(SolveOptions(commitment: true, gap: 1e-6))
      let mix = try #require(CommitmentMix(program), "seed \(seed)")
      let nothing = Array(repeating: 0.0, count: program.model.rowCount)
      let start = try #require(mix.solve(from: nothing, gap: 1e-5, clock), "seed \(seed)")
      for threshold in [0.3, 0.5] {
        let patterns = try #require(mix.dive(from: start, threshold: threshold, clock), "seed \(seed)")
        for (block, isOn) in zip(program.commitments, patterns) {
          let again = CommitmentPattern(block, relaxed: isOn.map { $0 ? 1 : 0 }[...], threshold: 0.5)
          #expect(again.isOn == isOn && again.isFeasible, "seed \(seed) \(block.name)")
        }
        let held = mix.solve(from: start.rowDuals, holding: patterns, gap: 1e-5, clock)
        for (part, isOn) in zip(held?.partOn ?? [], patterns) { #expect(part == isOn.map { $0 ? 1 : 0 }) }
        var rounding = CommitmentRounding(program, gap: 1e-5)
        let solution = try rounding.evaluate(patterns, &clock)
        dives += 1
        guard solution.status == .optimal else { continue }
        #expect(solution.objective >= exact.objective - 1e-5 * abs(exact.objective), "seed \(seed)")
        if solution.objective <= exact.objective + 0.1 * abs(exact.objective) { good += 1 }
      }
    }
    #expect(dives > 0 && 2 * good > dives, "\(good) of \(dives)")
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
