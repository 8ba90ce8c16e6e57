extension SeriesRecipe {
  /// A PV plant, or all PV of a zone.
  public struct Solar: Codable, Sendable, Equatable {
    /// Column of `series/solar.csv`.
    public var name: String
    /// Degrees north and east.
    public var latitude: Double
    public var longitude: Double
    /// Energy of 8760 hours over AC capacity, h.
    public var fullLoadHours: Double
    /// Tilt of the modules towards the equator, degrees (default: the latitude less 5).
    public var tiltDegrees: Double?

    public init(
      name: String, latitude: Double, longitude: Double, fullLoadHours: Double, tiltDegrees: Double? = nil
    ) {
      self.name = name
      self.latitude = latitude
      self.longitude = longitude
      self.fullLoadHours = fullLoadHours
      self.tiltDegrees = tiltDegrees
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case name, latitude, longitude
      case fullLoadHours = "full_load_hours"
      case tiltDegrees = "tilt_degrees"
    }

    public init(from decoder: any Decoder) throws {
      let values = try StrictFields<CodingKeys>(decoder)
      self.init(
        name: try values.required(.name), latitude: try values.required(.latitude),
        longitude: try values.required(.longitude), fullLoadHours: try values.required(.fullLoadHours),
        tiltDegrees: try values.optional(.tiltDegrees, nil))
      try values.check(.latitude, abs(latitude) < 66, "between −66 and 66 degrees")
      try values.check(.fullLoadHours, (1...2800).contains(fullLoadHours), "between 1 and 2800 hours")
    }

    var site: Site { Site(name: name, latitude: latitude, longitude: longitude) }
  }

  /// A wind farm, or all wind of a zone.
  public struct Wind: Codable, Sendable, Equatable {
    /// Column of `series/wind.csv`.
    public var name: String
    /// Degrees north and east.
    public var latitude: Double
    public var longitude: Double
    /// Energy of 8760 hours over capacity, h.
    public var fullLoadHours: Double
    /// Shape of the Weibull distribution of wind speeds (default 2).
    public var weibullShape: Double
    /// Wind speed in mid-February above that of the year, part of 1 (default 0.17).
    public var seasonAmplitude: Double
    /// Wind speed at 2:00 above that of the day, part of 1 (default 0.10).
    public var nightAmplitude: Double
    /// Largest output as part of capacity, after wakes and outages (default 0.95).
    public var largestOutput: Double

    public init(
      name: String, latitude: Double, longitude: Double, fullLoadHours: Double, weibullShape: Double = 2,
      seasonAmplitude: Double = 0.17, nightAmplitude: Double = 0.1, largestOutput: Double = 0.95
    ) {
      self.name = name
      self.latitude = latitude
      self.longitude = longitude
      self.fullLoadHours = fullLoadHours
      self.weibullShape = weibullShape
      self.seasonAmplitude = seasonAmplitude
      self.nightAmplitude = nightAmplitude
      self.largestOutput = largestOutput
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case name, latitude, longitude
      case fullLoadHours = "full_load_hours"
      case weibullShape = "weibull_shape"
      case seasonAmplitude = "season_amplitude"
      case nightAmplitude = "night_amplitude"
      case largestOutput = "largest_output"
    }

    public init(from decoder: any Decoder) throws {
      let values = try StrictFields<CodingKeys>(decoder)
      self.init(
        name: try values.required(.name), latitude: try values.required(.latitude),
        longitude: try values.required(.longitude), fullLoadHours: try values.required(.fullLoadHours),
        weibullShape: try values.optional(.weibullShape, 2),
        seasonAmplitude: try values.optional(.seasonAmplitude, 0.17),
        nightAmplitude: try values.optional(.nightAmplitude, 0.1),
        largestOutput: try values.optional(.largestOutput, 0.95))
      try values.check(.weibullShape, (1...5).contains(weibullShape), "between 1 and 5")
      try values.check(.seasonAmplitude, (0...0.5).contains(seasonAmplitude), "between 0 and 0.5")
      try values.check(.nightAmplitude, (0...0.5).contains(nightAmplitude), "between 0 and 0.5")
      try values.check(.largestOutput, (0.1...1).contains(largestOutput), "between 0.1 and 1")
      try values.check(.fullLoadHours, (1...5000).contains(fullLoadHours), "between 1 and 5000 hours")
    }

    var site: Site { Site(name: name, latitude: latitude, longitude: longitude) }
  }
}
