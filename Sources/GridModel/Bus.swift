/// What a bus carries. Its power is counted in MW whatever it is: hydrogen by its lower heating value, 33.33 MWh/t.
public enum Carrier: String, Sendable, CaseIterable {
  case electricity, heat, hydrogen
  /// Gas, biomass, CO2: whatever a study counts in a unit of its own.
  case other
}

/// A node of the network with its load: of electricity, or a heating area or hydrogen system, tied to the grid by what
/// converts one into the other.
public struct Bus: Sendable, Equatable {
  public var name: String
  /// The zone that reserve rules and reports group it by.
  public var zone: String
  public var carrier: Carrier
  /// MW, never negative.
  public var load: HourlySeries
  /// Currency per MWh of load that is not served; `nil`: the value of lost load of the system.
  public var shortfallPrice: Double?
  /// Currency per MWh that is let go, such as heat rejected to the air; `nil`: all that is given must be taken.
  public var surplusPrice: Double?

  public init(
    name: String, zone: String? = nil, carrier: Carrier = .electricity, load: HourlySeries = .constant(0),
    shortfallPrice: Double? = nil, surplusPrice: Double? = nil
  ) {
    self.name = name
    self.zone = zone ?? name
    self.carrier = carrier
    self.load = load
    self.shortfallPrice = shortfallPrice
    self.surplusPrice = surplusPrice
  }

  func restricted(to steps: Range<Int>) -> Bus {
    var bus = self
    bus.load = load.restricted(to: steps)
    return bus
  }
}
