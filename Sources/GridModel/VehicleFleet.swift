/// Electric vehicles that come, charge and leave, as one energy envelope over all of them.
///
/// Who is at the plug limits power and energy; who leaves takes along what was inside on arrival and the need. That the
/// vehicles at the plug share their power and what is inside is the one simplification: an outer approximation of each
/// by itself.
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
  /// Whether the fleet offers spinning reserve, and hours for which the energy inside must hold it.
  public var givesReserve = false
  public var reserveHours = 1.0
  /// MWh inside the vehicles at the plug before the first step; `nil`: what they came with.
  public var initialEnergy: Double?
  /// Who leaves after the last step, in order, as far as known: what vehicles that stay need.
  public var laterDepartures: [Departure] = []

  /// Vehicles that leave together, and what each of them needs, kWh.
  public struct Departure: Sendable, Equatable {
    public var vehicles: Double
    public var need: Double

    public init(vehicles: Double, need: Double) {
      self.vehicles = vehicles
      self.need = need
    }
  }

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

  /// The vehicles that are there when the part begins are counted on, as they came, and those there at its end leave later.
  ///
  /// - Parameter count: steps of the whole.
  func restricted(to steps: Range<Int>, of count: Int) -> VehicleFleet {
    let arrivals = arrivals.values(count: count)
    let departures = departures.values(count: count)
    let need = need.values(count: count)
    var fleet = self
    func present(before step: Int) -> Double {
      max(0, initialVehicles + arrivals[..<step].reduce(0, +) - departures[..<step].reduce(0, +))
    }
    fleet.initialVehicles = present(before: steps.lowerBound)
    fleet.arrivals = self.arrivals.restricted(to: steps)
    fleet.departures = self.departures.restricted(to: steps)
    fleet.need = self.need.restricted(to: steps)
    if steps.lowerBound > 0 { fleet.initialEnergy = nil }
    var staying = present(before: steps.upperBound)
    fleet.laterDepartures = []
    for t in steps.upperBound..<count where staying > 0 {
      fleet.laterDepartures.append(Departure(vehicles: departures[t], need: need[t]))
      staying -= departures[t]
    }
    if staying > 0 { fleet.laterDepartures += laterDepartures }
    return fleet
  }
}
