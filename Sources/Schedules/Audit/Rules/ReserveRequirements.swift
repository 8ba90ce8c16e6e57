import GridModel

/// The reserve of all whom a rule admits, as far as it counts, with the shortfall that is paid for, meets the requirement.
func auditReserveRequirements(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let system = schedule.system
  let count = schedule.count
  for (i, rule) in system.reserves.enumerated() {
    var given = Array(schedule.reserveShortfall[i * count..<(i + 1) * count])
    for t in 0..<count where given[t] < -log.tolerance.slack(0) {
      log.report(.reserveRequirement, rule.name, step: t, "shortfall of", given[t], .atLeast, 0)
    }
    let countsAll = rule.nests || !system.hasReserveProducts(rule.direction)
    for kind in ReserveProvider.Kind.allCases {
      let promised =
        countsAll ? schedule.reserve(kind, rule.direction) : schedule.reserve(kind, rule.product, rule.direction)
      guard let promised else { continue }
      for (k, provider) in system.reserveProviders(kind).enumerated()
      where system.reserveRules(rule.direction, for: provider).contains(i) {
        for t in 0..<count { given[t] += promised[k * count + t] }
      }
    }
    let requirement = rule.requirement.values(count: count)
    for t in 0..<count where given[t] < requirement[t] - log.tolerance.slack(requirement[t]) {
      log.report(
        .reserveRequirement, rule.name, step: t, "reserve with shortfall of", given[t], .atLeast, requirement[t])
    }
  }
}
