import Foundation
import GridModel
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
  /// MW by fleet, where every vehicle charges as soon as it comes.
  public static let vehicleUnmanaged = "vehicle-unmanaged.csv"
  /// MW given per MW of level, by process and bus, `process|bus`.
  public static let processRates = "process-rates.csv"
  /// MW by rule.
  public static let reserveRequirements = "reserve-requirements.csv"
  /// Limit, use and worth of every period of every rule over the horizon.
  public static let rules = "rules.csv"
  /// MW by cause, of all renewable plants.
  public static let curtailment = "curtailment.csv"
}

/// What a reader of results needs to know of the case, by file name: who is where, of what kind and size, and what load,
/// weather and rules asked for. `report` works from these and the tables of the schedule alone.
public func recordFiles(of system: PowerSystem, schedule: Schedule) throws -> [String: Data] {
  let times = (0..<system.horizon.count).map { Array(system.horizon.timestamp($0).utf8) }
  var files = recordTables(of: system, schedule).mapValues { Data(csv(of: $0, times: times, places: 7)) }
  if let rules = ruleTable(of: schedule, system) { files[RecordFile.rules] = Data(rules.utf8) }
  for table in MonthlyBalances(of: schedule, system: system).tables { files[table.file] = table.data }
  files[RecordFile.system] = try SystemRecord(system, schedule: schedule).json()
  return files
}

/// Where the record in a folder is not that of a case and its schedule, such as
/// `load.csv: city at 2030-01-17T18:00+08:00: recorded 300.0, the case has 312.5`; files that are not there are skipped.
/// - Throws: `ScheduleFileError` for a table that cannot be read.
public func recordDifferences(in folder: URL, of system: PowerSystem, schedule: Schedule) throws -> [String] {
  var found: [String] = []
  let horizon = system.horizon
  for (file, expected) in recordTables(of: system, schedule).sorted(by: { $0.key < $1.key }) {
    guard let data = try? Data(contentsOf: folder.appending(path: file)) else { continue }
    let table = try readTable(Array(data), file: file, horizon: horizon)
    guard table.names == expected.names else {
      found.append("\(file): has not the components of the case")
      continue
    }
    for (position, value) in table.values.enumerated() {
      let given = expected.values[position]
      guard abs(value - given) > 1e-6 * max(1, abs(given)) else { continue }
      let step = horizon.timestamp(position % horizon.count)
      found.append(
        "\(file): \(table.names[position / horizon.count]) at \(step): recorded \(value), the case has \(given)")
    }
  }
  for expected in MonthlyBalances(of: schedule, system: system).tables {
    guard let data = try? Data(contentsOf: folder.appending(path: expected.file)) else { continue }
    found += expected.differences(from: try RecordTable(Array(data), file: expected.file))
  }
  guard let data = try? Data(contentsOf: folder.appending(path: RecordFile.system)) else { return found }
  guard let record = try? SystemRecord(json: data) else {
    return found + ["\(RecordFile.system): cannot be read"]
  }
  return found + SystemRecord(system, schedule: schedule).differences(from: record)
}

/// What the case asked for, by file.
func recordTables(of system: PowerSystem) -> [String: SeriesTable] {
  let count = system.horizon.count
  var tables: [String: SeriesTable] = [:]
  func table(_ file: String, _ columns: [(name: String, values: [Double])]) {
    guard !columns.isEmpty else { return }
    tables[file] = SeriesTable(names: columns.map(\.name), columns: columns.map(\.values))
  }
  table(RecordFile.load, zip(system.buses, system.loads).map { ($0.name, $1) })
  table(
    RecordFile.renewableAvailable,
    system.renewables.map { ($0.name, $0.availability.scaled(by: $0.capacity).values(count: count)) })
  table(
    RecordFile.thermalAvailable,
    system.thermalUnits.filter { $0.availability != .constant(1) }.map {
      ($0.name, $0.availability.scaled(by: $0.capacity).values(count: count))
    })
  table(
    RecordFile.vehicleUnmanaged,
    system.vehicleFleets.map { ($0.name, $0.immediateCharging(over: system.horizon)) })
  table(RecordFile.processRates, processRates(of: system))
  table(RecordFile.reserveRequirements, system.reserves.map { ($0.name, $0.requirement.values(count: count)) })
  return tables
}

/// What processes give per MW of level at each bus of electricity that they are connected to.
private func processRates(of system: PowerSystem) -> [(name: String, values: [Double])] {
  let electric = system.busNames(of: .electricity)
  return system.processes.flatMap { process in
    process.electricBuses(electric).map { bus in
      var sum = Array(repeating: 0.0, count: system.horizon.count)
      for port in process.ports where port.bus == bus {
        for (t, rate) in port.rate.values(count: sum.count).enumerated() { sum[t] += rate }
      }
      return (SystemRecord.Process.column(process.name, at: bus), sum)
    }
  }
}

extension LinearProcess {
  /// Those of its buses that carry electricity, each once.
  func electricBuses(_ electric: Set<String>) -> [String] {
    ports.reduce(into: []) { if electric.contains($1.bus), !$0.contains($1.bus) { $0.append($1.bus) } }
  }
}

/// The same, with what is told of the schedule besides: of what a reader of the files finds, so that an audit finds the
/// same.
private func recordTables(of system: PowerSystem, _ schedule: Schedule) -> [String: SeriesTable] {
  var tables = recordTables(of: system.building(schedule))
  if !system.renewables.isEmpty {
    tables[RecordFile.curtailment] = CurtailmentCauses(of: schedule.asWritten, system: system).table
  }
  return tables
}
