/// Output with upward reserve in the first step on, and in the last before a step off, stays within its ramp.
///
/// Nothing is asked of a unit with a free initial state at the first step, nor of any unit at the end of the horizon.
func auditStartUpAndShutDown(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  guard schedule.thermalStatus != nil else { return }
  let count = schedule.count
  for (i, unit) in schedule.system.thermalUnits.enumerated() {
    var wasOn = unit.initialState?.isOn
    for t in 0..<count {
      let isOn = schedule.isOn(i * count + t)
      if isOn, wasOn == false {
        let output = schedule.outputWithReserve(i * count + t)
        if output > unit.startUpRamp + log.tolerance.slack(unit.startUpRamp) {
          log.report(
            .startUpRamp, unit.name, step: t, "output with upward reserve when starting of", output, .atMost,
            unit.startUpRamp)
        }
      }
      if !isOn, wasOn == true {
        let before = unit.initialState.map { $0.isOutputKnown ? $0.output + $0.reserveUp : 0 } ?? 0
        let output = t > 0 ? schedule.outputWithReserve(i * count + t - 1) : before
        if output > unit.shutDownRamp + log.tolerance.slack(unit.shutDownRamp) {
          log.report(
            .shutDownRamp, unit.name, step: t, "output with upward reserve before going off of", output, .atMost,
            unit.shutDownRamp)
        }
      }
      wasOn = isOn
    }
  }
}

extension AlignedSchedule {
  /// Output plus upward reserve at a position of the thermal tables, MW.
  func outputWithReserve(_ position: Int) -> Double { thermalOutput[position] + (thermalReserveUp?[position] ?? 0) }
}
