import DispatchFormulation
import GridModel
import Schedules
import SolutionMethods
import Testing

/// Small commitments that once went wrong, each with its answer by hand.
@Suite struct MonolithicCommitmentTests {
  private func unit(_ change: (inout ThermalUnit) -> Void) -> ThermalUnit {
    var unit = ThermalUnit(
      name: "unit", bus: "bus", capacity: 100, minimumOutput: 40,
      fuelCurve: FuelCurve(outputs: [40, 100], fuels: [40, 100]), fuelPrice: 1)
    change(&unit)
    return unit
  }

  private func solve(_ unit: ThermalUnit, load: [Double], stepMinutes: Int = 60) throws -> DispatchOutcome {
    let system = PowerSystem(
      name: "small", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: stepMinutes, count: load.count),
      valueOfLostLoad: 1000, buses: [Bus(name: "bus", load: .series(load))], thermalUnits: [unit])
    let program = DispatchProgram(system, options: .init(commitment: true))
    let outcome = try MonolithicMethod(program, options: SolveOptions(commitment: true, gap: 0, timeLimit: 20)).solve()
    #expect(outcome.status == .optimal)
    let schedule = try #require(outcome.schedule)
    #expect(audit(schedule, of: system, reportedObjective: outcome.objective).passed)
    return outcome
  }

  @Test func startClassesMayBeColderThanTheHorizonIsLong() throws {
    let cold = unit {
      $0.startClasses = [
        .init(offlineHours: 0, cost: 10), .init(offlineHours: 4, cost: 20), .init(offlineHours: 12, cost: 30),
      ]
      $0.initialState = .init(hours: -6, output: 0)
    }
    #expect(try #require(try solve(cold, load: [50, 50]).objective) == 120)
  }

  /// 0.7 h on and half an hour more are 1.1 h: the unit goes off after one step, not two.
  @Test func minimumTimesCountHoursBetweenSteps() throws {
    let held = unit {
      $0.minimumUpHours = 1.1
      $0.initialState = .init(hours: 0.7, output: 40)
    }
    let outcome = try solve(held, load: [40, 0, 0], stepMinutes: 30)
    #expect(outcome.schedule?.values(.thermalStatus, of: "unit") == [1, 0, 0])
  }

  @Test func minimumTimeOffGoesBeforeBeingSetOn() throws {
    let held = unit {
      $0.minimumDownHours = 3
      $0.mustRun = .constant(1)
      $0.initialState = .init(hours: -2, output: 0)
    }
    #expect(try solve(held, load: [50, 50, 50]).schedule?.values(.thermalStatus, of: "unit") == [0, 1, 1])
  }

  /// A unit without minimum output that is set on may be out of service all the same.
  @Test func outagesGoBeforeBeingSetOn() throws {
    let away = unit {
      $0.minimumOutput = 0
      $0.fuelCurve = FuelCurve(outputs: [0, 100], fuels: [5, 100])
      $0.mustRun = .constant(1)
      $0.availability = .series([1, 0, 1])
    }
    #expect(try solve(away, load: [50, 50, 50]).schedule?.values(.thermalStatus, of: "unit") == [1, 0, 1])
  }
}
