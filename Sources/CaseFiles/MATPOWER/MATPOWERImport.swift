import Foundation
import GridModel

/// Reads a MATPOWER case file, version 2, as DC optimal power flow sees it (R. D. Zimmerman, C. E. Murillo-Sánchez and
/// R. J. Thomas, "MATPOWER: Steady-State Operations, Planning, and Analysis Tools for Power Systems Research and
/// Education", IEEE Trans. Power Systems 26, 2011).
///
/// Units in service are on between their limits; polynomial costs become linear pieces, with the error stated.
/// - Parameter profile: a CSV file whose last column has factors of all loads, one per hour; one hour at the loads of the
///   file otherwise.
/// - Returns: the system, `nil` when there is any error, and the findings.
public func importMATPOWER(at url: URL, profile: URL? = nil) -> (system: PowerSystem?, findings: [Finding]) {
  var log = FindingLog()
  let name = url.lastPathComponent
  let folder = CaseFolder(url: url.deletingLastPathComponent())
  guard let text = folder.text(name, isRequired: true, &log) else { return (nil, log.sorted()) }
  let factors = profile.map { MATPOWERImport.factors(of: $0, &log) } ?? [1]
  var reading = MATPOWERImport(MATPOWERFile(text, file: name, &log), factors, log)
  let system = reading.system()
  return (reading.log.hasErrors ? nil : system, reading.log.sorted())
}

/// Columns are counted from 0, in the order of the format's manual.
struct MATPOWERImport {
  let source: MATPOWERFile
  let profile: [Double]
  var log: FindingLog
  private(set) var base = 100.0
  private var buses: [Int: String] = [:]
  /// By how much straight parts miss polynomial costs at most, all units together.
  var costError = 0.0

  init(_ source: MATPOWERFile, _ profile: [Double], _ log: FindingLog) {
    self.source = source
    self.profile = profile
    self.log = log
  }

  mutating func system() -> PowerSystem? {
    if let base = source.scalars["baseMVA"], base > 0 {
      self.base = base
    } else {
      log.add(.missingKey, at: Place(file: source.file), "no mpc.baseMVA above 0")
    }
    let rows = (bus: rows("bus", width: 13), generator: rows("gen", width: 10), branch: rows("branch", width: 11))
    log.add(
      .assumption, at: Place(file: source.file),
      "the file names no time: hours from 2020-01-01T00:00Z on; reactive power and voltages play no part")
    var system = PowerSystem(
      name: source.file.replacing(".m", with: ""),
      horizon: .untimed(count: profile.count), currency: "USD", valueOfLostLoad: .infinity, network: .dc,
      buses: busList(rows.bus))
    system.thermalUnits = units(rows.generator, &system)
    // No line ever carries more than all units give.
    let most = system.thermalUnits.reduce(0) { $0 + $1.capacity }
    for (index, row) in rows.branch.enumerated() { addBranch(row, number: index + 1, unlimited: most, to: &system) }
    for (index, row) in optionalRows("dcline", width: 17).enumerated() {
      addDirectLine(row, number: index + 1, to: &system)
    }
    if let costs = source.blocks["dclinecost"] {
      log.add(.leftOut, at: costs.place, "mpc.dclinecost is left out: lines of direct current cost nothing")
    }
    return system
  }

  private mutating func rows(_ name: String, width: Int) -> [MATPOWERFile.Row] {
    if source.blocks[name] == nil {
      log.add(
        .missingKey, at: Place(file: source.file),
        "no block mpc.\(name)\(suggestion(for: name, among: source.blocks.keys.sorted()))")
    }
    return optionalRows(name, width: width)
  }

  mutating func optionalRows(_ name: String, width: Int) -> [MATPOWERFile.Row] {
    (source.blocks[name]?.rows ?? []).filter { row in
      if row.values.count >= width { return true }
      log.add(
        .raggedRow, at: row.place, "a row of mpc.\(name) has \(row.values.count) values, expected at least \(width)")
      return false
    }
  }

  private mutating func busList(_ rows: [MATPOWERFile.Row]) -> [Bus] {
    var list: [Bus] = []
    for row in rows {
      let (number, type) = (Int(row.values[0]), row.values[1])
      guard type != 4 else {
        log.add(.assumption, at: row.place, "bus \(number) is isolated (type 4) and left out")
        continue
      }
      let name = "\(number)"
      if buses.updateValue(name, forKey: number) != nil {
        log.add(.duplicateName, at: row.place, "bus \(number) is there twice")
      }
      // A shunt's conductance takes its power at a voltage of 1.
      let (load, shunt) = (row.values[2], row.values[4])
      let series: HourlySeries =
        profile.count == 1 ? .constant(load * profile[0] + shunt) : .series(profile.map { load * $0 + shunt })
      list.append(Bus(name: name, zone: "\(Int(row.values[6]))", load: series))
    }
    return list
  }

  mutating func bus(_ number: Double, _ row: MATPOWERFile.Row) -> String? {
    if number.isFinite, let name = buses[Int(number)] { return name }
    log.add(
      .unknownBus, at: row.place,
      "no bus \(NumberText.text(number)) in service in mpc.bus\(suggestion(for: "\(Int(number))", among: buses.values.sorted()))"
    )
    return nil
  }
}
