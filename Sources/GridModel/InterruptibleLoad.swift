/// Load that may be interrupted for a price, within hours a day and a year. Its energy is part of its bus's load.
public struct InterruptibleLoad: Sendable, Equatable {
  public var name: String
  public var bus: String
  /// MW that can be interrupted at most.
  public var capacity: Double
  /// Currency per MWh interrupted.
  public var price: Double
  /// Full-capacity hours in one local day; infinite when unlimited.
  public var hoursPerDay: Double
  /// Full-capacity hours in one calendar year; infinite when unlimited.
  public var hoursPerYear: Double
  public var calls: CallRules
  /// MWh interrupted before the first step in its local day and calendar year: taken off what they allow.
  public var interruptedInDay = 0.0
  public var interruptedInYear = 0.0
  public var called = CallHistory()

  public init(
    name: String, bus: String, capacity: Double, price: Double, hoursPerDay: Double = .infinity,
    hoursPerYear: Double = .infinity, calls: CallRules = .init()
  ) {
    self.name = name
    self.bus = bus
    self.capacity = capacity
    self.price = price
    self.hoursPerDay = hoursPerDay
    self.hoursPerYear = hoursPerYear
    self.calls = calls
  }

  func restricted(to steps: Range<Int>) -> InterruptibleLoad {
    var load = self
    if steps.lowerBound > 0 { (load.interruptedInDay, load.interruptedInYear, load.called) = (0, 0, .init()) }
    return load
  }
}
