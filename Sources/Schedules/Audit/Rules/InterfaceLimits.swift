import GridModel

/// The weighted sum of an interface's flows stays within its limits.
func auditInterfaceLimits(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  let position = Dictionary(
    schedule.system.lines.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  for interface in schedule.system.interfaces {
    let highest = interface.limit.values(count: count)
    let lowest = interface.reverseLimit.values(count: count)
    for t in 0..<count {
      var sum = 0.0
      var slack = 0.0
      for member in interface.members {
        guard let line = position[member.line] else { continue }
        let part = member.weight * schedule.lineFlow[line * count + t]
        sum += part
        slack += log.tolerance.relative * abs(part)
      }
      slack += log.tolerance.absolute * max(1, interface.members.reduce(0) { $0 + abs($1.weight) })
      if sum > highest[t] + slack {
        log.report(.interfaceLimit, interface.name, step: t, "flow of", sum, .atMost, highest[t])
      } else if sum < -lowest[t] - slack {
        log.report(.interfaceLimit, interface.name, step: t, "reverse flow of", -sum, .atMost, lowest[t])
      }
    }
  }
}
