/// A node of the network with its load.
public struct Bus: Sendable, Equatable {
  public var name: String
  /// The zone that reserve rules and reports group it by.
  public var zone: String
  /// MW, never negative.
  public var load: HourlySeries

  public init(name: String, zone: String? = nil, load: HourlySeries = .constant(0)) {
    self.name = name
    self.zone = zone ?? name
    self.load = load
  }
}
