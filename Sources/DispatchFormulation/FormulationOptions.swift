/// Choices of formulation, as plain values with defaults.
public struct FormulationOptions: Sendable, Equatable {
  /// Whether thermal units are switched on and off (a MIP), or dispatched without commitment (an LP).
  public var commitment: Bool
  /// Whether capacities to be built are one column per step, each equal to the one before, and not one column: the form
  /// that methods over the steps need.
  public var stagedCapacities: Bool

  public init(commitment: Bool = false, stagedCapacities: Bool = false) {
    self.commitment = commitment
    self.stagedCapacities = stagedCapacities
  }
}
