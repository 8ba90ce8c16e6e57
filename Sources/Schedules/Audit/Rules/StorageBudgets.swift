import GridModel

/// Storages give no more in a local day, week and calendar year than they may.
func auditStorageBudgets(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  let horizon = schedule.system.horizon
  for (i, storage) in schedule.system.storages.enumerated() {
    let perCycle = storage.energyCapacity * storage.dischargeEfficiency
    let budgets: [(AuditRule, String, [Range<Int>], Double, Double)] = [
      (.storageDay, "day", horizon.days, storage.budgets.cyclesPerDay * perCycle, storage.given.inDay),
      (.storageWeek, "week", horizon.weeks, storage.budgets.energyPerWeek, storage.given.inWeek),
      (.storageYear, "year", horizon.years, storage.budgets.cyclesPerYear * perCycle, storage.given.inYear),
    ]
    for (rule, period, runs, budget, before) in budgets where budget < .infinity {
      for steps in runs {
        var energy = steps.lowerBound == 0 ? before : 0
        for t in steps { energy += schedule.storageDischarge[i * count + t] * schedule.stepHours }
        if energy > budget + log.tolerance.slack(budget, hours: Double(steps.count) * schedule.stepHours) {
          log.report(
            rule, storage.name, step: steps.lowerBound, "discharging in the \(period) of", energy, .atMost, budget,
            unit: "MWh")
        }
      }
    }
  }
}
