import GridModel
import Schedules

/// The balances of a planning report by month, of a short run by day: power (电力平衡), energy (电量平衡) and peak
/// regulation (调峰平衡). Tables, pages and the terminal all show these.
public struct MonthlyBalances: Encodable {
  /// The step of the month's highest load with exports, MW.
  struct Power: Encodable, Equatable {
    var month: String
    var time: String
    var load: Double
    var export: Double
    var reserve: Double
    /// What could be given: capacity available of thermal units, discharge capacity of storages, what is taken in,
    /// and what wind, sun and water offer at that time; by kind.
    var available: [String: Double]
    /// Demand response called at that time.
    var response: Double
    /// Available and response less load, export and reserve.
    var margin: Double
  }

  /// MWh.
  struct Energy: Encodable, Equatable {
    var month: String
    /// By the keys of `AreaSeries`.
    var parts: [String: Double]
  }

  /// The day of least margin of peak regulation, as `assess --regulation` has it.
  struct Regulation: Encodable, Equatable {
    var month: String
    var worst: RegulationEntry.Day
    var daysShort: Int
  }

  var power: [Power]
  var energy: [Energy]
  var regulation: [Regulation]

  /// The balances of a schedule.
  public init(of schedule: Schedule, system: PowerSystem) {
    let run = RunFolder(of: schedule.asWritten, system: system)
    let record = SystemRecord(system, schedule: schedule)
    self.init(run, record, whole: AreaSeries(run, record))
  }

  init(_ run: RunFolder, _ system: SystemRecord, whole: AreaSeries) {
    let hours = run.horizon.stepHours
    energy = run.periods.map { steps in
      var parts = whole.values.mapValues { $0[steps].reduce(0, +) * hours }
      for key in ["net-load", "unmanaged"] { parts[key] = nil }
      return Energy(month: run.periodName(steps), parts: parts)
    }
    regulation = run.periods.compactMap { steps in
      let days = Set(steps.map { String(run.horizon.timestamp($0).prefix(10)) })
      let own = system.peakRegulation.filter { days.contains($0.day) }
      guard let worst = own.min(by: { $0.deepMargin < $1.deepMargin }) else { return nil }
      return Regulation(
        month: run.periodName(steps), worst: worst, daysShort: own.count { $0.deepMargin < -1e-6 })
    }
    let zeros = Array(repeating: 0.0, count: run.horizon.count)
    let load = whole.values["load"] ?? zeros
    let export = whole.values["export"] ?? zeros
    let required = run.reserveUp(of: system)
    let electric = Set(system.electricBuses.map(\.name))
    power = run.periods.map { steps in
      let peak = steps.max { load[$0] + export[$0] < load[$1] + export[$1] } ?? steps.lowerBound
      var available: [String: Double] = [:]
      for unit in system.thermalUnits {
        available[unit.kind, default: 0] += run.thermalAvailable?.values(of: unit.name)?[peak] ?? unit.capacity ?? 0
      }
      for plant in system.renewables {
        available[plant.kind, default: 0] += run.renewableAvailable?.values(of: plant.name)?[peak] ?? 0
      }
      for storage in system.storages where electric.contains(storage.bus) {
        let source = storage.kind == "hydro" ? storage.kind : "discharge:\(storage.kind)"
        available[source, default: 0] += storage.capacity ?? 0
      }
      if let taken = whole.values["import"]?[peak] { available["import"] = taken }
      let response = whole.values["response"]?[peak] ?? 0
      let sum = available.values.reduce(0, +) + response
      return Power(
        month: run.periodName(steps), time: run.horizon.timestamp(peak), load: load[peak], export: export[peak],
        reserve: required[peak], available: available, response: response,
        margin: sum - load[peak] - export[peak] - required[peak])
    }
  }
}

extension RunFolder {
  /// Upward spinning reserve that the widest rule asks for, MW by step.
  fileprivate func reserveUp(of system: SystemRecord) -> [Double] {
    var most = Array(repeating: 0.0, count: horizon.count)
    for rule in system.reserves where rule.direction == "up" && rule.zone == nil {
      guard let required = reserveRequirements?.values(of: rule.name) else { continue }
      for t in most.indices { most[t] = max(most[t], required[t]) }
    }
    return most
  }
}
