/// Load that may be moved in time, neutral within each window. Its energy is part of its bus's load.
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
  /// MWh lowered and not yet raised before the first step in the window that it cuts; negative if raised ahead.
  public var openShift = 0.0

  public init(
    name: String, bus: String, downCapacity: Double, upCapacity: Double, windowHours: Double = 24, price: Double = 0
  ) {
    self.name = name
    self.bus = bus
    self.downCapacity = downCapacity
    self.upCapacity = upCapacity
    self.windowHours = windowHours
    self.price = price
  }

  func restricted(to steps: Range<Int>) -> ShiftableLoad {
    var load = self
    if steps.lowerBound > 0 { load.openShift = 0 }
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
