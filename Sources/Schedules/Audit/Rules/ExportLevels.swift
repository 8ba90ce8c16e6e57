import GridModel

/// With commitment a stepped channel sends one of its levels and keeps it for its minimum time; without, levels stand for
/// the band between them.
func auditExportLevels(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  for (i, channel) in schedule.system.exportChannels.enumerated() {
    guard let flexibility = channel.flexibility, let lowest = flexibility.levels.first,
      let highest = flexibility.levels.last
    else { continue }
    let power = Array(schedule.exportPower[i * count..<(i + 1) * count])
    guard schedule.thermalStatus != nil else {
      for t in 0..<count {
        if power[t] > highest + log.tolerance.slack(highest) {
          log.report(.exportLevel, channel.name, step: t, "sent out", power[t], .atMost, highest)
        } else if power[t] < lowest - log.tolerance.slack(lowest) {
          log.report(.exportLevel, channel.name, step: t, "sent out", power[t], .atLeast, lowest)
        }
      }
      continue
    }
    var before = channel.sent.power
    // A level of unknown age has lasted long enough.
    var lasted = before == nil ? Double.infinity : channel.sent.levelHours
    for t in 0..<count {
      let nearest = flexibility.levels.min { abs($0 - power[t]) < abs($1 - power[t]) } ?? lowest
      let slack = log.tolerance.slack(highest)
      if abs(power[t] - nearest) > slack {
        log.report(.exportLevel, channel.name, step: t, "sent out", power[t], .exactly, nearest)
      }
      if let last = before, abs(power[t] - last) > 2 * slack {
        if lasted < flexibility.minimumLevelHours - 1e-6 {
          log.report(
            .exportLevelTime, channel.name, step: t, "level kept for", lasted, .atLeast, flexibility.minimumLevelHours,
            unit: "h")
        }
        lasted = 0
      }
      lasted += schedule.stepHours
      before = power[t]
    }
  }
}
