import GridModel

/// A family of made-up power systems on which year-scale methods are developed and judged: the parameters of one member.
///
/// The default is the base family: 40 coal units of different costs, half of them with ramps that matter, four stores,
/// shiftable and interruptible load, wind and PV, a load with daily, weekly and seasonal shape. Every member has a
/// feasible dispatch by construction. The same parameters give the same system, and a shorter horizon gives the beginning
/// of a longer one unless `scarcity`, `surplus` or `setOn` fit the system to what happens in it.
public struct YearSystem: Sendable, Equatable {
  /// When units are set on, held at minimum output or above.
  public enum SetOn: String, Sendable, CaseIterable {
    case never
    /// Every second unit from mid-November to mid-March, as combined heat and power is.
    case winter
    case always
  }

  public var seed: UInt64
  /// From the beginning of 2030; more than 8760 go on into the years after it.
  public var hours: Int
  /// 15, 30 or 60.
  public var stepMinutes = 60
  public var units = 40
  /// Buses, each a zone; four or more form a ring with a chord.
  public var zones = 1
  /// Steepest ramp of every second unit, part of its capacity per hour.
  public var rampPerHour = 0.18
  public var setOn = SetOn.never
  /// Whether units that are not set on have outages of a week.
  public var hasOutages = false

  /// Capacity of lines relative to the base family's, in which some bind in many hours; at 5 none does.
  public var lineFactor = 1.0
  public var network = NetworkModel.transport

  /// Hours of output that each store holds; from four hours on it is pumped storage, else a battery.
  public var storageHours: [Double] = [6, 6, 6, 2]
  /// Part of a store's level lost per hour.
  public var selfDischarge = 0.0
  /// Whether stores begin and end half full, and not at a level of their own choice.
  public var startsHalfFull = false

  /// Power lacking in the tightest step with everything at full output and stores spread over a day, part of the base
  /// family's peak load; the load is scaled to that. 0 leaves it as it is.
  public var scarcity = 0.0
  /// Renewable power that finds no taker in the fullest step, part of the base family's peak load; plants are scaled to
  /// that. 0 leaves them as they are.
  public var surplus = 0.0
  /// Currency per MWh curtailed; where nothing else gives way the price falls to its negative.
  public var curtailmentPrice = 0.0
  /// Part of PV that cannot be curtailed, as far as half the load of its zone takes it.
  public var mustTake = 0.0
  /// Power sent out of the first zone, part of its load; down to −0.4 for an import.
  public var export = 0.0

  /// Currency per MWh interrupted.
  public var interruptionPrice = 1500.0
  public var interruptibleHoursPerDay = Double.infinity
  public var interruptibleHoursPerYear = 100.0
  /// Part of load lowered or raised within a day at most.
  public var shiftable = 0.05

  /// Spinning reserve required, part of the load; 0 for no such rule.
  public var reserveUp = 0.0
  public var reserveDown = 0.0
  public var storesGiveReserve = true
  /// Most reserve of a unit, part of its capacity.
  public var reserveLimit = Double.infinity

  /// A member of the base family, and what is changed about it.
  public init(
    seed: UInt64, hours: Int, units: Int = 40, zones: Int = 1, _ change: (inout YearSystem) -> Void = { _ in }
  ) {
    self.seed = seed
    self.hours = hours
    self.units = units
    self.zones = zones
    change(&self)
  }

  /// The same member with something changed.
  public func with(_ change: (inout YearSystem) -> Void) -> YearSystem {
    var changed = self
    change(&changed)
    return changed
  }
}
