import Foundation

/// The shape of an export schedule.
public enum ExportPattern: String, Codable, Sendable, CaseIterable {
  /// The same all day.
  case flat
  /// High from 7:00 to 22:00, low at night: follows the load at the other end.
  case day
  /// High in the morning and evening peaks, low at midday when the other end has its own PV.
  case peaks
  /// Follows the PV and wind that it takes along: high at midday, middle at night.
  case renewable

  private var hours: [Double] {
    switch self {
    case .flat: Array(repeating: 1, count: 24)
    case .day: (0..<24).map { (7..<22).contains($0) ? 1 : 0.7 }
    case .peaks:
      [
        0.65, 0.65, 0.65, 0.65, 0.65, 0.7, 0.8, 0.9, 0.95, 0.9, 0.8, 0.75,
        0.7, 0.7, 0.75, 0.8, 0.9, 1, 1, 1, 1, 0.95, 0.8, 0.7,
      ]
    case .renewable:
      [
        0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.72, 0.78, 0.86, 0.94, 1, 1,
        1, 1, 1, 0.96, 0.9, 0.85, 0.85, 0.85, 0.82, 0.78, 0.74, 0.7,
      ]
    }
  }

  /// Shape by quarter hour, with a season that is highest in July and December and lowest in April and October.
  func shape(_ calendar: QuarterHours) -> [Double] {
    let hours = hours
    return (0..<calendar.count).map { quarter in
      let day = Double(calendar.dayOfYear[quarter / QuarterHours.perDay])
      let season = 1 + 0.06 * cos(4 * .pi * (day - 15) / 365)
      return hours[quarter % QuarterHours.perDay / 4] * season
    }
  }
}
