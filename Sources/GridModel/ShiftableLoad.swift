/// Load that may be moved in time, neutral within each window: households, or industry with a production to reach.
///
/// Industry that says what it draws in a day is load of its own; otherwise its energy is part of its bus's load.
public struct ShiftableLoad: Sendable, Equatable {
  public var name: String
  public var bus: String
  /// MW by which the load can be lowered.
  public var downCapacity: Double
  /// MW by which the load can be raised.
  public var upCapacity: Double
  /// Windows follow each other from local midnight of the first day, hours.
  public var windowHours: Double
  /// Currency per MWh lowered.
  public var price: Double
  /// MWh drawn in a day besides the load of the bus, evenly where nothing is shifted; 0 where that has it.
  public var dailyEnergy: Double
  /// MW per hour by which the shift may rise or fall; infinite when unlimited.
  public var ramp: Double
  /// MW raised (negative: lowered) before the first step; `nil` leaves it free.
  public var initialShift: Double?
  /// MWh lowered and not yet raised before the first step in the window that it cuts; negative if raised ahead.
  public var openShift = 0.0

  public init(
    name: String, bus: String, downCapacity: Double, upCapacity: Double, windowHours: Double = 24, price: Double = 0,
    dailyEnergy: Double = 0, ramp: Double = .infinity
  ) {
    self.name = name
    self.bus = bus
    self.downCapacity = downCapacity
    self.upCapacity = upCapacity
    self.windowHours = windowHours
    self.price = price
    self.dailyEnergy = dailyEnergy
    self.ramp = ramp
  }

  /// MW besides the load of the bus.
  public var ownLoad: Double { dailyEnergy / 24 }

  /// MW by which the shift may change in a step; `nil` where that limits nothing.
  public func rampLimit(stepHours: Double) -> Double? {
    let limit = ramp * stepHours
    return limit < downCapacity + upCapacity ? limit : nil
  }

  func restricted(to steps: Range<Int>) -> ShiftableLoad {
    var load = self
    if steps.lowerBound > 0 { (load.openShift, load.initialShift) = (0, nil) }
    return load
  }

  /// The runs of steps in which what is lowered is raised again, the first and last possibly cut.
  public func windows(of horizon: Horizon) -> [Range<Int>] {
    // Anchored to the midnight of 1970-01-01 when windows divide days, so that a part of a case has the windows of the whole.
    let seconds = max(horizon.stepMinutes * 60, Int((windowHours * 3600).rounded()))
    let anchor = 86_400 % seconds == 0 ? 0 : horizon.day(-horizon.firstStep) * 86_400
    return horizon.runs { CivilCalendar.floorDivide(horizon.localSeconds($0) - anchor, seconds) }
  }
}
