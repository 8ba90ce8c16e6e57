import Foundation
import GridModel

/// Reads the published RTS-GMLC system (C. Barrows et al., "The IEEE Reliability Test System: A Proposed 2019 Update",
/// IEEE Trans. Power Systems 35, 2020): 73 buses, day-ahead series of 2020.
///
/// What the data leave open is assumed, and every assumption is a finding `assumption`.
/// - Parameters:
///   - source: the folder with `SourceData` and `timeseries_data_files`.
///   - valueOfLostLoad: USD/MWh; the data state none.
///   - reserveShortfallPrice: USD per MW and hour; the data state none.
/// - Returns: the system over 8784 h with the DC network, `nil` when there is any error, and the findings.
public func importRTSGMLC(
  at source: URL, valueOfLostLoad: Double = 10_000, reserveShortfallPrice: Double = 1_000
) -> (system: PowerSystem?, findings: [Finding]) {
  var log = FindingLog()
  let imported = RTSGMLCImport(
    source: source, valueOfLostLoad: valueOfLostLoad, reserveShortfallPrice: reserveShortfallPrice)
  let system = imported.system(&log)
  return (log.hasErrors ? nil : system, log.sorted())
}

struct RTSGMLCImport {
  let source: URL
  let valueOfLostLoad: Double
  let reserveShortfallPrice: Double

  static let generators = "SourceData/gen.csv"
  /// GJ per t of coal equivalent, and per million BTU.
  static let heatPerTonne = 29.3076 / 1.055_055_852_62

  func system(_ log: inout FindingLog) -> PowerSystem? {
    let tables = ["bus", "branch", "dc_branch", "gen", "storage"].map {
      SourceTable("SourceData/\($0).csv", in: source, log: &log)
    }
    let load = series("Load/DAY_AHEAD_regional_Load.csv", &log)
    guard let bus = tables[0], let branch = tables[1], let link = tables[2], let generators = tables[3],
      let storage = tables[4], let load
    else { return nil }
    let horizon = horizon(load, &log)
    log.add(
      .assumption, at: Place(file: Self.generators),
      "the data state no value of lost load: \(NumberText.text(valueOfLostLoad)) USD/MWh is assumed, and "
        + "\(NumberText.text(reserveShortfallPrice)) USD per MW and hour of missing reserve")
    return PowerSystem(
      name: "rts-gmlc", horizon: horizon, currency: "USD", valueOfLostLoad: valueOfLostLoad, network: .dc,
      buses: buses(bus, load, &log), lines: lines(branch, &log) + links(link, &log),
      thermalUnits: thermalUnits(generators, &log),
      renewables: renewables(generators, count: horizon.count, &log), storages: storages(generators, storage, &log),
      reserves: reserves(count: horizon.count, &log))
  }

  func series(_ path: String, _ log: inout FindingLog) -> SourceTable? {
    SourceTable("timeseries_data_files/\(path)", in: source, log: &log)
  }

  private func horizon(_ load: SourceTable, _ log: inout FindingLog) -> Horizon {
    log.add(
      .assumption, at: Place(file: load.table.file),
      "the data name no time zone: Pacific standard time (-08:00) is assumed all year")
    func part(_ column: String, _ row: Int) -> Int {
      let value = load.number(column, row, &log)
      return (0...9999).contains(value) ? Int(value) : 0
    }
    guard load.table.rowCount > 0 else {
      log.add(.emptyFile, at: Place(file: load.table.file), "no rows below the header")
      return Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 0)
    }
    let start = LocalTime(year: part("Year", 0), month: max(1, min(12, part("Month", 0))), day: part("Day", 0))
    return Horizon(
      start: start.localSeconds + 8 * 3600, utcOffsetSeconds: -8 * 3600, stepMinutes: 60, count: load.table.rowCount)
  }

  /// The load of an area is shared by the loads that `bus.csv` states for its buses.
  private func buses(_ table: SourceTable, _ load: SourceTable, _ log: inout FindingLog) -> [Bus] {
    var totals: [String: Double] = [:]
    for row in table.rows { totals[table.text("Area", row), default: 0] += table.number("MW Load", row, &log) }
    return table.rows.map { row in
      let area = table.text("Area", row)
      let stated = table.number("MW Load", row, &log)
      guard stated > 0, let total = totals[area], let values = load.numbers(area, &log) else {
        return Bus(name: table.text("Bus ID", row), zone: area)
      }
      return Bus(
        name: table.text("Bus ID", row), zone: area, load: .series(values.map { $0 * (stated / total) }))
    }
  }

  private func lines(_ table: SourceTable, _ log: inout FindingLog) -> [Line] {
    table.rows.map { row in
      Line(
        name: table.text("UID", row), from: table.text("From Bus", row), to: table.text("To Bus", row),
        capacity: table.number("Cont Rating", row, &log), reactance: table.number("X", row, &log),
        emergencyCapacity: table.number("LTE Rating", row, &log))
    }
  }

  private func links(_ table: SourceTable, _ log: inout FindingLog) -> [Line] {
    table.rows.map { row in
      Line(
        name: table.text("UID", row), from: table.text("From Bus", row), to: table.text("To Bus", row),
        capacity: table.number("MW Load", row, &log), kind: .hvdc)
    }
  }

  /// Regional spinning reserve. The flexibility and regulation products are left out.
  private func reserves(count: Int, _ log: inout FindingLog) -> [ReserveRule] {
    log.add(
      .assumption, at: Place(file: "SourceData/reserves.csv"),
      "of the reserve products only Spin_Up_R1 to Spin_Up_R3 are taken; Flex and Reg are left out")
    return (1...3).compactMap { area in
      let name = "Spin_Up_R\(area)"
      guard let values = series("Reserves/DAY_AHEAD_regional_\(name).csv", &log)?.numbers(name, &log) else {
        return nil
      }
      return ReserveRule(
        name: name, direction: .up, zone: "\(area)", requirement: fitted(values, to: count),
        shortfallPrice: reserveShortfallPrice)
    }
  }

  private func storages(_ generators: SourceTable, _ reservoirs: SourceTable, _ log: inout FindingLog) -> [Storage] {
    generators.rows.filter { generators.text("Unit Type", $0) == "STORAGE" }.compactMap { row in
      let name = generators.text("GEN UID", row)
      let reservoir = reservoirs.rows.first {
        reservoirs.text("GEN UID", $0) == name && reservoirs.text("position", $0) == "head"
      }
      guard let reservoir else { return nil }
      // The data state the round trip only: both ways lose the same.
      let efficiency = (generators.number("Storage Roundtrip Efficiency", row, &log) / 100).squareRoot()
      return Storage(
        name: name, bus: generators.text("Bus ID", row), technology: .pumped,
        chargeCapacity: generators.number("Pump Load MW", row, &log),
        dischargeCapacity: generators.number("PMax MW", row, &log),
        energyCapacity: reservoirs.number("Max Volume GWh", reservoir, &log) * 1000, chargeEfficiency: efficiency,
        dischargeEfficiency: efficiency,
        initialEnergy: reservoirs.number("Initial Volume GWh", reservoir, &log) * 1000, givesReserve: false)
    }
  }

  /// One value for every step, constant when all are the same.
  func fitted(_ values: [Double], to count: Int) -> HourlySeries {
    let fitted = values.prefix(count) + Array(repeating: 0, count: max(0, count - values.count))
    guard let first = fitted.first else { return .constant(0) }
    return fitted.allSatisfy { $0 == first } ? .constant(first) : .series(Array(fitted))
  }
}
