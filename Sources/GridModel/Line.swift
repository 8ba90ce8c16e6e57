/// A connection of two buses; flow is positive from `from` to `to`.
public struct Line: Sendable, Equatable {
  public var name: String
  public var from: String
  public var to: String
  /// MW in the positive direction.
  public var capacity: Double
  /// MW in the negative direction.
  public var reverseCapacity: Double
  /// Any one unit for the whole case (p.u. or ohm): only ratios matter. `nil` for a controllable link, which DC power
  /// flow leaves free within its limits.
  public var reactance: Double?
  /// What may be built besides `capacity` and `reverseCapacity`, MW in both directions; the reactance stays.
  public var expansion: Expansion?

  public init(
    name: String, from: String, to: String, capacity: Double, reverseCapacity: Double? = nil, reactance: Double? = nil,
    expansion: Expansion? = nil
  ) {
    self.name = name
    self.from = from
    self.to = to
    self.capacity = capacity
    self.reverseCapacity = reverseCapacity ?? capacity
    self.reactance = reactance
    self.expansion = expansion
  }
}

/// How flows are tied to the network.
public enum NetworkModel: String, Sendable, CaseIterable {
  /// Flows are free within the limits of the lines.
  case transport
  /// Linear power flow: flows obey the reactances around every cycle.
  case dc
}
