import GridModel

/// Renewable energy designated to channels is sent by them, generated in the same step, designated once, and over each
/// period the part of what is sent that is asked for.
func auditRenewableObligations(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let system = schedule.system
  let count = schedule.count
  let pools = system.renewablePools
  guard !pools.isEmpty else { return }
  var designatedOf = pools.map { _ in Array(repeating: 0.0, count: count) }
  var number = 0
  for (i, channel) in system.exportChannels.enumerated() {
    guard let obligation = channel.renewables else { continue }
    let sent = schedule.exportPower[i * count..<(i + 1) * count].map { max(0, $0) }
    let designated = Array(schedule.exportRenewable[number * count..<(number + 1) * count])
    let shortfall = Array(schedule.exportRenewableShortfall[number * count..<(number + 1) * count])
    number += 1
    auditDesignation(designated, shortfall, sent, of: channel, &log)
    for (run, steps) in obligation.runs(of: system.horizon).enumerated() {
      let surplus = run == 0 ? channel.sent.renewableSurplus : 0
      let energy = steps.reduce(0) { $0 + designated[$1] + shortfall[$1] } * schedule.stepHours + surplus
      let asked = obligation.part * steps.reduce(0) { $0 + sent[$1] } * schedule.stepHours
      if energy < asked - log.tolerance.slack(asked, hours: Double(steps.count) * schedule.stepHours) {
        log.report(
          .exportRenewableShare, channel.name, step: steps.lowerBound, "renewable energy with shortfall of", energy,
          .atLeast, asked, unit: "MWh")
      }
    }
    for (p, zone) in pools.enumerated() where zone == nil || zone == obligation.zone {
      for t in 0..<count { designatedOf[p][t] += designated[t] }
    }
  }
  for (p, zone) in pools.enumerated() {
    var generated = Array(repeating: 0.0, count: count)
    for (i, plant) in system.renewables.enumerated() {
      guard zone == nil || system.buses.first(where: { $0.name == plant.bus })?.zone == zone else { continue }
      for t in 0..<count { generated[t] += schedule.renewablePower[i * count + t] }
    }
    for t in 0..<count where designatedOf[p][t] > generated[t] + log.tolerance.slack(generated[t]) {
      log.report(
        .renewableDesignation, zone.map { "zone " + $0 } ?? "system", step: t, "designated", designatedOf[p][t],
        .atMost, generated[t])
    }
  }
}

private func auditDesignation(
  _ designated: [Double], _ shortfall: [Double], _ sent: [Double], of channel: ExportChannel,
  _ log: inout ViolationLog
) {
  for t in designated.indices {
    if designated[t] > sent[t] + log.tolerance.slack(sent[t]) {
      log.report(.exportDesignation, channel.name, step: t, "designated", designated[t], .atMost, sent[t])
    } else if min(designated[t], shortfall[t]) < -log.tolerance.slack(0) {
      log.report(
        .exportDesignation, channel.name, step: t, "designated or short", min(designated[t], shortfall[t]), .atLeast, 0)
    }
  }
}
