import GridModel

/// No more starts in a local day or calendar month than a unit may have; a unit of unknown state counts as on before the
/// first step.
func auditStartLimits(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  guard schedule.thermalStatus != nil else { return }
  let horizon = schedule.system.horizon
  for (i, unit) in schedule.system.thermalUnits.enumerated() {
    let limits = unit.startLimits
    let periods: [(AuditRule, String, [Range<Int>], Double, Double)] = [
      (.startsPerDay, "starts in the day:", horizon.days, limits.perDay, limits.inDay),
      (.startsPerMonth, "starts in the month:", horizon.months, limits.perMonth, limits.inMonth),
    ]
    for (rule, what, runs, limit, before) in periods where limit < .infinity {
      for steps in runs {
        let begun = startCount(of: i, unit, in: steps, schedule)
        let all = Double(begun) + (steps.lowerBound == 0 ? before : 0)
        if begun > 0, all > limit {
          log.report(rule, unit.name, step: steps.lowerBound, what, all, .atMost, limit, unit: "")
        }
      }
    }
  }
}
