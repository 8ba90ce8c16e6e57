/// Units that are set on are on wherever enough of them is available for their minimum output, and as soon as the minimum
/// time off that they brought into the horizon has passed.
func auditMustRun(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  guard let status = schedule.thermalStatus else { return }
  let count = schedule.count
  for (i, unit) in schedule.system.thermalUnits.enumerated() where unit.mustRun != .constant(0) {
    let mustRun = unit.mustRun.values(count: count)
    let available = schedule.available(unit)
    // At equality either reading of the rule is accepted: which one holds is a matter of rounding.
    let enough = unit.minimumOutput > 0 ? unit.minimumOutput + log.tolerance.slack(unit.minimumOutput) : 0
    var earliest = 0
    if let state = unit.initialState, !state.isOn {
      let held = max(0, state.heldHours ?? unit.minimumDownHours + state.hours)
      earliest = schedule.system.horizon.steps(coveringHours: held)
    }
    for t in min(earliest, count)..<count where mustRun[t] >= 0.5 && status[i * count + t] < 0.5 && available[t] > 0 {
      if available[t] >= enough || available[t] == unit.minimumOutput {
        log.report(.mustRun, unit.name, step: t, "status", status[i * count + t], .exactly, 1, unit: "")
      }
    }
  }
}
