/// A limit on what a system burns, emits or takes from wind and sun over a period.
///
/// What is missed may be paid for, so that a rule makes no case infeasible unless its price is infinite. A period that
/// the horizon covers in part has its part of an absolute limit.
public struct HorizonRule: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    /// t of CO2 at most.
    case co2Cap = "co2_cap"
    /// t of coal equivalent of a fuel at most.
    case fuelCap = "fuel_cap"
    /// t of coal equivalent of a fuel that are paid for, burned or not.
    case takeOrPay = "take_or_pay"
    /// Wind and solar energy taken of that available, at least (新能源利用率).
    case renewableUtilisation = "renewable_utilisation"
    /// Renewable energy as a part of the load, at least.
    case renewableShareOfLoad = "renewable_share_of_load"
    /// Renewable energy as a part of generation, at least.
    case renewableShareOfGeneration = "renewable_share_of_generation"
    /// A thermal unit is out of service for some hours on end, somewhere in a window. With commitment the outage is
    /// placed; without, the unit gives no more energy in the window than the best place of the outage leaves.
    case maintenance

    /// Whether the limit is a floor.
    public var isFloor: Bool { self != .co2Cap && self != .fuelCap && self != .maintenance }
    /// Whether the limit is a part of something.
    public var isShare: Bool { unit == "MWh" && self != .maintenance }
    /// Whether fuel is counted.
    public var isOfFuel: Bool { self == .co2Cap || self == .fuelCap || self == .takeOrPay }
    /// Of what is used and missed.
    public var unit: String {
      switch self {
      case .co2Cap: "t"
      case .fuelCap, .takeOrPay: "tce"
      default: "MWh"
      }
    }
  }

  public enum Period: String, Sendable, CaseIterable {
    case day, month, year, horizon
  }

  public var name: String
  public var kind: Kind
  /// Of `fuelCap` and `takeOrPay`.
  public var fuel: String
  /// Devices and load of this zone only; `nil` for the whole system.
  public var zone: String?
  public var period: Period
  /// t, t of coal equivalent, or a part from 0 to 1; MWh of maintenance.
  public var limit: Double
  /// Currency per t, t of coal equivalent or MWh missed; infinite where the rule must be kept.
  public var price: Double
  /// Of maintenance.
  public var outage: Outage?
  /// What came before the first step.
  public var before = History()

  /// An outage that is to be placed.
  public struct Outage: Sendable, Equatable {
    public var unit: String
    public var hours: Double
    /// Steps in which it begins and ends.
    public var window: Range<Int>
    /// MWh that are lost where it is missed.
    public var energy: Double
  }

  /// The part of the first period that lies before the first step.
  public struct History: Sendable, Equatable {
    public var hours = 0.0
    /// In the unit of the rule.
    public var used = 0.0
    /// MWh that a share is a part of.
    public var basis = 0.0

    public init(hours: Double = 0, used: Double = 0, basis: Double = 0) {
      self.hours = hours
      self.used = used
      self.basis = basis
    }
  }

  public init(
    name: String, kind: Kind, fuel: String = "coal", zone: String? = nil, period: Period = .year, limit: Double,
    price: Double
  ) {
    self.name = name
    self.kind = kind
    self.fuel = fuel
    self.zone = zone
    self.period = period
    self.limit = limit
    self.price = price
  }

  /// Maintenance of a unit for some hours in a window of steps.
  public static func maintenance(
    _ name: String, of unit: ThermalUnit, hours: Double, in window: Range<Int>, of horizon: Horizon, price: Double
  ) -> HorizonRule {
    let energy = unit.availability.values(count: horizon.count)[window].map { $0 * unit.capacity * horizon.stepHours }
    let length = min(energy.count, horizon.steps(coveringHours: hours))
    var (lost, least) = (energy[..<length].reduce(0, +), Double.infinity)
    for end in length...max(length, energy.count) {
      least = min(least, lost)
      if end < energy.count { lost += energy[end] - energy[end - length] }
    }
    var rule = HorizonRule(
      name: name, kind: .maintenance, fuel: unit.fuel, period: .horizon, limit: max(0, energy.reduce(0, +) - least),
      price: price)
    rule.outage = Outage(unit: unit.name, hours: hours, window: window, energy: hours * unit.capacity)
    return rule
  }

  /// The steps of every period, the first and last possibly cut.
  public func periods(of horizon: Horizon) -> [Range<Int>] {
    if let outage { return [outage.window] }
    return switch period {
    case .day: horizon.days
    case .month: horizon.months
    case .year: horizon.years
    case .horizon: [0..<horizon.count]
    }
  }

  /// What an absolute limit allows in the steps of a period: its part by hours, less what came before them.
  public func allowance(in steps: Range<Int>, of horizon: Horizon) -> Double {
    if kind == .maintenance { return limit }
    let own = Double(steps.count) * horizon.stepHours
    let (past, used) = steps.lowerBound == 0 ? (before.hours, before.used) : (0, 0)
    return limit * (past + own) / hours(of: steps, in: horizon) - used
  }

  /// MWh that a share asks for of energy in the steps of a period, with what the period owes from before them.
  public func share(ofEnergy basis: Double, in steps: Range<Int>) -> Double {
    guard steps.lowerBound == 0 else { return limit * basis }
    return limit * (basis + before.basis) - before.used
  }

  /// Hours of the whole period that some steps are a part of.
  private func hours(of steps: Range<Int>, in horizon: Horizon) -> Double {
    let date = horizon.localTime(steps.lowerBound)
    switch period {
    case .day: return 24
    case .month: return 24 * Double(CivilCalendar.daysInMonth(year: date.year, month: date.month))
    case .year:
      let first = CivilCalendar.daysSince1970(year: date.year, month: 1, day: 1)
      return 24 * Double(CivilCalendar.daysSince1970(year: date.year + 1, month: 1, day: 1) - first)
    case .horizon: return horizon.hours
    }
  }

  /// Whether the rule looks at what is at a bus.
  public func covers(_ bus: Bus) -> Bool { zone == nil || zone == bus.zone }

  /// `nil` for an outage whose window is not within the steps: it may lie elsewhere.
  func restricted(to steps: Range<Int>, of horizon: Horizon) -> HorizonRule? {
    var rule = self
    if let outage {
      guard steps.lowerBound <= outage.window.lowerBound, outage.window.upperBound <= steps.upperBound else {
        return nil
      }
      let first = outage.window.lowerBound - steps.lowerBound
      rule.outage?.window = first..<first + outage.window.count
      return rule
    }
    if steps.lowerBound > 0 { rule.before = History() }
    if period == .horizon, !kind.isShare { rule.limit *= Double(steps.count) / Double(horizon.count) }
    return rule
  }
}
