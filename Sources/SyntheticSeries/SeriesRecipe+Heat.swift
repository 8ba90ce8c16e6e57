import Foundation
import GridModel

extension SeriesRecipe {
  /// The heat demand of a heating area.
  public struct Heat: Codable, Sendable, Equatable {
    /// Column of `series/heat.csv`: the bus.
    public var name: String
    /// Degrees north and east, for its weather (default 37.5 and 112.5).
    public var latitude: Double
    public var longitude: Double
    /// Highest demand of the year, MW: met exactly in one step.
    public var maximumMw: Double
    /// Temperature outside at which buildings need no heating, °C (default 16).
    public var baseCelsius: Double
    /// First and last day of the heating season, `MM-dd` (default 11-15 and 03-15).
    public var from: String
    public var to: String

    public init(
      name: String, latitude: Double = 37.5, longitude: Double = 112.5, maximumMw: Double, baseCelsius: Double = 16,
      from: String = "11-15", to: String = "03-15"
    ) {
      self.name = name
      self.latitude = latitude
      self.longitude = longitude
      self.maximumMw = maximumMw
      self.baseCelsius = baseCelsius
      self.from = from
      self.to = to
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case name, latitude, longitude, from, to
      case maximumMw = "maximum_mw"
      case baseCelsius = "base_celsius"
    }

    public init(from decoder: any Decoder) throws {
      let values = try StrictFields<CodingKeys>(decoder)
      self.init(
        name: try values.required(.name), latitude: try values.optional(.latitude, 37.5),
        longitude: try values.optional(.longitude, 112.5), maximumMw: try values.required(.maximumMw),
        baseCelsius: try values.optional(.baseCelsius, 16), from: try values.optional(.from, "11-15"),
        to: try values.optional(.to, "03-15"))
      try values.check(.maximumMw, maximumMw > 0, "above 0 MW")
      try values.check(.from, Season.parsed(from) != nil, "a day of the year, such as 11-15")
      try values.check(.to, Season.parsed(to) != nil, "a day of the year, such as 03-15")
    }

    /// Demand by quarter hour in no unit: degrees below the base temperature, as the mean of a day that has passed,
    /// because buildings are slow (the degree-day method).
    func shape(_ calendar: QuarterHours, _ temperature: AirTemperature) -> [Double] {
      let degrees = temperature.values(at: Site(name: name, latitude: latitude, longitude: longitude))
      var shape = Season(units: [], from: from, to: to).values(calendar)
      var sum = 0.0
      for quarter in degrees.indices {
        sum += degrees[quarter]
        if quarter >= QuarterHours.perDay { sum -= degrees[quarter - QuarterHours.perDay] }
        let mean = sum / Double(min(quarter + 1, QuarterHours.perDay))
        shape[quarter] *= max(0, baseCelsius - mean)
      }
      return shape
    }
  }
}
