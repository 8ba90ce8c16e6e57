import DispatchFormulation
import GridModel
import Schedules
import SeedsAndSnapshots
import Testing

@testable import SolutionMethods

/// Rules over the horizon, carried from window to window.
@Suite struct RuleSeamTests {
  /// A bus with coal and gas whose year begins within the horizon.
  private func system(_ rules: [HorizonRule]) -> PowerSystem {
    func unit(_ name: String, rate: Double, co2: Double) -> ThermalUnit {
      ThermalUnit(
        name: name, bus: "a", fuel: name, capacity: 100,
        fuelCurve: FuelCurve(coalRate: rate, minimumOutput: 0, capacity: 100), fuelPrice: 1000, co2PerFuel: co2)
    }
    let start = LocalTime(year: 2029, month: 12, day: 31, hour: 12).localSeconds
    return PowerSystem(
      name: "rolling", horizon: Horizon(start: start, utcOffsetSeconds: 0, stepMinutes: 60, count: 48),
      buses: [Bus(name: "a", load: .constant(80))],
      thermalUnits: [unit("coal", rate: 300, co2: 2.7), unit("gas", rate: 500, co2: 1)], rules: rules)
  }

  /// A cap on the horizon lets every window have its hours' part, so all of it is used and none is missed.
  @Test(arguments: HorizonRule.Period.allCases) func capsAreUsedUpEvenly(_ period: HorizonRule.Period) throws {
    let hours: Double = [.day: 24, .month: 744, .year: 8760, .horizon: 48][period] ?? 0
    let rule = HorizonRule(name: "cap", kind: .fuelCap, period: period, limit: 15 * hours, price: 1e5)
    let system = system([rule])
    let rolled = try RollingHorizonMethod(system, window: 7, overlap: 2, options: SolveOptions()).solve()
    let schedule = try #require(rolled.schedule)
    let report = audit(schedule, of: system, reportedObjective: rolled.objective)
    #expect(report.passed, "\(report.violations.map(\.message))")
    for use in ruleUses(of: schedule, system: system) {
      #expect(use.missed < 1e-6 * use.limit && use.used > 0.99 * use.limit, "\(use)")
    }
  }

  @Test func randomRulesHold() throws {
    var solved = 0
    for seed in seeds(8) {
      var system = rollingSystem(seed: seed)
      let energy = system.totalLoad.reduce(0, +) * system.horizon.stepHours
      system.rules = [
        HorizonRule(name: "co2", kind: .co2Cap, period: .horizon, limit: 0.3 * energy, price: 500),
        HorizonRule(name: "use", kind: .renewableUtilisation, period: .day, limit: 0.9, price: 50),
        HorizonRule(name: "share", kind: .renewableShareOfGeneration, period: .month, limit: 0.3, price: 100),
      ]
      let rolled = try RollingHorizonMethod(system, window: 17, overlap: 5, options: SolveOptions()).solve()
      guard let schedule = rolled.schedule, let objective = rolled.objective else { continue }
      solved += 1
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message))")
      let whole = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 1e-9)).solve()
      let optimum = try #require(whole.objective)
      #expect(objective >= optimum - 1e-7 * abs(optimum) && rolled.bound <= optimum + 1e-7 * abs(optimum))
    }
    #expect(solved > 3)
  }
}
