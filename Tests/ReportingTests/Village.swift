import Foundation
import GridModel
import Schedules

@testable import Reporting

/// A coal unit and a wind farm that feed a village for two half hours, and what a run of it would say.
struct Village {
  var system: PowerSystem
  var schedule: Schedule
  var summary: RunSummary

  init() {
    let horizon = Horizon(
      start: LocalTime(year: 2030, month: 1, day: 17, hour: 18).localSeconds - 28_800, utcOffsetSeconds: 28_800,
      stepMinutes: 30, count: 2)
    system = PowerSystem(
      name: "village", horizon: horizon, buses: [Bus(name: "Village", load: .series([100, 80]))],
      thermalUnits: [
        ThermalUnit(
          name: "Datong-1", bus: "Village", capacity: 120, minimumOutput: 40,
          fuelCurve: FuelCurve(coalRate: 300, minimumOutput: 40, capacity: 120), fuelPrice: 900, co2PerFuel: 2.5)
      ],
      renewables: [
        RenewablePlant(
          name: "Hills", bus: "Village", technology: .wind, capacity: 40, availability: .series([0.5, 1]))
      ],
      targets: [PolicyTarget(.renewableUtilisation, minimum: 90), PolicyTarget(.peakShaving, minimum: 5, maximum: 10)])
    schedule = Schedule(horizon: horizon)
    schedule[.thermalPower] = SeriesTable(names: ["Datong-1"], columns: [[80, 50]])
    schedule[.thermalStatus] = SeriesTable(names: ["Datong-1"], columns: [[1, 1]])
    schedule[.renewablePower] = SeriesTable(names: ["Hills"], columns: [[20, 30]])
    schedule[.price] = SeriesTable(names: ["Village"], columns: [[270, 0]])
    summary = RunSummary(
      system: system, options: ["method": "monolithic"], status: "optimal", objective: 17_550, bound: 17_549.5,
      gap: .infinity, certifiedBy: "branch and bound", model: ModelSize(rows: 4, columns: 6, nonzeros: 9, integers: 2),
      phases: [Phase(name: "solve", seconds: 0.25)], peakMemory: 42.5, versions: ["griddispatch": "1.0", "GLPK": "5.0"])
    summary.evaluate(schedule, of: system)
  }
  var profile: DispatchProfile { DispatchProfile(of: schedule, system: system) }

  func text(_ language: SummaryLanguage = .english, isFull: Bool = false) -> String {
    summaryText(summary, profile: profile, style: TextStyle(language: language), isFull: isFull)
  }
}
