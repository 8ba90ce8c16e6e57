/// The objective that a method reports is the cost of its schedule.
func auditCost(
  reported: Double, recomputed: CostBreakdown, of schedule: AlignedSchedule, _ log: inout ViolationLog
) {
  let total = recomputed.total
  // A solver's own tolerance is below one unit of currency.
  if !(abs(reported - total) <= log.tolerance.cost * recomputed.scale) {
    log.report(
      .cost, "objective", step: nil, "reported", reported, .exactly, total, unit: schedule.system.currency)
  }
}
