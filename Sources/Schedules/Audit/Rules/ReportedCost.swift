/// The objective that a method reports is the cost of its schedule.
func auditCost(
  reported: Double, recomputed: CostBreakdown, of schedule: AlignedSchedule, _ log: inout ViolationLog
) {
  let total = recomputed.total
  // Relative to the parts: cost and export revenue may cancel. A solver's own tolerance is below one unit of currency.
  let scale = max(abs(total), recomputed.parts.map { abs($0.value) }.max() ?? 0)
  if !(abs(reported - total) <= log.tolerance.cost * max(1, scale)) {
    log.report(
      .cost, "objective", step: nil, "reported", reported, .exactly, total, unit: schedule.system.currency)
  }
}
