/// The steps of a study: equal intervals from a start, in a fixed offset from UTC.
///
/// Daylight saving is not followed: a horizon keeps one offset, so that every day has the same number of steps.
public struct Horizon: Sendable, Equatable {
  /// Start of the first step, in seconds since 1970-01-01T00:00Z.
  public let start: Int
  public let utcOffsetSeconds: Int
  /// 15, 30 or whole hours.
  public let stepMinutes: Int
  public let count: Int
  /// Steps of the whole case that lie before this horizon; 0 for the case itself.
  public let firstStep: Int

  public init(start: Int, utcOffsetSeconds: Int, stepMinutes: Int, count: Int, firstStep: Int = 0) {
    self.start = start
    self.utcOffsetSeconds = utcOffsetSeconds
    self.stepMinutes = stepMinutes
    self.count = count
    self.firstStep = firstStep
  }

  /// From a local time on, at a fixed offset from UTC.
  public init(from start: LocalTime, utcOffsetHours: Double, stepMinutes: Int = 60, count: Int) {
    let offset = Int((utcOffsetHours * 3600).rounded())
    self.init(start: start.localSeconds - offset, utcOffsetSeconds: offset, stepMinutes: stepMinutes, count: count)
  }

  public var stepHours: Double { Double(stepMinutes) / 60 }
  /// Length in hours.
  public var hours: Double { Double(count) * stepHours }
  /// Length in years of 8760 hours.
  public var partOfYear: Double { hours / 8760 }

  /// Steps that cover at least `hours`: durations are rounded up to whole steps.
  public func steps(coveringHours hours: Double) -> Int { Int((hours / stepHours - 1e-9).rounded(.up)) }

  /// Seconds of local time since 1970-01-01 at the start of a step; `count` gives the end of the horizon.
  public func localSeconds(_ step: Int) -> Int { start + utcOffsetSeconds + step * stepMinutes * 60 }

  /// Local days since 1970-01-01.
  public func day(_ step: Int) -> Int { CivilCalendar.floorDivide(localSeconds(step), 86_400) }

  /// Local calendar date and time of day at the start of a step.
  public func localTime(_ step: Int) -> LocalTime { LocalTime(localSeconds: localSeconds(step)) }

  /// Such as `2030-01-17T18:00+08:00`.
  public func timestamp(_ step: Int) -> String {
    let sign = utcOffsetSeconds < 0 ? "-" : "+"
    let minutes = abs(utcOffsetSeconds) / 60
    return "\(localTime(step).text)\(sign)\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
  }

  /// The given steps as a horizon of their own.
  public func restricted(to steps: Range<Int>) -> Horizon {
    Horizon(
      start: start + steps.lowerBound * stepMinutes * 60, utcOffsetSeconds: utcOffsetSeconds, stepMinutes: stepMinutes,
      count: steps.count, firstStep: firstStep + steps.lowerBound)
  }

  /// Runs of consecutive steps that share a key, such as the local day.
  public func runs<Key: Equatable>(by key: (Int) -> Key) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var first = 0
    while first < count {
      let value = key(first)
      var end = first + 1
      while end < count, key(end) == value { end += 1 }
      runs.append(first..<end)
      first = end
    }
    return runs
  }

  /// The local days of the horizon, the first and last possibly cut.
  public var days: [Range<Int>] { runs(by: day) }
  /// The local weeks of the horizon, from Monday, the first and last possibly cut.
  public var weeks: [Range<Int>] { runs { CivilCalendar.floorDivide(day($0) + 3, 7) } }
  /// The local calendar months of the horizon, the first and last possibly cut.
  public var months: [Range<Int>] { runs { localTime($0).year * 12 + localTime($0).month } }
  /// The local calendar years of the horizon, the first and last possibly cut.
  public var years: [Range<Int>] { runs { localTime($0).year } }
}

/// A local calendar date and time of day (proleptic Gregorian).
public struct LocalTime: Sendable, Equatable {
  public let year: Int
  public let month: Int
  public let day: Int
  public let hour: Int
  public let minute: Int

  public init(localSeconds: Int) {
    let days = CivilCalendar.floorDivide(localSeconds, 86_400)
    let rest = localSeconds - days * 86_400
    (year, month, day) = CivilCalendar.date(daysSince1970: days)
    hour = rest / 3600
    minute = rest % 3600 / 60
  }

  public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
  }

  /// Seconds of local time since 1970-01-01.
  public var localSeconds: Int {
    CivilCalendar.daysSince1970(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60
  }

  /// Such as `2030-01-17T18:00`.
  public var text: String {
    "\(year)-\(twoDigits(month))-\(twoDigits(day))T\(twoDigits(hour)):\(twoDigits(minute))"
  }
}

private func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

/// Gregorian calendar arithmetic on days, without Foundation (H. Hinnant, "chrono-compatible low-level date algorithms").
public enum CivilCalendar {
  public static func floorDivide(_ a: Int, _ b: Int) -> Int { a >= 0 ? a / b : -((b - 1 - a) / b) }

  public static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = floorDivide(y, 400)
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  public static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  public static func daysInMonth(year: Int, month: Int) -> Int {
    let next = month == 12 ? (year + 1, 1) : (year, month + 1)
    return daysSince1970(year: next.0, month: next.1, day: 1) - daysSince1970(year: year, month: month, day: 1)
  }

  /// 0 for Monday to 6 for Sunday.
  public static func weekday(daysSince1970 days: Int) -> Int { ((days + 3) % 7 + 7) % 7 }
}
