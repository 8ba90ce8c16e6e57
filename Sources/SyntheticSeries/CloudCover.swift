import Foundation
import GridModel

/// Clear-sky index by quarter hour: a Markov chain of the state of the sky by day, and a fast process within the day.
///
/// The chain has the states clear, broken and overcast (as in Ngoko, Sugihara and Funaki, Solar Energy 103, 2014). Its
/// draws are correlated between sites, which makes regional weather of the chains.
struct CloudCover {
  enum Sky: Int {
    case clear, broken, overcast
  }

  private let calendar: QuarterHours
  private let daily: WeatherField
  private let fast: WeatherField

  /// Chance of the next day's state not above clear, not above broken.
  private static let transitions = [(0.64, 0.90), (0.38, 0.78), (0.26, 0.66)]
  private static let levels = [0.97, 0.74, 0.34]
  private static let spreads = [0.04, 0.17, 0.10]
  /// Standard normal units by which mid-July is cloudier than the mean of the year (East Asian monsoon).
  private static let monsoon = 0.35

  init(seed: UInt64, calendar: QuarterHours, correlationKilometres: Double) {
    self.calendar = calendar
    daily = WeatherField(
      seed: seed, name: "cloud-day", firstPosition: calendar.firstDay, count: calendar.days,
      correlationKilometres: correlationKilometres, persistence: 0, localShare: 0.1)
    fast = WeatherField(
      seed: seed, name: "cloud-quarter", firstPosition: calendar.position(0), count: calendar.count,
      correlationKilometres: correlationKilometres / 4, persistence: exp(-0.25 / 1.5), localShare: 0.3)
  }

  /// State of the sky by day.
  func skies(at site: Site) -> [Sky] {
    var sky = Sky.clear
    return daily.values(at: site).enumerated().map { day, value in
      let season = Self.monsoon * cos(2 * .pi * Double(calendar.dayOfYear[day] - 196) / 365)
      let draw = StandardNormal.cumulative(value + season)
      let row = Self.transitions[sky.rawValue]
      sky = draw < row.0 ? .clear : draw < row.1 ? .broken : .overcast
      return sky
    }
  }

  /// Global irradiance as part of that under a clear sky.
  func clearSkyIndex(at site: Site) -> [Double] {
    let skies = skies(at: site)
    var index = fast.values(at: site)
    for quarter in index.indices {
      let sky = skies[quarter / QuarterHours.perDay].rawValue
      index[quarter] = min(1.05, max(0.08, Self.levels[sky] + Self.spreads[sky] * index[quarter]))
    }
    return index
  }
}
