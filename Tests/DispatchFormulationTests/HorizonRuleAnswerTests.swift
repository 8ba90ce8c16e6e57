import DispatchFormulation
import GridModel
import Schedules
import SolutionMethods
import Testing

/// Rules over the horizon by hand: 100 MW for two hours, coal at 10 CNY/MWh, gas at 50 and wind at 30, a tce for each MWh.
@Suite struct HorizonRuleAnswerTests {
  private func system(_ rule: HorizonRule, wind: Double = 0) -> PowerSystem {
    func unit(_ fuel: String, _ price: Double) -> ThermalUnit {
      ThermalUnit(
        name: fuel, bus: "city", fuel: fuel, capacity: 100,
        fuelCurve: FuelCurve(coalRate: 1000, minimumOutput: 0, capacity: 100), fuelPrice: price)
    }
    var system = PowerSystem(
      name: "rule", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 2),
      buses: [Bus(name: "city", load: .constant(100))], thermalUnits: [unit("coal", 10), unit("gas", 50)])
    if wind > 0 {
      system.renewables = [
        RenewablePlant(
          name: "wind", bus: "city", technology: .wind, capacity: wind, availability: .constant(1), variableCost: 30)
      ]
    }
    system.rules = [rule]
    return system
  }

  /// The cost, proved by the prices that the schedule publishes, and what one unit more of the limit would save.
  private func expect(
    _ cost: Double, saving: Double, _ system: PowerSystem, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0)).solve()
    let objective = try #require(outcome.objective, sourceLocation: sourceLocation)
    #expect(abs(objective - cost) < 1e-6, "\(objective)", sourceLocation: sourceLocation)
    let schedule = try #require(outcome.schedule, sourceLocation: sourceLocation)
    let report = audit(schedule, of: system, reportedObjective: objective)
    #expect(report.passed, "\(report.violations.map(\.message))", sourceLocation: sourceLocation)
    #expect(abs(try #require(report.provenBound) - cost) < 1e-6, sourceLocation: sourceLocation)
    let use = try #require(ruleUses(of: schedule, system: system).first, sourceLocation: sourceLocation)
    #expect(abs(try #require(use.saving) - saving) < 1e-6, "\(use)", sourceLocation: sourceLocation)
    if let part = use.savingPerPercent { #expect(abs(part - saving * 2) < 1e-6, sourceLocation: sourceLocation) }
  }

  /// 120 of 200 MWh from coal, the rest from gas; a tce more of coal saves 40.
  @Test func fuelCap() throws {
    try expect(
      120 * 10 + 80 * 50, saving: 40,
      system(HorizonRule(name: "coal", kind: .fuelCap, period: .horizon, limit: 120, price: .infinity)))
  }

  /// 30 tce of gas are paid for. At 45 it is burned, which costs 40 more than coal; at 35 it is paid for and not taken:
  /// 170 · 10 + 30 · 50, and 200 · 10 + 30 · 35.
  @Test(arguments: [(45.0, 3200.0, 40.0), (35, 3050, 35)])
  func takeOrPay(_ price: Double, _ cost: Double, _ saving: Double) throws {
    try expect(
      cost, saving: saving,
      system(
        HorizonRule(name: "gas", kind: .takeOrPay, fuel: "gas", period: .horizon, limit: 30, price: price)))
  }

  /// A quarter of 200 MWh is to be wind, which costs 20 more than coal.
  @Test(arguments: [HorizonRule.Kind.renewableShareOfLoad, .renewableShareOfGeneration])
  func renewableShare(_ kind: HorizonRule.Kind) throws {
    try expect(
      150 * 10 + 50 * 30, saving: 20,
      system(HorizonRule(name: "share", kind: kind, period: .horizon, limit: 0.25, price: .infinity), wind: 100))
  }

  /// Of 200 MWh of wind 60 % are to be taken.
  @Test func renewableUtilisation() throws {
    try expect(
      80 * 10 + 120 * 30, saving: 20,
      system(
        HorizonRule(name: "use", kind: .renewableUtilisation, period: .horizon, limit: 0.6, price: .infinity),
        wind: 100))
  }
}
