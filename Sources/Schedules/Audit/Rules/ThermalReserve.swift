import GridModel

/// Reserve stays within its limit, within the headroom of a unit that is on, and within the ramps.
func auditThermalReserve(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  guard schedule.thermalReserveUp != nil || schedule.thermalReserveDown != nil else { return }
  for (i, unit) in schedule.system.thermalUnits.enumerated() {
    if let up = schedule.thermalReserveUp { auditLimit(up, "upward", unit, at: i, schedule, &log) }
    if let down = schedule.thermalReserveDown { auditLimit(down, "downward", unit, at: i, schedule, &log) }
    auditHeadroom(unit, at: i, schedule, &log)
    // Without commitment, ramps do not bind reserve.
    if schedule.thermalStatus != nil { auditReserveRamps(unit, at: i, schedule, &log) }
  }
}

private func auditLimit(
  _ reserve: [Double], _ direction: String, _ unit: ThermalUnit, at position: Int, _ schedule: AlignedSchedule,
  _ log: inout ViolationLog
) {
  let count = schedule.count
  let limit = unit.givesReserve ? unit.reserveLimit : 0
  for t in 0..<count {
    let value = reserve[position * count + t]
    if value < -log.tolerance.slack(0) {
      log.report(.thermalReserveLimit, unit.name, step: t, "\(direction) reserve of", value, .atLeast, 0)
    } else if value > limit + log.tolerance.slack(limit) {
      log.report(.thermalReserveLimit, unit.name, step: t, "\(direction) reserve of", value, .atMost, limit)
    }
  }
}

private func auditHeadroom(
  _ unit: ThermalUnit, at position: Int, _ schedule: AlignedSchedule, _ log: inout ViolationLog
) {
  let count = schedule.count
  let available = schedule.available(unit)
  let lowest = schedule.lowestOutputs(unit, at: position, available: available)
  for t in 0..<count {
    let power = schedule.thermalOutput[position * count + t]
    let isOff = schedule.thermalStatus != nil && !schedule.isOn(position * count + t)
    let up = schedule.thermalReserveUp?[position * count + t] ?? 0
    let headroom = isOff ? 0 : max(0, available[t] - power)
    if up > headroom + log.tolerance.slack(available[t]) {
      log.report(.thermalReserveHeadroom, unit.name, step: t, "upward reserve of", up, .atMost, headroom)
    }
    let down = schedule.thermalReserveDown?[position * count + t] ?? 0
    // Heat that is given holds output up.
    let heat = (unit.heat?.outputPerHeat ?? 0) * schedule.thermalHeat[position * count + t]
    let footroom = isOff ? 0 : max(0, power - max(lowest[t], heat))
    if down > footroom + log.tolerance.slack(available[t]) {
      log.report(.thermalReserveHeadroom, unit.name, step: t, "downward reserve of", down, .atMost, footroom)
    }
  }
}

private func auditReserveRamps(
  _ unit: ThermalUnit, at position: Int, _ schedule: AlignedSchedule, _ log: inout ViolationLog
) {
  guard unit.rampUp < .infinity || unit.rampDown < .infinity else { return }
  let count = schedule.count
  let rampUp = unit.rampUp * schedule.stepHours
  let rampDown = unit.rampDown * schedule.stepHours
  schedule.forEachStepOn(afterOn: position, unit) { t, before in
    let power = schedule.thermalOutput[position * count + t]
    let slack = log.tolerance.slack(max(abs(power), abs(before)))
    // What the output itself breaks is reported by the ramp rules.
    let up = schedule.thermalReserveUp?[position * count + t] ?? 0
    let roomUp = max(0, rampUp - (power - before))
    if up > roomUp + slack {
      log.report(.thermalReserveRamp, unit.name, step: t, "upward reserve of", up, .atMost, roomUp)
    }
    let down = schedule.thermalReserveDown?[position * count + t] ?? 0
    let roomDown = max(0, rampDown - (before - power))
    if down > roomDown + slack {
      log.report(.thermalReserveRamp, unit.name, step: t, "downward reserve of", down, .atMost, roomDown)
    }
  }
}

extension AlignedSchedule {
  /// Lowest output of a unit in each step, MW: its minimum when on; without commitment, as far as it must run and can.
  func lowestOutputs(_ unit: ThermalUnit, at position: Int, available: [Double]) -> [Double] {
    if thermalStatus != nil {
      return (0..<count).map { isOn(position * count + $0) ? unit.minimumOutput : 0 }
    }
    let mustRun = unit.mustRun.values(count: count)
    return (0..<count).map { mustRun[$0] >= 0.5 ? min(unit.minimumOutput, available[$0]) : 0 }
  }
}
