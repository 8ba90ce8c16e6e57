/// Channels send out exactly their schedule.
func auditExportSchedules(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  for (i, channel) in schedule.system.exportChannels.enumerated() {
    let wanted = channel.schedule.values(count: count)
    for t in 0..<count {
      let power = schedule.exportPower[i * count + t]
      if abs(power - wanted[t]) > log.tolerance.slack(wanted[t]) {
        log.report(.exportSchedule, channel.name, step: t, "sent out", power, .exactly, wanted[t])
      }
    }
  }
}
