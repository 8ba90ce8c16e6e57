import GridModel

/// The quarter hours of whole calendar years, on which all weather and load is computed.
///
/// Every series is made for all calendar years that the recipe touches, scaled on them, averaged to the recipe's steps and
/// cut: a week of a year is the same whether it is asked for alone or with the year, and a 15-minute series averages
/// to the hourly one.
struct QuarterHours {
  /// Local seconds since 1970 at the start of the first quarter hour.
  let start: Int
  let count: Int
  /// Local days since 1970 of the first.
  let firstDay: Int
  /// Day of the year, 0 for 1 January, by day.
  let dayOfYear: [Int]

  static let perDay = 96

  init(covering horizon: Horizon) {
    let first = horizon.localTime(0).year
    let last = horizon.localTime(max(0, horizon.count - 1)).year
    firstDay = CivilCalendar.daysSince1970(year: first, month: 1, day: 1)
    let end = CivilCalendar.daysSince1970(year: last + 1, month: 1, day: 1)
    start = firstDay * 86_400
    count = (end - firstDay) * Self.perDay
    dayOfYear = (firstDay..<end).map { day in
      day - CivilCalendar.daysSince1970(year: CivilCalendar.date(daysSince1970: day).year, month: 1, day: 1)
    }
  }

  var days: Int { dayOfYear.count }

  /// Local clock at the middle of a quarter hour, in hours from midnight.
  func clock(_ quarter: Int) -> Double { (Double(quarter % Self.perDay) + 0.5) / 4 }

  /// Position of a quarter hour in all time, to key draws by.
  func position(_ quarter: Int) -> Int { firstDay * Self.perDay + quarter }

  /// Means of the values over steps of the given length.
  func averaged(_ values: [Double], stepMinutes: Int) -> [Double] {
    let width = stepMinutes / 15
    guard width > 1 else { return values }
    return (0..<count / width).map { step in
      var sum = 0.0
      for quarter in step * width..<(step + 1) * width { sum += values[quarter] }
      return sum / Double(width)
    }
  }

  /// The steps of the horizon out of those of the whole years.
  func cut(_ steps: [Double], to horizon: Horizon) -> [Double] {
    let first = (horizon.localSeconds(0) - start) / (horizon.stepMinutes * 60)
    return Array(steps[first..<first + horizon.count])
  }
}
