/// A unit is on (1) or off (0), never in between.
func auditThermalStatus(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  guard let status = schedule.thermalStatus else { return }
  let count = schedule.count
  for (i, unit) in schedule.system.thermalUnits.enumerated() {
    for t in 0..<count {
      let value = status[i * count + t]
      let nearest = value >= 0.5 ? 1.0 : 0.0
      if abs(value - nearest) > log.tolerance.absolute {
        log.report(.thermalStatus, unit.name, step: t, "status", value, .exactly, nearest, unit: "")
      }
    }
  }
}
