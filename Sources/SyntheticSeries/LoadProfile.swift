import Foundation
import GridModel

/// Load of a bus.
struct LoadProfile {
  let calendar: QuarterHours
  let temperature: AirTemperature
  let noise: WeatherField

  init(seed: UInt64, calendar: QuarterHours, temperature: AirTemperature) {
    self.calendar = calendar
    self.temperature = temperature
    noise = WeatherField(
      seed: seed, name: "load", firstPosition: calendar.position(0), count: calendar.count,
      correlationKilometres: 300, persistence: exp(-0.25 / 4), localShare: 0.5)
  }

  /// Homes, shops and offices on a working day, by hour, with a morning and an evening peak.
  private static let general = [
    0.60, 0.55, 0.52, 0.51, 0.52, 0.57, 0.67, 0.78, 0.87, 0.93, 0.95, 0.93,
    0.87, 0.84, 0.85, 0.87, 0.91, 0.97, 1.00, 0.99, 0.94, 0.86, 0.76, 0.67,
  ]
  private static let weekend = 0.93

  /// Load in no unit by quarter hour: the sum of industry, general, heating and cooling by their shares at the peak.
  func shape(_ bus: SeriesRecipe.Load) -> [Double] {
    let degrees = temperature.values(at: bus.site)
    var shape = noise.values(at: bus.site)
    let generalShare = 1 - bus.industryShare - bus.heatingShare - bus.coolingShare
    for quarter in shape.indices {
      let day = calendar.firstDay + quarter / QuarterHours.perDay
      let clock = calendar.clock(quarter)
      let rest = PublicHolidays.rest(day: day)
      let isWeekend = CivilCalendar.weekday(daysSince1970: day) >= 5
      let curve = Self.interpolated(clock)
      let work = isWeekend ? Self.weekend : 1
      let industry = bus.industryShare * (0.96 + 0.04 * curve) * (isWeekend ? 0.98 : 1) * (1 - 0.15 * rest)
      let general = generalShare * curve * work * (1 - 0.22 * rest)
      let presence = 0.6 + 0.4 * curve
      let heating = bus.heatingShare * presence * min(1.2, max(0, 14 - degrees[quarter]) / 24)
      let cooling = bus.coolingShare * presence * min(1.2, max(0, degrees[quarter] - 19) / 14)
      shape[quarter] = (industry + general + heating + cooling) * (1 + 0.008 * shape[quarter])
    }
    return shape
  }

  private static func interpolated(_ clock: Double) -> Double {
    let hour = Int(clock)
    let part = clock - Double(hour)
    return general[hour] * (1 - part) + general[(hour + 1) % 24] * part
  }
}

/// Stretches a shape so that its maximum and its mean are as given: `maximum · (1 − k (1 − shape / its maximum))`.
///
/// A stretch that would go below zero is cut there, with a larger k that keeps the mean.
func stretched(_ shape: [Double], maximum: Double, loadFactor: Double) -> [Double] {
  guard let top = shape.max(), top > 0 else { return shape }
  let relative = shape.map { 1 - $0 / top }
  let depth = relative.reduce(0, +) / Double(shape.count)
  guard depth > 0 else { return shape.map { _ in maximum * loadFactor } }
  var k = (1 - loadFactor) / depth
  if k * (relative.max() ?? 0) > 1 {
    k = bisect(k...1e6) { k in
      var sum = 0.0
      for value in relative { sum += max(0, 1 - k * value) }
      return loadFactor * Double(shape.count) - sum
    }
  }
  return relative.map { max(0, maximum * (1 - k * $0)) }
}
