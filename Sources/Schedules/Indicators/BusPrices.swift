import GridModel

/// Prices at one bus over the horizon, currency per MWh; the mean is over time.
public struct BusPrices: Sendable, Equatable, Codable {
  public var bus: String
  public var mean: Double
  public var minimum: Double
  public var maximum: Double
}

/// Empty when the schedule has no prices.
func busPrices(of schedule: AlignedSchedule) -> [BusPrices] {
  guard let price = schedule.price, schedule.count > 0 else { return [] }
  return schedule.system.buses.enumerated().map { i, bus in
    let own = price[i * schedule.count..<(i + 1) * schedule.count]
    return BusPrices(
      bus: bus.name, mean: own.reduce(0, +) / Double(schedule.count), minimum: own.min() ?? 0, maximum: own.max() ?? 0)
  }
}
