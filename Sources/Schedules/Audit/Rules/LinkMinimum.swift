import GridModel

/// With commitment a link with a least flow carries at least that in either direction, or nothing.
func auditLinkMinimum(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  guard schedule.thermalStatus != nil else { return }
  for (i, line) in schedule.system.lines.enumerated() where line.minimumFlow > 0 {
    for t in 0..<schedule.count {
      let flow = abs(schedule.lineFlow[i * schedule.count + t])
      if flow > log.tolerance.slack(0), flow < line.minimumFlow - log.tolerance.slack(line.minimumFlow) {
        log.report(.linkMinimum, line.name, step: t, "flow of", flow, .atLeast, line.minimumFlow)
      }
    }
  }
}
