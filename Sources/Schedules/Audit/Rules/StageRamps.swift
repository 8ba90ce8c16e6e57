import GridModel

/// The part of the output that lies in a deep stage moves no faster than the stage allows, between steps on.
func auditStageRamps(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  guard schedule.thermalStatus != nil else { return }
  let count = schedule.count
  for (i, unit) in schedule.system.thermalUnits.enumerated() {
    for stage in unit.deepStages where stage.ramp * schedule.stepHours < stage.width {
      let most = stage.ramp * schedule.stepHours
      func part(_ output: Double) -> Double { min(max(output, stage.bottom), stage.top) }
      schedule.forEachStepOn(afterOn: i, unit) { t, before in
        let change = abs(part(schedule.thermalOutput[i * count + t]) - part(before))
        if change > most + log.tolerance.slack(stage.top) {
          log.report(.deepRamp, unit.name, step: t, "output in the deep stage moves by", change, .atMost, most)
        }
      }
    }
  }
}
