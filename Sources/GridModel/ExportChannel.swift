/// A channel that takes power out of the system on a fixed schedule.
public struct ExportChannel: Sendable, Equatable {
  public var name: String
  public var bus: String
  /// MW at most.
  public var capacity: Double
  /// MW sent out; negative for an import.
  public var schedule: HourlySeries
  /// Currency earned per MWh sent out.
  public var price: Double

  public init(name: String, bus: String, capacity: Double, schedule: HourlySeries, price: Double = 0) {
    self.name = name
    self.bus = bus
    self.capacity = capacity
    self.schedule = schedule
    self.price = price
  }

  func restricted(to steps: Range<Int>) -> ExportChannel {
    var channel = self
    channel.schedule = schedule.restricted(to: steps)
    return channel
  }
}
