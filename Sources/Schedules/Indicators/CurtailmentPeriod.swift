/// What was curtailed in a month, or a day of a short run, by cause.
public struct CurtailmentPeriod: Sendable, Equatable, Codable {
  public var period: String
  /// MWh of all renewable plants.
  public var curtailed: Double
  /// MWh by the name of the cause; they sum to what is curtailed, but for rounding.
  public var causes: [String: Double]

  enum CodingKeys: String, CodingKey {
    case period
    case curtailed = "curtailed_mwh"
    case causes = "causes_mwh"
  }
}

func curtailmentPeriods(of schedule: AlignedSchedule) -> [CurtailmentPeriod]? {
  guard !schedule.system.renewables.isEmpty else { return nil }
  let causes = CurtailmentCauses(schedule)
  let horizon = schedule.system.horizon
  return horizon.balancePeriods.map { steps in
    let energy = causes.energy(over: steps)
    return CurtailmentPeriod(
      period: horizon.periodName(steps), curtailed: energy.values.sorted().reduce(0, +), causes: energy)
  }
}
