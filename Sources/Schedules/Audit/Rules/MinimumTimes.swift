/// A unit stays on, or off, for its minimum time, counting what it brought into the horizon.
///
/// What a unit with a free initial state does from the first step on may have begun long before; the last run may be
/// cut by the end of the horizon.
func auditMinimumTimes(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  guard schedule.thermalStatus != nil else { return }
  let count = schedule.count
  let horizon = schedule.system.horizon
  let hours = schedule.stepHours
  for (i, unit) in schedule.system.thermalUnits.enumerated() {
    var isOn = unit.initialState?.isOn
    // Steps that the present run must still last; hours it has lasted, for the message.
    var remaining = 0
    var lasted = abs(unit.initialState?.hours ?? 0)
    if let isOn {
      let held = unit.initialState?.heldHours ?? (isOn ? unit.minimumUpHours : unit.minimumDownHours) - lasted
      remaining = max(0, horizon.steps(coveringHours: held))
    }
    for t in 0..<count {
      let now = schedule.isOn(i * count + t)
      if let isOn, now != isOn {
        if remaining > 0 {
          log.report(
            isOn ? .minimumUpTime : .minimumDownTime, unit.name, step: t,
            isOn ? "goes off after" : "goes on after", lasted, .atLeast,
            isOn ? unit.minimumUpHours : unit.minimumDownHours, unit: "h")
        }
        lasted = 0
        remaining = horizon.steps(coveringHours: now ? unit.minimumUpHours : unit.minimumDownHours)
      }
      isOn = now
      lasted += hours
      remaining -= 1
    }
  }
}
