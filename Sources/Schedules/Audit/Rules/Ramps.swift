import GridModel

/// Output follows the ramps per hour: between steps on with commitment, between all steps without.
func auditRamps(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  for (i, unit) in schedule.system.thermalUnits.enumerated()
  where unit.rampUp < .infinity || unit.rampDown < .infinity {
    let up = unit.rampUp * schedule.stepHours
    let down = unit.rampDown * schedule.stepHours
    schedule.forEachStepOn(afterOn: i, unit) { t, before in
      let power = schedule.thermalOutput[i * count + t]
      let change = power - before
      let slack = log.tolerance.slack(max(abs(power), abs(before)))
      if change > up + slack {
        log.report(.rampUp, unit.name, step: t, "output rises by", change, .atMost, up)
      } else if -change > down + slack {
        log.report(.rampDown, unit.name, step: t, "output falls by", -change, .atMost, down)
      }
    }
  }
}

extension AlignedSchedule {
  /// Calls `body` with each step in which ramps tie the unit to the step before, and the output (MW) of that one.
  func forEachStepOn(afterOn position: Int, _ unit: ThermalUnit, _ body: (_ step: Int, _ before: Double) -> Void) {
    let hasCommitment = thermalStatus != nil
    var before = unit.outputBefore
    for t in 0..<count {
      let isOn = !hasCommitment || isOn(position * count + t)
      if isOn, let before { body(t, before) }
      before = isOn ? thermalOutput[position * count + t] : nil
    }
  }
}
