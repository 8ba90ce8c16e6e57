import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

@Suite struct DeepRegulationTests {
  private func solved(_ system: PowerSystem, commitment: Bool) throws -> DispatchOutcome {
    let program = DispatchProgram(system, options: .init(commitment: commitment))
    let options = SolveOptions(commitment: commitment, gap: 0, timeLimit: 20)
    return try MonolithicMethod(program, options: options).solve()
  }

  /// Without commitment: what the model costs is what the audit finds, and the prices prove it.
  @Test func dispatchIsAuditedAndProved() throws {
    var proved = 0
    for seed in seeds(40) {
      let system = RandomSystems.system(seed: seed, .init(hasDeepStages: true))
      let outcome = try solved(system, commitment: false)
      guard let schedule = outcome.schedule, let objective = outcome.objective else { continue }
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.first?.message ?? "")")
      guard outcome.certifiedBy != BoundClaim.branchAndCut else { continue }
      proved += 1
      let proven = try #require(report.provenBound)
      #expect(areClose(proven, objective), "seed \(seed): \(proven), not \(objective)")
    }
    #expect(proved > seeds(40).count / 3)
  }

  @Test func commitmentIsAudited() throws {
    var deep = 0
    for seed in seeds(40) {
      let wish = RandomSystems.Wish(
        steps: 2...5, units: 1...2, buses: 1...2, hasCommitmentData: true, hasDeepStages: true)
      let system = RandomSystems.system(seed: seed, wish)
      let outcome = try solved(system, commitment: true)
      guard let schedule = outcome.schedule, let objective = outcome.objective else { continue }
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.first?.message ?? "")")
      #expect(outcome.bound <= objective + 1e-6 * max(1, abs(objective)))
      if indicators(of: schedule, system: system).regulationStages?.withOilHours ?? 0 > 0 { deep += 1 }
    }
    #expect(deep > 0)
  }

  /// One unit that is always on, wind that may be curtailed, steps that nothing ties: the best output of each step is at
  /// a corner of its cost, and every corner is tried.
  @Test func theBestOutputOfEachStepIsFound() throws {
    var withOil = 0
    for seed in seeds(30) {
      var random = SeededGenerator(seed)
      var unit = try #require(
        RandomSystems.system(seed: seed, .init(units: 1...1, hasDeepStages: true)).thermalUnits.first)
      (unit.mustRun, unit.availability, unit.initialState) = (.constant(1), .constant(1), nil)
      (unit.rampUp, unit.rampDown, unit.bus) = (.infinity, .infinity, "bus")
      unit.deepRegulation.withoutOil?.ramp = .infinity
      unit.deepRegulation.withOil?.ramp = .infinity
      let loads = (0..<6).map { _ in random.round(unit.minimumOutput...1.2 * unit.capacity) }
      var system = PowerSystem(
        name: "\(seed)", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 6),
        valueOfLostLoad: 3000, buses: [Bus(name: "bus", load: .series(loads))], thermalUnits: [unit])
      system.renewables = [
        RenewablePlant(
          name: "wind", bus: "bus", technology: .wind, capacity: unit.capacity,
          availability: .series((0..<6).map { _ in random.round(0...1, by: 0.05) }),
          curtailmentPrice: random.pick([0, 20, 200]))
      ]
      let outcome = try solved(system, commitment: true)
      let expected = (0..<6).reduce(0.0) { $0 + leastCost(of: system.restricted(to: $1..<$1 + 1)) }
      let objective = try #require(outcome.objective, "seed \(seed)")
      #expect(areClose(objective, expected), "seed \(seed): \(objective), not \(expected)")
      if let schedule = outcome.schedule,
        indicators(of: schedule, system: system).regulationStages?.oil ?? 0 > 0
      {
        withOil += 1
      }
    }
    #expect(withOil > 0)
  }

  /// Of a single step, by trying every corner of the cost.
  private func leastCost(of system: PowerSystem) -> Double {
    let unit = system.thermalUnits[0]
    let load = system.totalLoad[0]
    let available = system.renewables[0].availability.values(count: 1)[0] * system.renewables[0].capacity
    let corners =
      unit.fuelCurve.outputs + unit.deepStages.map(\.top) + [load, load - available]
    return corners.filter { $0 >= unit.minimumOutput && $0 <= min(unit.capacity, load) }.map { output in
      let wind = min(available, load - output)
      var schedule = Schedule(horizon: system.horizon)
      schedule[.thermalPower] = SeriesTable(names: [unit.name], columns: [[output]])
      schedule[.thermalStatus] = SeriesTable(names: [unit.name], columns: [[1]])
      schedule[.renewablePower] = SeriesTable(names: ["wind"], columns: [[wind]])
      schedule[.unservedEnergy] = SeriesTable(names: ["bus"], columns: [[load - output - wind]])
      return costBreakdown(of: schedule, system: system).total
    }.min() ?? .infinity
  }
}
