/// Choices of formulation, as plain values with defaults.
public struct FormulationOptions: Sendable, Equatable {
  /// Whether thermal units are switched on and off (a MIP), or dispatched without commitment (an LP).
  public var commitment: Bool

  public init(commitment: Bool = false) {
    self.commitment = commitment
  }
}
