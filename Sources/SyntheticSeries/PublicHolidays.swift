import GridModel

/// How far Chinese public holidays lower work, 0 (a working day) to 1 (the first days of Spring Festival).
///
/// Holidays of the lunar calendar other than Spring Festival, and the working weekends that are swapped for holidays, are
/// left out.
enum PublicHolidays {
  /// First day of the lunar year: month and day by year.
  static let springFestivals: [Int: (month: Int, day: Int)] = [
    2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13),
    2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8),
  ]

  /// - Parameter day: local days since 1970.
  static func rest(day: Int) -> Double {
    let date = CivilCalendar.date(daysSince1970: day)
    if let festival = springFestivals[date.year] {
      let first = CivilCalendar.daysSince1970(year: date.year, month: festival.month, day: festival.day)
      let rest = springRest(daysAfter: day - first)
      if rest > 0 { return rest }
    }
    switch (date.month, date.day) {
    case (10, 1...3): return 0.45
    case (10, 4...7): return 0.35
    case (5, 1...3): return 0.35
    case (1, 1), (4, 4...5): return 0.3
    default: return 0
    }
  }

  /// Work winds down from ten days before the festival and is back sixteen days after it.
  private static func springRest(daysAfter days: Int) -> Double {
    switch days {
    case -10 ..< -1: 0.7 * Double(days + 11) / 10
    case -1...3: 1
    case 4...6: 0.85
    case 7...15: 0.7 * Double(16 - days) / 9
    default: 0
    }
  }
}
