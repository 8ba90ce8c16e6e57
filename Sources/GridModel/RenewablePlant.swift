/// A plant whose output follows the weather: availability × capacity, curtailed at a price.
public struct RenewablePlant: Sendable, Equatable {
  public enum Technology: String, Sendable, CaseIterable {
    case wind, solar, hydro, biomass
  }

  public var name: String
  public var bus: String
  public var technology: Technology
  /// MW.
  public var capacity: Double
  /// Available part of the capacity, 0 to 1.
  public var availability: HourlySeries
  /// Whether output may stay below what is available.
  public var isCurtailable: Bool
  /// Currency per MWh not taken.
  public var curtailmentPrice: Double
  /// Currency per MWh taken.
  public var variableCost: Double
  /// What may be built besides `capacity`, MW.
  public var expansion: Expansion?

  public init(
    name: String, bus: String, technology: Technology, capacity: Double, availability: HourlySeries,
    isCurtailable: Bool = true, curtailmentPrice: Double = 0, variableCost: Double = 0,
    expansion: Expansion? = nil
  ) {
    self.name = name
    self.bus = bus
    self.technology = technology
    self.capacity = capacity
    self.availability = availability
    self.isCurtailable = isCurtailable
    self.curtailmentPrice = curtailmentPrice
    self.variableCost = variableCost
    self.expansion = expansion
  }

  func restricted(to steps: Range<Int>) -> RenewablePlant {
    var plant = self
    plant.availability = availability.restricted(to: steps)
    return plant
  }
}
