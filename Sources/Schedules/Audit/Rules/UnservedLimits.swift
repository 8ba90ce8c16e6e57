/// Unserved power is no less than zero and no more than the load of the bus.
func auditUnservedLimits(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  let loads = schedule.system.loads
  for (i, bus) in schedule.system.buses.enumerated() {
    let load = loads[i]
    for t in 0..<count {
      let value = schedule.unserved[i * count + t]
      let most = max(0, load[t])
      if value < -log.tolerance.slack(0) {
        log.report(.unservedLimit, bus.name, step: t, "unserved power of", value, .atLeast, 0)
      } else if value > most + log.tolerance.slack(most) {
        log.report(.unservedLimit, bus.name, step: t, "unserved power of", value, .atMost, most)
      }
    }
  }
}

/// What a bus lets go is no less than zero and no more than could reach it.
func auditSurplusLimits(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  for (i, bus) in schedule.system.buses.enumerated() where bus.surplusPrice != nil {
    let most = schedule.system.greatestSupply(at: bus.name)
    for t in 0..<count {
      let value = schedule.surplus[i * count + t]
      if value < -log.tolerance.slack(0) {
        log.report(.surplusLimit, bus.name, step: t, "surplus of", value, .atLeast, 0)
      } else if value > most + log.tolerance.slack(most) {
        log.report(.surplusLimit, bus.name, step: t, "surplus of", value, .atMost, most)
      }
    }
  }
}
