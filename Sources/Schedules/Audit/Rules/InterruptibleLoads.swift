import GridModel

/// Interruption stays within capacity, and within its full-capacity hours of each local day and calendar year.
func auditInterruptibleLoads(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  guard !schedule.system.interruptibleLoads.isEmpty else { return }
  let days = schedule.system.horizon.days
  let years = schedule.system.horizon.years
  for (i, load) in schedule.system.interruptibleLoads.enumerated() {
    let values = schedule.interruption[i * count..<(i + 1) * count]
    for (t, value) in values.enumerated() {
      if value > load.capacity + log.tolerance.slack(load.capacity) {
        log.report(.interruptibleLimit, load.name, step: t, "interruption of", value, .atMost, load.capacity)
      } else if value < -log.tolerance.slack(0) {
        log.report(.interruptibleLimit, load.name, step: t, "interruption of", value, .atLeast, 0)
      }
    }
    let budgets: [(AuditRule, String, [Range<Int>], Double, Double)] = [
      (.interruptibleDay, "in the day", days, load.hoursPerDay, load.interruptedInDay),
      (.interruptibleYear, "in the year", years, load.hoursPerYear, load.interruptedInYear),
    ]
    for (rule, period, runs, hours, before) in budgets where hours < .infinity {
      let budget = hours * load.capacity
      for steps in runs {
        var energy = steps.lowerBound == 0 ? before : 0
        for t in steps { energy += values[i * count + t] * schedule.stepHours }
        if energy > budget + log.tolerance.slack(budget, hours: Double(steps.count) * schedule.stepHours) {
          log.report(
            rule, load.name, step: steps.lowerBound, "interruption \(period) of", energy, .atMost, budget, unit: "MWh")
        }
      }
    }
  }
}
