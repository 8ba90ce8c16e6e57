import Foundation
import GridModel
import SyntheticSeries

/// Load, wind and sun of every zone over a horizon, before they are scaled to a system.
struct YearWeather {
  /// By zone and step, part of the zone's peak.
  private(set) var load: [[Double]] = []
  /// By zone and step, part of capacity.
  private(set) var wind: [[Double]] = []
  private(set) var solar: [[Double]] = []

  /// Load by hour of the day, part of the day's peak.
  private static let day = [
    0.66, 0.62, 0.60, 0.59, 0.60, 0.65, 0.74, 0.85, 0.92, 0.95, 0.96, 0.97,
    0.96, 0.94, 0.93, 0.93, 0.95, 0.99, 1.00, 0.98, 0.93, 0.87, 0.79, 0.71,
  ]

  init(seed: UInt64, zones: Int, horizon: Horizon) {
    let hours = Int(horizon.hours.rounded(.up)) + 1
    let wide = Self.memory(KeyedRandom(seed: seed, stream: "wind"), keeps: 0.985, noise: 0.17, hours)
    for zone in 0..<zones {
      let near = Self.memory(KeyedRandom(seed: seed, stream: "wind \(zone)"), keeps: 0.97, noise: 0.24, hours)
      let habit = Self.memory(KeyedRandom(seed: seed, stream: "load \(zone)"), keeps: 0.9, noise: 0.01, hours)
      let clouds = KeyedRandom(seed: seed, stream: "clouds \(zone)")
      var load: [Double] = []
      var wind: [Double] = []
      var solar: [Double] = []
      for t in 0..<hours {
        let day = t / 24
        let isWeekend = CivilCalendar.weekday(daysSince1970: horizon.day(0) + day) >= 5
        let season = 0.89 + 0.11 * cos(2 * .pi * Double(day - 15) / 365)
        load.append(Self.day[t % 24] * season * (isWeekend ? 0.86 : 1) * (1 + habit[t]) * 0.99)
        let speed = 0.75 * wide[t] + 0.5 * near[t] - 0.4
        let windy = 0.85 + 0.25 * cos(2 * .pi * Double(day) / 365)
        wind.append(min(windy / (1 + exp(-1.5 * speed)), 0.97))
        solar.append(min(1, 1.05 * Self.elevation(hour: t % 24, day: day)) * (0.25 + 0.75 * clouds.uniform(day)))
      }
      self.load.append(Self.interpolated(load, horizon, digits: 4))
      self.wind.append(Self.interpolated(wind, horizon, digits: 4))
      self.solar.append(Self.interpolated(solar, horizon, digits: 4))
    }
  }

  /// An autoregressive series of order 1 with normal innovations.
  private static func memory(_ random: KeyedRandom, keeps: Double, noise: Double, _ hours: Int) -> [Double] {
    var value = 0.0
    return (0..<hours).map { t in
      value = keeps * value + noise * random.normal(t)
      return value
    }
  }

  /// Sine of the sun's elevation at 48.7° north, 0 at night.
  private static func elevation(hour: Int, day: Int) -> Double {
    let latitude = 0.85
    let declination = -0.4 * cos(2 * .pi * Double(day + 10) / 365)
    let angle = Double(hour - 12) * .pi / 12
    return max(0, sin(latitude) * sin(declination) + cos(latitude) * cos(declination) * cos(angle))
  }

  /// Hourly values at the starts of steps, straight lines between them.
  private static func interpolated(_ hourly: [Double], _ horizon: Horizon, digits: Int) -> [Double] {
    (0..<horizon.count).map { step in
      let minutes = step * horizon.stepMinutes
      let part = Double(minutes % 60) / 60
      let hour = minutes / 60
      return rounded((1 - part) * hourly[hour] + part * hourly[hour + 1], digits: digits)
    }
  }
}

/// Short decimals, so that case files stay readable.
func rounded(_ value: Double, digits: Int) -> Double {
  let scale = pow(10, Double(digits))
  return (value * scale).rounded() / scale
}
