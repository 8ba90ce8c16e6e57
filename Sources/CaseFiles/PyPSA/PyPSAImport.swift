import Foundation
import GridModel

/// Reads a PyPSA network exported with `export_to_csv_folder` (T. Brown, J. Hörsch, D. Schlachtberger, "PyPSA: Python for
/// Power System Analysis", Journal of Open Research Software 6, 2018).
///
/// The optimum of the system is the objective of `network.optimize()`. What is not supported is a finding, and what PyPSA
/// leaves open is assumed with a finding `assumption`. Load is always served, as there: the price of a shortfall is infinite.
/// - Returns: the system, `nil` when there is any error, and the findings.
public func importPyPSA(at source: URL) -> (system: PowerSystem?, findings: [Finding]) {
  var reading = PyPSAImport(source)
  let system = reading.read()
  return (reading.log.hasErrors ? nil : system, reading.log.sorted())
}

struct PyPSAImport {
  let folder: PyPSAFolder
  var log = FindingLog()
  let snapshots: PyPSASnapshots
  /// Positions of the buses by name.
  var busIndex: [String: Int] = [:]
  /// kV by bus, and the buses of direct current.
  var voltages: [String: Double] = [:]
  var directBuses: Set<String> = []
  /// t of CO2 per MWh of primary energy, by carrier.
  var emissions: [String: Double] = [:]
  /// Whether CO2 counts for more than the reports.
  let limitsEmissions: Bool
  /// Whether any unit is switched on and off, and capacities without a limit.
  var hasCommittables = false
  var boundedExpansions = 0
  /// What the parts are put into.
  var system: PowerSystem

  private static let lists: [PyPSAComponent] = [
    .buses, .carriers, .generators, .loads, .lines, .lineTypes, .transformers, .transformerTypes, .links,
    .storageUnits, .stores, .globalConstraints,
  ]

  init(_ source: URL) {
    folder = PyPSAFolder(source)
    let files = folder.folder
    let hasStores = files.exists("storage_units.csv") || files.exists("stores.csv")
    limitsEmissions = files.exists("global_constraints.csv")
    snapshots = PyPSASnapshots(folder, hasStores: hasStores, &log)
    system = PowerSystem(
      name: source.lastPathComponent, horizon: snapshots.horizon, currency: "EUR", valueOfLostLoad: .infinity, buses: []
    )
  }

  mutating func read() -> PowerSystem {
    readNetwork()
    readBuses()
    readLoads()
    readLines()
    readTransformers()
    readLinks()
    readGenerators()
    readStorageUnits()
    readStores()
    readGlobalConstraints()
    reportExpansions()
    folder.reportOthers(read: Self.lists, &log)
    return system
  }

  mutating func sheet(_ component: PyPSAComponent) -> PyPSASheet? {
    folder.sheet(component, steps: snapshots.horizon.count, &log)
  }

  private mutating func readNetwork() {
    guard let table = folder.folder.table("network.csv", isRequired: false, &log), table.rowCount > 0 else { return }
    for column in 0..<table.width {
      let cell = table.cell(row: 0, column: column)
      switch table.text(column) {
      case "name": if !table.isBlank(cell) { system.name = table.text(cell) }
      case "_multi_invest", "multi_invest":
        if PyPSANumber.parse(table.text(cell)) != 0 {
          log.add(.notSupported, at: table.place(cell), "investment periods are not supported: export one of them")
        }
      default: break
      }
    }
  }

  /// The bus of a component, with a finding where there is none of the name.
  mutating func bus(_ attribute: String, _ sheet: PyPSASheet, _ row: Int) -> String? {
    let name = sheet.text(attribute, row)
    if busIndex[name] != nil { return name }
    let place = sheet.place(attribute, row)
    if name.isEmpty {
      log.add(.missingValue, at: place, "\(attribute) of \(quoted(sheet.names[row])) is blank")
    } else {
      let nearest = log.keeps(.unknownBus) ? suggestion(for: name, among: busIndex.keys.sorted()) : ""
      log.add(.unknownBus, at: place, "no bus \(quoted(name)) in buses.csv\(nearest)")
    }
    return nil
  }

  mutating func require(_ attribute: String, _ value: Double, _ sheet: PyPSASheet, _ row: Int) -> Bool {
    let given = sheet.number(attribute, row, &log)
    if given == value { return true }
    log.add(
      .notSupported, at: sheet.place(attribute, row),
      "\(attribute) of \(quoted(sheet.names[row])) is \(given), and only \(NumberText.text(value)) is supported")
    return false
  }
}
