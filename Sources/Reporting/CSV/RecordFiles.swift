import Foundation
import GridModel
import PeakShaving
import Schedules

/// Names of the files that tell what a schedule was made for, besides what was decided.
public enum RecordFile {
  public static let system = "system.json"
  /// MW by bus.
  public static let load = "load.csv"
  /// MW by plant, before curtailment.
  public static let renewableAvailable = "renewable-available.csv"
  /// MW by unit, for those that are not available in full throughout.
  public static let thermalAvailable = "thermal-available.csv"
  /// MW by rule.
  public static let reserveRequirements = "reserve-requirements.csv"
  /// Energy, fuel, cost and CO2 of every thermal unit.
  public static let unitTotals = "unit-totals.csv"
  /// The balance of peak regulation (调峰平衡) of every day.
  public static let peakRegulation = "peak-regulation.csv"
}

/// What a reader of results needs to know of the case, by file name: who is where, of what kind and size, and what load,
/// weather and rules asked for. `report` works from these and the tables of the schedule alone.
public func recordFiles(of system: PowerSystem, schedule: Schedule) throws -> [String: Data] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  let count = system.horizon.count
  let times = (0..<count).map { Array(system.horizon.timestamp($0).utf8) }
  var files = [RecordFile.system: try encoder.encode(SystemRecord(system)) + Data("\n".utf8)]
  func table(_ file: String, _ columns: [(name: String, values: [Double])]) {
    guard !columns.isEmpty else { return }
    let table = SeriesTable(names: columns.map(\.name), columns: columns.map(\.values))
    files[file] = Data(csv(of: table, times: times, places: 7))
  }
  table(RecordFile.load, system.buses.map { ($0.name, $0.load.values(count: count)) })
  table(
    RecordFile.renewableAvailable,
    system.renewables.map { ($0.name, $0.availability.scaled(by: $0.capacity).values(count: count)) })
  table(
    RecordFile.thermalAvailable,
    system.thermalUnits.filter { $0.availability != .constant(1) }.map {
      ($0.name, $0.availability.scaled(by: $0.capacity).values(count: count))
    })
  table(RecordFile.reserveRequirements, system.reserves.map { ($0.name, $0.requirement.values(count: count)) })
  if !system.thermalUnits.isEmpty { files[RecordFile.unitTotals] = unitTotals(of: system, schedule) }
  files[RecordFile.peakRegulation] = peakRegulation(of: system)
  return files
}

private func unitTotals(of system: PowerSystem, _ schedule: Schedule) -> Data {
  let units = thermalAccounts(of: schedule, system: system).enumerated().map { i, account in
    let unit = system.thermalUnits[i]
    return [quotedField(unit.name), quotedField(unit.fuel)]
      + [account.energy, account.fuel, account.fuelCost, account.co2, account.startCost].map(plain)
      + [account.starts.map(String.init) ?? ""]
  }
  return records(
    ["unit", "fuel", "energy_mwh", "fuel_tce", "fuel_cost", "co2_t", "start_cost", "starts"], units)
}

private func peakRegulation(of system: PowerSystem) -> Data {
  let days = PeakRegulation(of: system).days.map { day in
    [String(system.horizon.timestamp(day.step).prefix(10))]
      + [
        day.committedCapacity, day.regularMinimum, day.deepMinimum, day.lowestNetLoad, day.chargingRoom,
        day.regularMargin, day.deepMargin, day.curtailment,
      ].map(plain)
  }
  return records(
    [
      "day", "committed_mw", "regular_minimum_mw", "deep_minimum_mw", "lowest_net_load_mw", "charging_room_mw",
      "regular_margin_mw", "deep_margin_mw", "curtailment_mwh",
    ], days)
}

private func plain(_ value: Double) -> String { plainDecimal((value * 1e7).rounded() / 1e7) }

private func records(_ header: [String], _ rows: [[String]]) -> Data {
  Data(([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined().utf8)
}
