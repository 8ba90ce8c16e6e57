import GridModel

/// One thing that a sensible case keeps to.
struct Rule: Sendable {
  /// Whether the rule means something only when nothing is missing from the system.
  var needsSoundCase = false
  var check: @Sendable (CaseUnderReview, inout FindingLog) -> Void

  static let all: [Rule] = [
    .minimumWithinMaximum, .stageOrder, .rampSpeed, .startUpAndShutDownRamps, .initialStates, .outages,
    .reachableOutput, .fuelPriceMagnitude, .coalRateMagnitude, .storageDuration, .storageLevels, .storageLimits,
    .storageReservoirs, .shiftWithinOwnLoad, .vehicleNumbers, .portfolioExchange, .exportWithinCapacity,
    .exportFlexibility, .reserveZones,
    .reactances,
    .lineOutages, .capacitiesToBuild, .carriers, .isolatedLoad, .servableLoad, .forcedSurplus,
  ]
}

/// Rounding that no rule minds, MW or MWh.
let tolerance = 1e-6

/// A power or energy in a message.
func megawatts(_ value: Double) -> String { NumberText.text((value * 10).rounded() / 10) }
