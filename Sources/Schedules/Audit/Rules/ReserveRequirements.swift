import GridModel

/// The reserve of all providers in the zone of a rule, with the shortfall that is paid for, meets the requirement.
func auditReserveRequirements(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let system = schedule.system
  let count = schedule.count
  // What is on heat or hydrogen gives none.
  let zones = Dictionary(
    system.buses.filter { $0.carrier == .electricity }.map { ($0.name, $0.zone) },
    uniquingKeysWith: { first, _ in first })
  for (i, rule) in system.reserves.enumerated() {
    var given = Array(schedule.reserveShortfall[i * count..<(i + 1) * count])
    for t in 0..<count where given[t] < -log.tolerance.slack(0) {
      log.report(.reserveRequirement, rule.name, step: t, "shortfall of", given[t], .atLeast, 0)
    }
    func add(_ reserve: [Double]?, of buses: [String]) {
      guard let reserve else { return }
      for (k, bus) in buses.enumerated() where zones[bus].map({ rule.zone == nil || $0 == rule.zone }) == true {
        for t in 0..<count { given[t] += reserve[k * count + t] }
      }
    }
    let isUp = rule.direction == .up
    add(isUp ? schedule.thermalReserveUp : schedule.thermalReserveDown, of: system.thermalUnits.map(\.bus))
    add(isUp ? schedule.storageReserveUp : schedule.storageReserveDown, of: system.storages.map(\.bus))
    let requirement = rule.requirement.values(count: count)
    for t in 0..<count where given[t] < requirement[t] - log.tolerance.slack(requirement[t]) {
      log.report(
        .reserveRequirement, rule.name, step: t, "reserve with shortfall of", given[t], .atLeast, requirement[t])
    }
  }
}
