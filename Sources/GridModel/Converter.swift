/// What turns one carrier into another: an electric boiler, a heat pump, an electrolyser, a fuel cell.
public struct Converter: Sendable, Equatable {
  public enum Technology: String, Sendable, CaseIterable {
    case electricBoiler = "electric-boiler"
    case heatPump = "heat-pump"
    case electrolyser
    case other
  }

  public var name: String
  /// The bus that it draws from.
  public var from: String
  /// The bus that it gives to.
  public var to: String
  public var technology: Technology
  /// MW drawn at most.
  public var capacity: Double
  /// Given per drawn; above 1 for heat pumps.
  public var efficiency: Double
  /// MW drawn at least while on; only with commitment.
  public var minimumInput: Double
  /// MW drawn, per hour, both ways; infinite when unlimited.
  public var ramp: Double
  /// Currency per MWh drawn, besides what is drawn.
  public var variableCost: Double
  /// MW drawn before the first step; `nil`: unknown, and the first step is free.
  public var initialInput: Double?

  public init(
    name: String, from: String, to: String, technology: Technology = .other, capacity: Double, efficiency: Double = 1,
    minimumInput: Double = 0, ramp: Double = .infinity, variableCost: Double = 0, initialInput: Double? = nil
  ) {
    self.name = name
    self.from = from
    self.to = to
    self.technology = technology
    self.capacity = capacity
    self.efficiency = efficiency
    self.minimumInput = minimumInput
    self.ramp = ramp
    self.variableCost = variableCost
    self.initialInput = initialInput
  }

  func restricted(to steps: Range<Int>) -> Converter {
    var converter = self
    if steps.lowerBound > 0 { converter.initialInput = nil }
    return converter
  }
}
