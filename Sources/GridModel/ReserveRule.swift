/// A requirement for spinning reserve in one direction, over the whole system or one zone.
public struct ReserveRule: Sendable, Equatable {
  public enum Direction: String, Sendable, CaseIterable {
    case up, down
  }

  public var name: String
  public var direction: Direction
  /// `nil` for the whole system.
  public var zone: String?
  /// MW.
  public var requirement: HourlySeries
  /// Currency per MW and hour short.
  public var shortfallPrice: Double

  public init(
    name: String, direction: Direction, zone: String? = nil, requirement: HourlySeries, shortfallPrice: Double
  ) {
    self.name = name
    self.direction = direction
    self.zone = zone
    self.requirement = requirement
    self.shortfallPrice = shortfallPrice
  }

  func restricted(to steps: Range<Int>) -> ReserveRule {
    var rule = self
    rule.requirement = requirement.restricted(to: steps)
    return rule
  }
}
