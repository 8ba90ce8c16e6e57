import GridModel

/// A target of a plan against what a schedule reaches.
public struct TargetCheck: Sendable, Equatable, Codable {
  public var indicator: PolicyTarget.Indicator
  /// `nil` where the system has nothing to count.
  public var value: Double?
  public var minimum: Double?
  public var maximum: Double?
  /// `nil` without a value, and where the schedule does not tell.
  public var isMet: Bool?

  enum CodingKeys: String, CodingKey {
    case indicator, value, minimum, maximum
    case isMet = "met"
  }
}

extension PolicyTarget.Indicator: Codable {}

/// Every target of the system. A value that misses by less than 1e-6 of the bound meets it.
///
/// A maximum of a coal rate is a ceiling; that of the other indicators is the end of the range which a plan names, and
/// what exceeds it has met the target too. A plan's peak shaving and demand response are what could be called upon: a
/// schedule that reaches them proves it, one at least cost that does not leaves it open.
public func targetChecks(of indicators: Indicators, system: PowerSystem) -> [TargetCheck] {
  system.targets.map { target in
    let value = indicators.value(of: target.indicator)
    let isCeiling = target.indicator == .coalRate || target.minimum == nil
    let isCapability = target.indicator == .peakShaving || target.indicator == .demandResponse
    let isMet: Bool? = value.flatMap { value in
      let reaches = target.minimum.map { value >= $0 - 1e-6 * abs($0) } ?? true
      let stays = target.maximum.map { !isCeiling || value <= $0 + 1e-6 * abs($0) } ?? true
      return isCapability && !reaches ? nil : reaches && stays
    }
    return TargetCheck(
      indicator: target.indicator, value: value, minimum: target.minimum, maximum: target.maximum, isMet: isMet)
  }
}

extension Indicators {
  /// The value that a target is held against, in the unit of its name.
  public func value(of indicator: PolicyTarget.Indicator) -> Double? {
    switch indicator {
    case .peakShaving: peakShaving.percentOfMaximumLoad
    case .demandResponse: demandResponse.percentOfMaximumLoad
    case .renewableUtilisation: newEnergy?.utilisationPercent
    case .renewableShare: renewableShare
    case .coalRate: coalRate
    }
  }
}
