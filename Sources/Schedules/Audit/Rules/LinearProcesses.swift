/// The level of a process lies within its limits and changes no faster than its ramps.
func auditLinearProcesses(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  for (i, process) in schedule.system.processes.enumerated() {
    let least = process.least.scaled(by: process.capacity).values(count: count)
    let most = process.most.scaled(by: process.capacity).values(count: count)
    let (up, down) = (process.rampUp * schedule.stepHours, process.rampDown * schedule.stepHours)
    var before = process.initialLevel
    for t in 0..<count {
      let level = schedule.processLevel[i * count + t]
      if level < least[t] - log.tolerance.slack(abs(least[t])) {
        log.report(.processLimit, process.name, step: t, "level of", level, .atLeast, least[t])
      } else if level > most[t] + log.tolerance.slack(abs(most[t])) {
        log.report(.processLimit, process.name, step: t, "level of", level, .atMost, most[t])
      }
      if let before {
        let slack = log.tolerance.slack(max(abs(level), abs(before)))
        if level - before > up + slack {
          log.report(.processRamp, process.name, step: t, "level rises by", level - before, .atMost, up)
        } else if before - level > down + slack {
          log.report(.processRamp, process.name, step: t, "level falls by", before - level, .atMost, down)
        }
      }
      before = level
    }
  }
}
