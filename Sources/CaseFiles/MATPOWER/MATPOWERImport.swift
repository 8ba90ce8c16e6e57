import Foundation
import GridModel

/// Reads a MATPOWER case file, version 2, as DC optimal power flow sees it (R. D. Zimmerman, C. E. Murillo-Sánchez and
/// R. J. Thomas, "MATPOWER: Steady-State Operations, Planning, and Analysis Tools for Power Systems Research and
/// Education", IEEE Trans. Power Systems 26, 2011).
///
/// Units in service are on between their limits; polynomial costs become linear pieces, with the error stated.
/// - Parameter profile: factors of all loads, one per hour; one hour at the loads of the file otherwise.
/// - Returns: the system, `nil` when there is any error, and the findings.
public func importMATPOWER(
  at url: URL, profile: [Double] = [1]
) -> (system: PowerSystem?, findings: [Finding]) {
  var log = FindingLog()
  let name = url.lastPathComponent
  let folder = CaseFolder(url: url.deletingLastPathComponent())
  guard let text = folder.text(name, isRequired: true, &log) else { return (nil, log.sorted()) }
  var reading = MATPOWERImport(MATPOWERFile(text, file: name, &log), profile, log)
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
      horizon: Horizon(
        start: LocalTime(year: 2020, month: 1, day: 1).localSeconds, utcOffsetSeconds: 0, stepMinutes: 60,
        count: profile.count),
      currency: "USD", valueOfLostLoad: .infinity, network: .dc, buses: busList(rows.bus))
    system.thermalUnits = units(rows.generator, &system)
    // No line ever carries more than all units give.
    let most = system.thermalUnits.reduce(0) { $0 + $1.capacity }
    system.lines = rows.branch.enumerated().compactMap { branch($1, number: $0 + 1, unlimited: most) }
    system.lines += optionalRows("dcline", width: 17).enumerated().compactMap { directLine($1, number: $0 + 1) }
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

  private mutating func optionalRows(_ name: String, width: Int) -> [MATPOWERFile.Row] {
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

  private mutating func branch(_ row: MATPOWERFile.Row, number: Int, unlimited: Double) -> Line? {
    let values = row.values
    guard values[10] != 0, let from = bus(values[0], row), let to = bus(values[1], row) else { return nil }
    let (ratio, shift) = (values[8] == 0 ? 1 : values[8], values[9])
    let reactance = values[3] * ratio
    guard shift == 0, reactance > 0 else {
      log.add(
        .notSupported, at: row.place,
        shift != 0
          ? "branch \(from)-\(to) shifts phases by \(NumberText.text(shift))°, which is not supported"
          : "branch \(from)-\(to) has reactance \(NumberText.text(values[3])), expected more than 0")
      return nil
    }
    let rating = values[5] > 0 ? min(values[5], unlimited) : unlimited
    var (forward, backward) = (rating, rating)
    if values.count >= 13 {
      // Limits of the angle between the ends; 0 and whole turns stand for none.
      let perDegree = Double.pi / 180 * base / reactance
      let (least, greatest) = (values[11], values[12])
      if greatest != 0, greatest < 360 { forward = min(forward, greatest * perDegree) }
      if least != 0, least > -360 { backward = min(backward, -least * perDegree) }
      guard forward >= 0, backward >= 0 else {
        log.add(.notSupported, at: row.place, "branch \(from)-\(to) must have an angle on one side of 0")
        return nil
      }
    }
    return Line(
      name: "branch-\(number)", from: from, to: to, capacity: forward, reverseCapacity: backward, reactance: reactance)
  }

  private mutating func directLine(_ row: MATPOWERFile.Row, number: Int) -> Line? {
    let values = row.values
    guard values[2] != 0, let from = bus(values[0], row), let to = bus(values[1], row) else { return nil }
    let (least, most) = (values[9], values[10])
    guard least <= 0, most >= 0, values[15] == 0, values[16] == 0 else {
      log.add(
        .notSupported, at: row.place,
        "the line of direct current \(from)-\(to) has losses or a least flow, which is not supported")
      return nil
    }
    return Line(name: "dc-\(number)", from: from, to: to, capacity: most, reverseCapacity: -least)
  }
}
