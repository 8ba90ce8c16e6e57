import DispatchFormulation
import GridModel
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Processes, by hand and at random.
@Suite struct LinearProcessTests {
  private func cost(of system: PowerSystem) throws -> Double {
    let outcome = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0)).solve()
    let schedule = try #require(outcome.schedule)
    let objective = try #require(outcome.objective)
    let report = audit(schedule, of: system, reportedObjective: objective)
    #expect(report.passed, "\(report.violations)")
    let bound = try #require(provenBound(by: schedule, of: system))
    #expect(abs(bound - objective) < 1e-6)
    return objective
  }

  private func unit(_ name: String, _ bus: String, _ cost: Double) -> ThermalUnit {
    ThermalUnit(
      name: name, bus: bus, capacity: 100, fuelCurve: FuelCurve(coalRate: 0, minimumOutput: 0, capacity: 100),
      fuelPrice: 0, variableCost: cost)
  }

  /// Fuel of 10 makes 0.4 of power and 0.5 of heat in a plant that rises by 20 MW an hour from 20; other power costs 100,
  /// other heat 40, and 30 MW are wanted of each. A MW of the plant saves 40 + 20 − 10.
  private func plant(minutes: Int) -> PowerSystem {
    var system = PowerSystem(
      name: "plant", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: minutes, count: 2),
      valueOfLostLoad: .infinity,
      buses: [
        Bus(name: "grid", load: .constant(30)), Bus(name: "area", carrier: .heat, load: .constant(30)),
        Bus(name: "gas", carrier: .other),
      ], thermalUnits: [unit("market", "grid", 100), unit("boiler", "area", 40), unit("well", "gas", 10)])
    system.processes = [
      LinearProcess(
        name: "plant",
        ports: [
          .init(bus: "gas", rate: .constant(-1)), .init(bus: "grid", rate: .constant(0.4)),
          .init(bus: "area", rate: .constant(0.5)),
        ], capacity: 80, rampUp: 20, initialLevel: 20)
    ]
    return system
  }

  /// It runs at 40 in the first hour and at 60 in the second, which is all the heat: 16 and 24 MW of power, 20 and 30 of
  /// heat. 14 and 6 MW of power and 10 of heat are bought, beside fuel for 400 and 600.
  @Test func plantHasSeveralProducts() throws {
    #expect(abs(try cost(of: plant(minutes: 60)) - (1400 + 600 + 400 + 400 + 600)) < 1e-6)
  }

  /// At 25 and 30 MW: 10 and 12 MW of power, 12.5 and 15 of heat; 38 MW of power and 32.5 of heat are bought.
  @Test func rampsAreByTheHour() throws {
    #expect(abs(try cost(of: plant(minutes: 15)) - (3800 + 1300 + 550) / 4) < 1e-6)
  }

  /// At 20 all 10 MW are bought for a load of 15, and the market gives 5 at 30; at 50 all 10 are sold, and the market gives 25.
  @Test func tradeRunsBothWays() throws {
    var system = PowerSystem(
      name: "trade", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 2),
      buses: [Bus(name: "grid", load: .constant(15))], thermalUnits: [unit("market", "grid", 30)])
    system.processes = [
      LinearProcess(
        name: "trade", ports: [.init(bus: "grid", rate: .constant(1))], capacity: 10, least: .constant(-1),
        cost: .series([20, 50]))
    ]
    #expect(abs(try cost(of: system) - (200 + 150 - 500 + 750)) < 1e-6)
  }

  @Test(arguments: [false, true]) func randomSystemsPassTheAudit(commitment: Bool) throws {
    var solved = 0
    for seed in seeds(25) {
      let system = RandomSystems.system(
        seed: seed, .init(steps: 2...6, units: 1...3, hasCommitmentData: commitment, hasProcesses: true))
      let program = DispatchProgram(system, options: FormulationOptions(commitment: commitment))
      let options = SolveOptions(commitment: commitment, gap: 0, timeLimit: 20)
      let outcome = try MonolithicMethod(program, options: options).solve()
      guard let schedule = outcome.schedule, let objective = outcome.objective else { continue }
      solved += 1
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message))")
    }
    #expect(solved > seeds(25).count / 8)
  }

  /// The method of the year takes processes as it takes the rest.
  @Test func structuredMethodAgrees() throws {
    var (compared, promised) = (0, 0)
    for seed in seeds(8) {
      let system = RandomSystems.system(
        seed: seed, .init(steps: 24...30, units: 2...3, stepMinutes: [60], hasProcesses: true))
      let exact = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0)).solve()
      let method = StructuredInteriorPointMethod(system, options: SolveOptions(gap: 1e-4))
      guard let best = exact.objective, let found = try method.solve(), let objective = found.objective else {
        continue
      }
      compared += 1
      let rounding = 1e-7 * max(1, abs(best))
      #expect(found.bound <= best + rounding && best <= objective + rounding, "seed \(seed)")
      let schedule = try #require(found.schedule)
      // Where power has negative worth, what stores and lines may not waste keeps linear bounds away from the optimum.
      let wastes = schedule[.price]?.values.contains { $0 < -1 } ?? true
      if !wastes { promised += 1 }
      // What is known to be weak: a connection whose least exchange is its most.
      let isForced = system.lines.contains { $0.capacity == -$0.reverseCapacity }
      withKnownIssue("a connection of fixed flow can end the interior point early", isIntermittent: true) {
        #expect(
          found.status == .optimal || wastes && found.stopReason == .relaxationSolved, "seed \(seed): \(found.status)")
      } when: {
        isForced
      }
      if found.status == .optimal { #expect(objective <= best + 2e-4 * max(1, abs(best)), "seed \(seed)") }
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.prefix(3).map(\.message))")
    }
    #expect(4 * promised > compared && compared > 0, "\(promised) of \(compared)")
  }

  /// A window starts at the level where the one before left it.
  @Test func rollingCarriesTheLevel() throws {
    let system = plant(minutes: 60)
    let outcome = try RollingHorizonMethod(system, window: 1, overlap: 0, options: SolveOptions(gap: 0)).solve()
    #expect(abs(try #require(outcome.objective) - 3400) < 1e-6)
  }
}
