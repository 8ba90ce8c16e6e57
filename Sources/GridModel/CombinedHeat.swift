/// How a thermal unit gives heat besides power (combined heat and power).
///
/// Output here is what the boiler's steam would give with no heat taken: the unit's limits, ramps, fuel and reserve are
/// all on it. Each MW of heat takes `powerLoss` MW of power from it, and needs `powerPerHeat` MW of power at least: an
/// extraction unit moves between that line and its output, a back-pressure unit (`powerLoss` 0) stays on the line. (The
/// feasible region of, e.g., C. Weber, "Uncertainty in the Electric Power Industry", Springer 2005, ch. 4.)
public struct CombinedHeat: Sendable, Equatable {
  public enum Operation: String, Sendable, CaseIterable {
    case extraction
    case backPressure = "back-pressure"
  }

  /// The heat bus.
  public var bus: String
  public var operation: Operation
  /// MW of heat at most.
  public var capacity: Double
  /// MW of power lost per MW of heat.
  public var powerLoss: Double
  /// MW of power at least, or exactly with back pressure, per MW of heat; above 0.
  public var powerPerHeat: Double

  public init(
    bus: String, operation: Operation = .extraction, capacity: Double, powerLoss: Double = 0, powerPerHeat: Double
  ) {
    self.bus = bus
    self.operation = operation
    self.capacity = capacity
    self.powerLoss = powerLoss
    self.powerPerHeat = powerPerHeat
  }

  /// MW of output that each MW of heat needs.
  public var outputPerHeat: Double { powerLoss + powerPerHeat }
}
