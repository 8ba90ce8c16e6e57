/// Output lies between minimum output and what is available when on, and is zero when off.
func auditThermalOutput(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  for (i, unit) in schedule.system.thermalUnits.enumerated() {
    let available = schedule.available(unit)
    let lowest = schedule.lowestOutputs(unit, at: i, available: available)
    for t in 0..<count {
      let power = schedule.thermalOutput[i * count + t]
      let isOff = schedule.thermalStatus != nil && !schedule.isOn(i * count + t)
      let highest = isOff ? 0 : available[t]
      if power > highest + log.tolerance.slack(highest) {
        let state = isOff ? "output when off of" : "output of"
        log.report(.thermalOutput, unit.name, step: t, state, power, .atMost, highest)
      } else if power < lowest[t] - log.tolerance.slack(lowest[t]) {
        log.report(.thermalOutput, unit.name, step: t, "output of", power, .atLeast, lowest[t])
      }
    }
  }
}
