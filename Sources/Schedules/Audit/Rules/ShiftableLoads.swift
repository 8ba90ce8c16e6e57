import GridModel

/// Shifts stay within capacity and ramps, and what is lowered in a window is raised again in it.
func auditShiftableLoads(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  let horizon = schedule.system.horizon
  for (i, load) in schedule.system.shiftableLoads.enumerated() {
    for t in 0..<count {
      auditShift(schedule.shiftDown[i * count + t], "lowering of", of: load, step: t, capacity: load.downCapacity, &log)
      auditShift(schedule.shiftUp[i * count + t], "raising of", of: load, step: t, capacity: load.upCapacity, &log)
    }
    auditRamp(of: load, i, schedule, &log)
    for window in load.windows(of: horizon) {
      var lowered = window.lowerBound == 0 ? load.openShift : 0
      var raised = 0.0
      for t in window {
        lowered += schedule.shiftDown[i * count + t] * schedule.stepHours
        raised += schedule.shiftUp[i * count + t] * schedule.stepHours
      }
      if abs(lowered - raised) > log.tolerance.slack(lowered, hours: Double(window.count) * schedule.stepHours) {
        log.report(
          .shiftableNeutrality, load.name, step: window.lowerBound, "raised in the window", raised, .exactly, lowered,
          unit: "MWh")
      }
    }
  }
}

/// From one step to the next the shift, raised less lowered, changes by no more than the ramp.
private func auditRamp(of load: ShiftableLoad, _ i: Int, _ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  guard load.ramp < .infinity else { return }
  let limit = load.ramp * schedule.stepHours
  var before = load.initialShift
  for t in 0..<schedule.count {
    let shift = schedule.shiftUp[i * schedule.count + t] - schedule.shiftDown[i * schedule.count + t]
    if let before, abs(shift - before) > limit + log.tolerance.slack(max(abs(shift), abs(before))) {
      log.report(.shiftableRamp, load.name, step: t, "change of the shift by", abs(shift - before), .atMost, limit)
    }
    before = shift
  }
}

private func auditShift(
  _ value: Double, _ what: String, of load: ShiftableLoad, step: Int, capacity: Double, _ log: inout ViolationLog
) {
  if value > capacity + log.tolerance.slack(capacity) {
    log.report(.shiftableLimit, load.name, step: step, what, value, .atMost, capacity)
  } else if value < -log.tolerance.slack(0) {
    log.report(.shiftableLimit, load.name, step: step, what, value, .atLeast, 0)
  }
}
