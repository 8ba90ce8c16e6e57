import GridModel

/// What series to make: the contents of `generator.yaml` in a case folder. Keys are in snake_case.
public struct SeriesRecipe: Codable, Sendable, Equatable {
  /// Any other seed gives another year of weather with the same targets.
  public var seed: UInt64
  /// Local time of the first step, such as `2030-01-01T00:00`.
  public var start: String
  /// 15, 30 or 60 (default 60).
  public var stepMinutes: Int
  public var steps: Int
  /// Local time ahead of UTC, hours (default 8).
  public var utcOffsetHours: Double
  public var weather: Weather
  public var solar: [Solar]
  public var wind: [Wind]
  public var load: [Load]
  public var heat: [Heat]
  public var export: [Export]
  public var mustRun: [Season]

  public init(
    seed: UInt64, start: String, stepMinutes: Int = 60, steps: Int, utcOffsetHours: Double = 8,
    weather: Weather = Weather(), solar: [Solar] = [], wind: [Wind] = [], load: [Load] = [], heat: [Heat] = [],
    export: [Export] = [], mustRun: [Season] = []
  ) {
    self.seed = seed
    self.start = start
    self.stepMinutes = stepMinutes
    self.steps = steps
    self.utcOffsetHours = utcOffsetHours
    self.weather = weather
    self.solar = solar
    self.wind = wind
    self.load = load
    self.heat = heat
    self.export = export
    self.mustRun = mustRun
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case seed, start, steps, weather, solar, wind, load, heat, export
    case stepMinutes = "step_minutes"
    case utcOffsetHours = "utc_offset_hours"
    case mustRun = "must_run"
  }

  public init(from decoder: any Decoder) throws {
    let values = try StrictFields<CodingKeys>(decoder)
    self.init(
      seed: try values.required(.seed), start: try values.required(.start),
      stepMinutes: try values.optional(.stepMinutes, 60), steps: try values.required(.steps),
      utcOffsetHours: try values.optional(.utcOffsetHours, 8), weather: try values.optional(.weather, Weather()),
      solar: try values.optional(.solar, []), wind: try values.optional(.wind, []),
      load: try values.optional(.load, []), heat: try values.optional(.heat, []),
      export: try values.optional(.export, []),
      mustRun: try values.optional(.mustRun, []))
    try values.check(.stepMinutes, [15, 30, 60].contains(stepMinutes), "15, 30 or 60")
    try values.check(.steps, steps >= 1, "at least 1")
    let minutes = Self.parsed(start).map { $0.localSeconds / 60 }
    try values.check(
      .start, minutes.map { $0 % stepMinutes == 0 } ?? false,
      "a local time at a whole step, such as 2030-01-01T00:00")
    for (key, names) in [
      (CodingKeys.solar, solar.map(\.name)), (.wind, wind.map(\.name)), (.load, load.map(\.name)),
      (.heat, heat.map(\.name)),
      (.export, export.map(\.name)), (.mustRun, mustRun.flatMap(\.units)),
    ] {
      try values.check(key, Set(names).count == names.count, "names that differ")
    }
  }

  /// The steps of the series; from 1970 where `start` is no time.
  public var horizon: Horizon {
    let offset = Int((utcOffsetHours * 3600).rounded())
    return Horizon(
      start: (Self.parsed(start)?.localSeconds ?? 0) - offset, utcOffsetSeconds: offset, stepMinutes: stepMinutes,
      count: steps)
  }

  static func parsed(_ text: String) -> LocalTime? {
    let parts = text.split(whereSeparator: { "-T: ".contains($0) }).map { Int($0) }
    guard parts.count >= 5, let year = parts[0], let month = parts[1], let day = parts[2], let hour = parts[3],
      let minute = parts[4], (1...12).contains(month), (0..<24).contains(hour), (0..<60).contains(minute),
      (1...CivilCalendar.daysInMonth(year: year, month: month)).contains(day)
    else { return nil }
    return LocalTime(year: year, month: month, day: day, hour: hour, minute: minute)
  }
}
