/// Output lies between zero and what is available, and equals it when it cannot be curtailed.
func auditRenewableOutput(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  for (i, plant) in schedule.system.renewables.enumerated() {
    let available = schedule.available(plant)
    for t in 0..<count {
      let power = schedule.renewablePower[i * count + t]
      let lowest = plant.isCurtailable ? 0 : available[t]
      if power > available[t] + log.tolerance.slack(available[t]) {
        log.report(.renewableOutput, plant.name, step: t, "output of", power, .atMost, available[t])
      } else if power < lowest - log.tolerance.slack(lowest) {
        log.report(.renewableOutput, plant.name, step: t, "output of", power, .atLeast, lowest)
      }
    }
  }
}
