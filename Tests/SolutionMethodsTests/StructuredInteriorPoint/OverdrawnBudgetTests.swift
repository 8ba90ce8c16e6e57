import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import Testing

@testable import SolutionMethods

/// Budgets that the merit order overdraws take part from the start.
@Suite struct OverdrawnBudgetTests {
  /// 100 MW of coal before 20 MW to interrupt: 10, 15, 20 and 20 MW are asked for, and 10 of the last hour not served.
  private func system(hoursPerYear: Double) -> PowerSystem {
    let coal = ThermalUnit(
      name: "coal", bus: "bus", capacity: 100, fuelCurve: FuelCurve(outputs: [0, 100], fuels: [0, 100]), fuelPrice: 1)
    return PowerSystem(
      name: "short", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 6), valueOfLostLoad: 1000,
      buses: [Bus(name: "bus", load: .series([90, 110, 115, 120, 100, 130]))], thermalUnits: [coal],
      interruptibleLoads: [
        InterruptibleLoad(name: "mill", bus: "bus", capacity: 20, price: 10, hoursPerYear: hoursPerYear)
      ])
  }

  private func overdrawn(hoursPerYear: Double, by part: Double) throws -> (use: [[Double]], rows: Set<Int>) {
    let program = DispatchProgram(system(hoursPerYear: hoursPerYear))
    let view = try StagedProgram(program.model, steps: 6, isActive: { _ in false })
    let start = StartMultipliers(view, balances: Set(program.balance.map(\.first)), stepMinutes: 60)
    return (Array(start.use.values), view.overdrawnSpans(start.use, by: part))
  }

  @Test func meritOrderUsesWhatTheLoadAsksFor() throws {
    let (use, rows) = try overdrawn(hoursPerYear: 2, by: 0.5)
    #expect(use == [[0, 10, 15, 20, 0, 20]])
    // 65 of 40 MWh.
    #expect(rows.count == 1)
    #expect(try overdrawn(hoursPerYear: 2, by: 0.7).rows.isEmpty)
    #expect(try overdrawn(hoursPerYear: 3, by: 0.05).rows.count == 1)
    #expect(try overdrawn(hoursPerYear: 3, by: 0.5).rows.isEmpty)
  }

  /// Coal serves 590 of 665 MWh; of the rest the budget is interrupted, 65 at most, and what is left goes unserved. A
  /// budget seen from the start changes no answer.
  @Test(arguments: [2.0, 3, 4]) func theAnswerStays(hoursPerYear: Double) throws {
    let system = system(hoursPerYear: hoursPerYear)
    let options = SolveOptions(gap: 1e-6)
    let outcome = try #require(try StructuredInteriorPointMethod(system, options: options).solve())
    let interrupted = min(65, 20 * hoursPerYear)
    let expected = 590 + 10 * interrupted + 1000 * (75 - interrupted)
    try check(outcome, options, of: system, "\(hoursPerYear) h")
    #expect(abs((outcome.objective ?? 0) - expected) <= 1e-6 * expected, "\(outcome.objective ?? 0) for \(expected)")
  }
}
