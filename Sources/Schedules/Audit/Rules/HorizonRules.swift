import GridModel

/// Rules over the horizon that must be kept are; what is missed of the others is in the cost.
func auditHorizonRules(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  for (rule, accounts) in zip(schedule.system.rules, ruleAccounts(of: schedule)) where rule.price == .infinity {
    for account in accounts {
      let hours = Double(account.steps.count) * schedule.stepHours
      guard account.missed > log.tolerance.slack(account.limit, hours: hours) else { continue }
      log.report(
        .horizonRule, rule.name, step: account.steps.lowerBound, "\(rule.kind.rawValue) with", account.used,
        rule.kind.isFloor ? .atLeast : .atMost, account.limit, unit: rule.kind.unit)
    }
  }
}
