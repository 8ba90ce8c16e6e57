/// Electric vehicles that come, charge and leave, as one energy envelope over all of them.
///
/// Who is at the plug limits power and energy; who leaves takes along what was inside on arrival and the need. That all
/// vehicles at a plug share what is inside is the one simplification (an outer approximation of each by itself).
public struct VehicleFleet: Sendable, Equatable {
  public var name: String
  public var bus: String
  /// Vehicles that plug in at the start of a step.
  public var arrivals: HourlySeries
  /// Vehicles that leave at the end of a step.
  public var departures: HourlySeries
  /// kWh that each vehicle which leaves in a step must have taken since it came.
  public var need: HourlySeries
  /// Vehicles at the plug before the first step.
  public var initialVehicles: Double
  /// kW of one vehicle.
  public var chargePower: Double
  /// kW that one vehicle can give back (V2G); 0 for charging only.
  public var dischargePower: Double
  /// kWh that one vehicle can hold, and that are inside when it comes.
  public var batteryEnergy: Double
  public var arrivalEnergy: Double
  /// Stored per drawn, and given per taken out, 0 to 1.
  public var chargeEfficiency: Double
  public var dischargeEfficiency: Double
  /// Currency per MWh given back, such as wear.
  public var dischargeCost: Double
  /// Currency per MWh that vehicles leave without.
  public var unmetPrice: Double
  /// MWh inside the vehicles at the plug before the first step; `nil`: what they came with.
  public var initialEnergy: Double?

  public init(
    name: String, bus: String, arrivals: HourlySeries, departures: HourlySeries, need: HourlySeries,
    initialVehicles: Double = 0, chargePower: Double, dischargePower: Double = 0, batteryEnergy: Double,
    arrivalEnergy: Double = 0, chargeEfficiency: Double = 1, dischargeEfficiency: Double = 1, dischargeCost: Double = 0,
    unmetPrice: Double
  ) {
    self.name = name
    self.bus = bus
    self.arrivals = arrivals
    self.departures = departures
    self.need = need
    self.initialVehicles = initialVehicles
    self.chargePower = chargePower
    self.dischargePower = dischargePower
    self.batteryEnergy = batteryEnergy
    self.arrivalEnergy = arrivalEnergy
    self.chargeEfficiency = chargeEfficiency
    self.dischargeEfficiency = dischargeEfficiency
    self.dischargeCost = dischargeCost
    self.unmetPrice = unmetPrice
  }

  /// The vehicles that are there when the part begins are counted on, as they came.
  func restricted(to steps: Range<Int>) -> VehicleFleet {
    var fleet = self
    let come = arrivals.values(count: steps.lowerBound)[..<steps.lowerBound].reduce(0, +)
    let gone = departures.values(count: steps.lowerBound)[..<steps.lowerBound].reduce(0, +)
    fleet.initialVehicles = max(0, initialVehicles + come - gone)
    fleet.arrivals = arrivals.restricted(to: steps)
    fleet.departures = departures.restricted(to: steps)
    fleet.need = need.restricted(to: steps)
    if steps.lowerBound > 0 { fleet.initialEnergy = nil }
    return fleet
  }
}
