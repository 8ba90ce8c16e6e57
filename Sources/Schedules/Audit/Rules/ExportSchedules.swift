import GridModel

/// Channels send out exactly their schedule; flexible ones keep to their band, ramps and energy.
func auditExportSchedules(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  for (i, channel) in schedule.system.exportChannels.enumerated() {
    let least = channel.schedule.values(count: count)
    let power = Array(schedule.exportPower[i * count..<(i + 1) * count])
    guard let flexibility = channel.flexibility else {
      for t in 0..<count where abs(power[t] - least[t]) > log.tolerance.slack(least[t]) {
        log.report(.exportSchedule, channel.name, step: t, "sent out", power[t], .exactly, least[t])
      }
      continue
    }
    let most = flexibility.most.values(count: count)
    for t in 0..<count {
      if power[t] > most[t] + log.tolerance.slack(most[t]) {
        log.report(.exportSchedule, channel.name, step: t, "sent out", power[t], .atMost, most[t])
      } else if power[t] < least[t] - log.tolerance.slack(least[t]) {
        log.report(.exportSchedule, channel.name, step: t, "sent out", power[t], .atLeast, least[t])
      }
    }
    auditRamp(power, flexibility.ramp * schedule.stepHours, of: channel, &log)
    let horizon = schedule.system.horizon
    for (runs, limits) in [
      (horizon.days, channel.dailyLimits(over: horizon)), (horizon.years, channel.yearlyLimits(over: horizon)),
    ] {
      for (run, limit) in zip(runs, limits) { auditEnergy(power, run, limit, schedule.stepHours, of: channel, &log) }
    }
  }
}

private func auditRamp(_ power: [Double], _ limit: Double, of channel: ExportChannel, _ log: inout ViolationLog) {
  guard limit.isFinite else { return }
  for t in power.indices {
    guard let before = t > 0 ? power[t - 1] : channel.sent.power else { continue }
    let change = abs(power[t] - before)
    if change > limit + log.tolerance.slack(max(abs(before), limit)) {
      log.report(.exportRamp, channel.name, step: t, "change of", change, .atMost, limit)
    }
  }
}

private func auditEnergy(
  _ power: [Double], _ run: Range<Int>, _ limit: ClosedRange<Double>, _ stepHours: Double, of channel: ExportChannel,
  _ log: inout ViolationLog
) {
  let energy = run.reduce(0) { $0 + power[$1] } * stepHours
  let slack = log.tolerance.slack(energy, hours: Double(run.count) * stepHours)
  if energy > limit.upperBound + slack {
    log.report(
      .exportEnergy, channel.name, step: run.lowerBound, "sent", energy, .atMost, limit.upperBound, unit: "MWh")
  } else if energy < limit.lowerBound - slack {
    log.report(
      .exportEnergy, channel.name, step: run.lowerBound, "sent", energy, .atLeast, limit.lowerBound, unit: "MWh")
  }
}
