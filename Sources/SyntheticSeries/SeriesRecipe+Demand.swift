import GridModel

extension SeriesRecipe {
  /// The load of a bus.
  public struct Load: Codable, Sendable, Equatable {
    /// Column of `series/load.csv`: the bus.
    public var name: String
    /// Degrees north and east, for its weather (default 37.5 and 112.5).
    public var latitude: Double
    public var longitude: Double
    /// Highest load of the year, MW: met exactly in one step.
    public var maximumMw: Double
    /// Mean load of the year over the highest, 0 to 1.
    public var loadFactor: Double
    /// Parts of the load at its peak: electric heating, cooling, industry that runs day and night (defaults 0.08, 0.10
    /// and 0.5). The rest is homes, shops and offices.
    public var heatingShare: Double
    public var coolingShare: Double
    public var industryShare: Double

    public init(
      name: String, latitude: Double = 37.5, longitude: Double = 112.5, maximumMw: Double, loadFactor: Double,
      heatingShare: Double = 0.08, coolingShare: Double = 0.1, industryShare: Double = 0.5
    ) {
      self.name = name
      self.latitude = latitude
      self.longitude = longitude
      self.maximumMw = maximumMw
      self.loadFactor = loadFactor
      self.heatingShare = heatingShare
      self.coolingShare = coolingShare
      self.industryShare = industryShare
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case name, latitude, longitude
      case maximumMw = "maximum_mw"
      case loadFactor = "load_factor"
      case heatingShare = "heating_share"
      case coolingShare = "cooling_share"
      case industryShare = "industry_share"
    }

    public init(from decoder: any Decoder) throws {
      let values = try StrictFields<CodingKeys>(decoder)
      self.init(
        name: try values.required(.name), latitude: try values.optional(.latitude, 37.5),
        longitude: try values.optional(.longitude, 112.5), maximumMw: try values.required(.maximumMw),
        loadFactor: try values.required(.loadFactor), heatingShare: try values.optional(.heatingShare, 0.08),
        coolingShare: try values.optional(.coolingShare, 0.1), industryShare: try values.optional(.industryShare, 0.5))
      try values.check(.maximumMw, maximumMw > 0, "above 0 MW")
      try values.check(.loadFactor, (0.3...1).contains(loadFactor), "between 0.3 and 1")
      let parts = [(CodingKeys.heatingShare, heatingShare), (.coolingShare, coolingShare)]
      for (key, part) in parts { try values.check(key, (0...1).contains(part), "between 0 and 1") }
      let rest = 1 - heatingShare - coolingShare - industryShare
      try values.check(.industryShare, industryShare >= 0 && rest >= 0, "at least 0, all shares together at most 1")
    }

    var site: Site { Site(name: name, latitude: latitude, longitude: longitude) }
  }

  /// The schedule of an export channel.
  public struct Export: Codable, Sendable, Equatable {
    /// Column of `series/export.csv`: the channel.
    public var name: String
    /// Highest power sent out, MW: met exactly.
    public var maximumMw: Double
    /// Energy of 8760 hours over the highest power, h.
    public var fullLoadHours: Double
    /// Default `day`.
    public var pattern: ExportPattern

    public init(name: String, maximumMw: Double, fullLoadHours: Double, pattern: ExportPattern = .day) {
      self.name = name
      self.maximumMw = maximumMw
      self.fullLoadHours = fullLoadHours
      self.pattern = pattern
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case name, pattern
      case maximumMw = "maximum_mw"
      case fullLoadHours = "full_load_hours"
    }

    public init(from decoder: any Decoder) throws {
      let values = try StrictFields<CodingKeys>(decoder)
      self.init(
        name: try values.required(.name), maximumMw: try values.required(.maximumMw),
        fullLoadHours: try values.required(.fullLoadHours), pattern: try values.optional(.pattern, .day))
      try values.check(.maximumMw, maximumMw > 0, "above 0 MW")
      try values.check(.fullLoadHours, (0...8760).contains(fullLoadHours), "between 0 and 8760 hours")
    }
  }

  /// A season of the year in which units are set on, such as the heating season of CHP units.
  public struct Season: Codable, Sendable, Equatable {
    /// Columns of `series/must-run.csv`.
    public var units: [String]
    /// First and last day, `MM-dd` (default 11-15 and 03-15); the season may pass the end of the year.
    public var from: String
    public var to: String

    public init(units: [String], from: String = "11-15", to: String = "03-15") {
      self.units = units
      self.from = from
      self.to = to
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case units, from, to
    }

    public init(from decoder: any Decoder) throws {
      let values = try StrictFields<CodingKeys>(decoder)
      self.init(
        units: try values.required(.units), from: try values.optional(.from, "11-15"),
        to: try values.optional(.to, "03-15"))
      try values.check(.from, Self.parsed(from) != nil, "a day of the year, such as 11-15")
      try values.check(.to, Self.parsed(to) != nil, "a day of the year, such as 03-15")
    }

    /// 1 in the season, 0 out of it, by quarter hour.
    func values(_ calendar: QuarterHours) -> [Double] {
      let (first, last) = (Self.parsed(from) ?? 1115, Self.parsed(to) ?? 315)
      return (0..<calendar.days).flatMap { day in
        let date = CivilCalendar.date(daysSince1970: calendar.firstDay + day)
        let key = date.month * 100 + date.day
        let isIn = first <= last ? first <= key && key <= last : key >= first || key <= last
        return Array(repeating: isIn ? 1.0 : 0, count: QuarterHours.perDay)
      }
    }

    /// Month × 100 + day.
    static func parsed(_ text: String) -> Int? {
      let parts = text.split(separator: "-").compactMap { Int($0) }
      guard parts.count == 2, (1...12).contains(parts[0]), (1...31).contains(parts[1]) else { return nil }
      return parts[0] * 100 + parts[1]
    }
  }
}
