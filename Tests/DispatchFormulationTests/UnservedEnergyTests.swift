import DispatchFormulation
import GridModel
import Schedules
import SolutionMethods
import Testing

@Suite struct UnservedEnergyTests {
  /// A bus that gives 10 MW in the first hour and takes 20 in the second, and one that takes 30; a unit of 25 MW at 10.
  /// The first hour lacks nothing: 20 MW for 200. The second lacks 25 of 50 at 1000: 250 + 25,000.
  @Test func loadsMayBeBelowZero() throws {
    var system = PowerSystem(
      name: "negative", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 2),
      valueOfLostLoad: 1000,
      buses: [Bus(name: "a", load: .series([-10, 20])), Bus(name: "b", load: .constant(30))],
      thermalUnits: [
        ThermalUnit(
          name: "unit", bus: "a", capacity: 25, fuelCurve: FuelCurve(coalRate: 0, minimumOutput: 0, capacity: 25),
          fuelPrice: 0, variableCost: 10)
      ])
    system.lines = [Line(name: "ab", from: "a", to: "b", capacity: 100)]
    let outcome = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0)).solve()
    let (schedule, objective) = (try #require(outcome.schedule), try #require(outcome.objective))
    #expect(abs(objective - 25_450) < 1e-6)
    #expect(audit(schedule, of: system, reportedObjective: objective).passed)
    #expect(abs(try #require(provenBound(by: schedule, of: system)) - objective) < 1e-6)
  }
}
