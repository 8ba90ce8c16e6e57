import GridModel
import Schedules

extension UnitCommitmentWriting {
  /// Spinning reserve by rule and unit, and reserve for ramps as flexiramp.
  func reserves(_ log: inout FindingLog) -> [Member] {
    let spinning = system.reserves.filter { $0.product == .spinning && $0.direction == .up }
    let up = system.reserves.filter { $0.product == .ramping && $0.direction == .up }
    let down = system.reserves.filter { $0.product == .ramping && $0.direction == .down }
    var members = table(spinning, "Spinning reserve", promised: spinningReserve)
    members += table(up, "Up-flexiramp") { schedule.values(.reserve(.thermal, .ramping, .up), of: $0) }
    members += table(down, "Down-flexiramp") { schedule.values(.reserve(.thermal, .ramping, .down), of: $0) }
    let others = system.reserves.filter { rule in !(spinning + up + down).contains(rule) }
    leaveOut("the reserve requirement", others.map(\.name), "case.yaml", &log)
    for unit in system.thermalUnits where units(of: spinning, serving: unit).count > 1 {
      log.add(
        .assumption, at: Place(file: "case.yaml"),
        "\(unit.name) holds one reserve for several requirements: it is shown for each of them, as far as it asks for it"
      )
    }
    let storages = system.storages.filter { storage in
      (schedule[.storageReserveUp]?.values(of: storage.name) ?? []).contains { $0 > 1e-6 }
    }
    leaveOut("reserve", storages.map(\.name), "storages.csv", &log)
    return members
  }

  private func units(of rules: [ReserveRule], serving unit: ThermalUnit) -> [ReserveRule] {
    let serving = system.reserveRules(.up, for: unit.reserveProvider).map { system.reserves[$0] }
    return rules.filter(serving.contains)
  }

  /// What each unit holds of what is asked for, and not what it could hold besides: there reserve counts in ramps too.
  private func table(_ rules: [ReserveRule], _ name: String, promised: (String) -> [Double]) -> [Member] {
    guard !rules.isEmpty else { return [] }
    /// The importer makes two rules of one requirement of flexiramp.
    func title(_ rule: ReserveRule) -> String {
      let suffix = "-\(rule.direction.rawValue)"
      return rule.product == .ramping && rule.name.hasSuffix(suffix)
        ? String(rule.name.dropLast(suffix.count)) : rule.name
    }
    return [
      ("\(name) (MW)", .object(rules.map { (title($0), share(of: $0, promised)) })),
      ("\(name) shortfall (MW)", series(rules, title) { schedule.values(.reserveShortfall, of: $0.name) }),
    ]
  }

  private func share(of rule: ReserveRule, _ promised: (String) -> [Double]) -> JSONText {
    let units = system.thermalUnits.filter { unit in
      unit.givesReserve
        && system.reserveRules(rule.direction, for: unit.reserveProvider).contains { system.reserves[$0] == rule }
    }
    let held = units.map { promised($0.name) }
    let required = rule.requirement.values(count: steps)
    let part = (0..<steps).map { t in
      let sum = held.reduce(0) { $0 + $1[t] }
      return sum > required[t] ? required[t] / sum : 1
    }
    return series(Array(zip(units, held)), \.0.name) { zip($0.1, part).map { $0 * $1 } }
  }

  /// What is promised upwards besides reserve for frequency and ramps; where nothing limits it, all headroom of units that
  /// are on.
  private func spinningReserve(of name: String) -> [Double] {
    guard let all = schedule[.thermalReserveUp]?.values(of: name) else {
      guard let unit = system.thermalUnits.first(where: { $0.name == name }) else { return [] }
      let available = unit.availability.scaled(by: unit.capacity).values(count: steps)
      let status = schedule.hasCommitment ? schedule.values(.thermalStatus, of: name) : available.map { _ in 1 }
      return (0..<steps).map { min(unit.reserveLimit, max(0, status[$0] * available[$0] - power(of: unit)[$0])) }
    }
    return [Quantity.reserve(.thermal, .frequency, .up), .reserve(.thermal, .ramping, .up)].reduce(all) { rest, other in
      zip(rest, schedule.values(other, of: name)).map { max(0, $0 - $1) }
    }
  }

  /// Says what the layout has no place for.
  func reportOthers(_ log: inout FindingLog) {
    if !schedule.hasCommitment, !system.thermalUnits.isEmpty {
      log.add(
        .assumption, at: Place(file: "thermal-units.csv"),
        "the schedule has no statuses: units that give anything are written as on, below their minimum output too")
    }
    leaveOut("what is sent", system.exportChannels.map(\.name), "export-channels.csv", &log)
    leaveOut("shifting", system.shiftableLoads.map(\.name), "shiftable-loads.csv", &log)
    leaveOut("charging", system.vehicleFleets.map(\.name), "ev-fleets.csv", &log)
    leaveOut("conversion", system.converters.map(\.name), "converters.csv", &log)
    let processes = system.processes.filter { $0.ports.count != 1 || $0.ports[0].rate != .constant(1) }
    leaveOut("the level", processes.map(\.name), "processes.csv", &log)
    leaveOut("heat", system.thermalUnits.filter { $0.heat != nil }.map(\.name), "thermal-units.csv", &log)
    leaveOut(
      "wear and oil of deep regulation", system.thermalUnits.filter { !$0.deepStages.isEmpty }.map(\.name),
      "thermal-units.csv", &log)
    leaveOut("losses", system.lines.filter { $0.loss != nil }.map(\.name), "lines.csv", &log)
  }

  private func leaveOut(_ what: String, _ names: [String], _ file: String, _ log: inout FindingLog) {
    guard let first = names.first else { return }
    let others = names.count > 1 ? " and \(names.count - 1) more" : ""
    log.add(
      .leftOut, at: Place(file: file),
      "\(what) of \(first)\(others): a solution of UnitCommitment.jl has no place for it")
  }
}
