import Foundation
import GridModel

/// Availability of wind farms.
struct WindGeneration {
  private let calendar: QuarterHours
  private let field: WeatherField
  private let curve = FarmPowerCurve()

  init(seed: UInt64, calendar: QuarterHours, weather: SeriesRecipe.Weather) {
    self.calendar = calendar
    field = WeatherField(
      seed: seed, name: "wind", firstPosition: calendar.position(0), count: calendar.count,
      correlationKilometres: weather.windCorrelationKm, persistence: exp(-0.25 / weather.windPersistenceHours),
      localShare: 0.15)
  }

  /// Output as part of capacity by quarter hour, scaled to the farm's full-load hours.
  ///
  /// The standard normal field is turned into a Weibull marginal (as in Brown, Katz and Murphy, J. Climate Appl. Meteor.
  /// 23, 1984), times season and time of day, and through the farm's power curve. The scale of the wind speed is found by
  /// bisection on the hours.
  func availability(_ farm: SeriesRecipe.Wind) -> [Double] {
    var speeds = field.values(at: farm.site)
    for quarter in speeds.indices {
      let calm = -log(max(1e-300, StandardNormal.cumulative(-speeds[quarter])))
      speeds[quarter] = pow(calm, 1 / farm.weibullShape) * bias(quarter, farm)
    }
    let target = farm.fullLoadHours / 8760 * Double(calendar.count)
    let scale = bisect(0.5...15) { scale in
      var sum = 0.0
      for speed in speeds { sum += curve.output(at: scale * speed) }
      return sum * farm.largestOutput - target
    }
    for quarter in speeds.indices { speeds[quarter] = farm.largestOutput * curve.output(at: scale * speeds[quarter]) }
    return speeds
  }

  /// Strongest in mid-February and at 2:00, weakest in mid-August and at 14:00.
  private func bias(_ quarter: Int, _ farm: SeriesRecipe.Wind) -> Double {
    let day = Double(calendar.dayOfYear[quarter / QuarterHours.perDay])
    let season = 1 + farm.seasonAmplitude * cos(2 * .pi * (day - 45) / 365)
    return season * (1 + farm.nightAmplitude * cos(2 * .pi * (calendar.clock(quarter) - 2) / 24))
  }
}

/// Output of many turbines at the mean wind speed of their region.
///
/// A turbine (cut-in 3 m/s, cubic to 11 m/s, cut-out 25 m/s) averaged over a normal spread of 1.5 m/s between turbines:
/// P. Nørgaard and H. Holttinen, "A multi-turbine power curve approach", Nordic Wind Power Conference 2004.
struct FarmPowerCurve {
  /// Output at multiples of `spacing`.
  private let table: [Double]
  private static let spacing = 0.1
  private static let spread = 1.5

  init() {
    let offsets = (-45...45).map { Double($0) * Self.spacing }
    let weights = offsets.map { exp(-0.5 * ($0 / Self.spread) * ($0 / Self.spread)) }
    let total = weights.reduce(0, +)
    table = (0...400).map { step in
      let speed = Double(step) * Self.spacing
      return zip(offsets, weights).reduce(0) { $0 + $1.1 / total * Self.turbine(speed + $1.0) }
    }
  }

  /// Part of capacity at a wind speed in m/s, 0 to 1.
  func output(at speed: Double) -> Double {
    let place = speed / Self.spacing
    guard place < Double(table.count - 1) else { return 0 }
    let index = Int(place)
    let part = place - Double(index)
    return min(1, table[index] * (1 - part) + table[index + 1] * part)
  }

  private static func turbine(_ speed: Double) -> Double {
    if speed < 3 || speed >= 25 { return 0 }
    if speed >= 11 { return 1 }
    return (speed * speed * speed - 27) / (1331 - 27)
  }
}
