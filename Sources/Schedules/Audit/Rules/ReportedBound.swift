/// The bound that a method reports is not above the cost of the schedule, nor above what its prices prove. What a search
/// proved prices cannot show, and nor can they for a schedule with commitment.
func auditBound(
  _ reported: BoundClaim, proven: Double?, cost: CostBreakdown, of schedule: AlignedSchedule, _ log: inout ViolationLog
) {
  let slack = log.tolerance.cost * cost.scale
  let currency = schedule.system.currency
  if !(reported.value <= cost.total + slack) {
    log.report(
      .bound, "lower bound", step: nil, "held against the cost: reported", reported.value, .atMost,
      cost.total, unit: currency)
  } else if let proven, reported.certifiedBy != BoundClaim.branchAndCut, !(reported.value <= proven + slack) {
    log.report(
      .bound, "lower bound", step: nil, "held against the published prices: reported", reported.value, .atMost,
      proven, unit: currency)
  }
}
