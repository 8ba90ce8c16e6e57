/// Heat lies between zero and the unit's capacity for it, and output leaves room for it: exactly so with back pressure.
func auditCombinedHeat(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  for (i, unit) in schedule.system.thermalUnits.enumerated() {
    for t in 0..<count {
      let given = schedule.thermalHeat[i * count + t]
      let capacity = unit.heat?.capacity ?? 0
      if given < -log.tolerance.slack(0) {
        log.report(.heatLimit, unit.name, step: t, "heat of", given, .atLeast, 0)
      } else if given > capacity + log.tolerance.slack(capacity) {
        log.report(.heatLimit, unit.name, step: t, "heat of", given, .atMost, capacity)
      }
      guard let heat = unit.heat else { continue }
      let needed = heat.powerPerHeat * given
      let power = schedule.thermalPower[i * count + t]
      let slack = log.tolerance.slack(needed)
      if power < needed - slack {
        log.report(.heatLine, unit.name, step: t, "power beside heat of", power, .atLeast, needed)
      } else if heat.operation == .backPressure, power > needed + slack {
        log.report(.heatLine, unit.name, step: t, "power beside heat of", power, .exactly, needed)
      }
    }
  }
}
