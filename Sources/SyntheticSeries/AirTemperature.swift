import Foundation

/// Air temperature by quarter hour, °C: a yearly and a daily wave, and spells of warm and cold weather.
struct AirTemperature {
  private let calendar: QuarterHours
  private let weather: SeriesRecipe.Weather
  private let spells: WeatherField

  init(seed: UInt64, calendar: QuarterHours, weather: SeriesRecipe.Weather) {
    self.calendar = calendar
    self.weather = weather
    spells = WeatherField(
      seed: seed, name: "temperature", firstPosition: calendar.position(0), count: calendar.count,
      correlationKilometres: weather.temperatureCorrelationKm, persistence: exp(-0.25 / 60), localShare: 0.05)
  }

  func values(at site: Site) -> [Double] {
    var values = spells.values(at: site)
    // Coldest in mid-January, warmest in mid-July; coldest at 3:00, warmest at 15:00; 0.6 K less per degree north.
    let mean = weather.meanTemperatureCelsius - 0.6 * (site.latitude - 37.5)
    for quarter in values.indices {
      let day = Double(calendar.dayOfYear[quarter / QuarterHours.perDay])
      let season = weather.seasonalAmplitudeKelvin * cos(2 * .pi * (day - 196) / 365)
      let daily = weather.dailyAmplitudeKelvin * cos(2 * .pi * (calendar.clock(quarter) - 15) / 24)
      values[quarter] = mean + season + daily + weather.temperatureSpreadKelvin * values[quarter]
    }
    return values
  }
}
