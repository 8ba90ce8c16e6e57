extension SeriesRecipe {
  /// The climate that all series share. Defaults are *assumptions* for Shanxi.
  public struct Weather: Codable, Sendable, Equatable {
    /// Yearly mean air temperature at 37.5° N, °C (default 10).
    public var meanTemperatureCelsius: Double
    /// Mid-July above the yearly mean, K (default 14).
    public var seasonalAmplitudeKelvin: Double
    /// Mid-afternoon above the daily mean, K (default 5.5).
    public var dailyAmplitudeKelvin: Double
    /// Standard deviation of warm and cold spells, K (default 3.5).
    public var temperatureSpreadKelvin: Double
    /// Length L of the correlation `exp(−d²/2L²)` of temperatures, km (default 600).
    public var temperatureCorrelationKm: Double
    /// The same of wind, km (default 300).
    public var windCorrelationKm: Double
    /// Time over which the correlation of wind with itself falls to 1/e, hours (default 14).
    public var windPersistenceHours: Double
    /// The same as `windCorrelationKm` for the daily state of the sky, km (default 350).
    public var cloudCorrelationKm: Double

    public init(
      meanTemperatureCelsius: Double = 10, seasonalAmplitudeKelvin: Double = 14, dailyAmplitudeKelvin: Double = 5.5,
      temperatureSpreadKelvin: Double = 3.5, temperatureCorrelationKm: Double = 600, windCorrelationKm: Double = 300,
      windPersistenceHours: Double = 14, cloudCorrelationKm: Double = 350
    ) {
      self.meanTemperatureCelsius = meanTemperatureCelsius
      self.seasonalAmplitudeKelvin = seasonalAmplitudeKelvin
      self.dailyAmplitudeKelvin = dailyAmplitudeKelvin
      self.temperatureSpreadKelvin = temperatureSpreadKelvin
      self.temperatureCorrelationKm = temperatureCorrelationKm
      self.windCorrelationKm = windCorrelationKm
      self.windPersistenceHours = windPersistenceHours
      self.cloudCorrelationKm = cloudCorrelationKm
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case meanTemperatureCelsius = "mean_temperature_celsius"
      case seasonalAmplitudeKelvin = "seasonal_amplitude_kelvin"
      case dailyAmplitudeKelvin = "daily_amplitude_kelvin"
      case temperatureSpreadKelvin = "temperature_spread_kelvin"
      case temperatureCorrelationKm = "temperature_correlation_km"
      case windCorrelationKm = "wind_correlation_km"
      case windPersistenceHours = "wind_persistence_hours"
      case cloudCorrelationKm = "cloud_correlation_km"
    }

    public init(from decoder: any Decoder) throws {
      let values = try StrictFields<CodingKeys>(decoder)
      let base = Weather()
      self.init(
        meanTemperatureCelsius: try values.optional(.meanTemperatureCelsius, base.meanTemperatureCelsius),
        seasonalAmplitudeKelvin: try values.optional(.seasonalAmplitudeKelvin, base.seasonalAmplitudeKelvin),
        dailyAmplitudeKelvin: try values.optional(.dailyAmplitudeKelvin, base.dailyAmplitudeKelvin),
        temperatureSpreadKelvin: try values.optional(.temperatureSpreadKelvin, base.temperatureSpreadKelvin),
        temperatureCorrelationKm: try values.optional(.temperatureCorrelationKm, base.temperatureCorrelationKm),
        windCorrelationKm: try values.optional(.windCorrelationKm, base.windCorrelationKm),
        windPersistenceHours: try values.optional(.windPersistenceHours, base.windPersistenceHours),
        cloudCorrelationKm: try values.optional(.cloudCorrelationKm, base.cloudCorrelationKm))
      try values.check(.windCorrelationKm, windCorrelationKm > 0, "above 0")
      try values.check(.cloudCorrelationKm, cloudCorrelationKm > 0, "above 0")
      try values.check(.temperatureCorrelationKm, temperatureCorrelationKm > 0, "above 0")
      try values.check(.windPersistenceHours, windPersistenceHours > 0, "above 0")
    }
  }
}
