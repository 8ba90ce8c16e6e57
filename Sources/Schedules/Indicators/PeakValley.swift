import GridModel

/// Extremes of a load and its peak-valley difference (峰谷差) within local days.
public struct PeakValley: Sendable, Equatable, Codable {
  /// MW over the horizon.
  public var maximum: Double
  public var minimum: Double
  /// Largest difference within one day, MW.
  public var difference: Double
  /// Largest difference within one day over the maximum of that day (峰谷差率), %; `nil` where no maximum is positive.
  public var ratioPercent: Double?
  /// Mean over the days.
  public var meanDifference: Double
  public var meanRatioPercent: Double?

  enum CodingKeys: String, CodingKey {
    case maximum = "maximum_mw"
    case minimum = "minimum_mw"
    case difference = "difference_mw"
    case ratioPercent = "ratio_percent"
    case meanDifference = "mean_difference_mw"
    case meanRatioPercent = "mean_ratio_percent"
  }

  /// Only whole local days are counted; a horizon without one is taken as a single day.
  init(_ values: [Double], over horizon: Horizon) {
    maximum = values.max() ?? 0
    minimum = values.min() ?? 0
    let whole = horizon.days.filter { $0.count * horizon.stepMinutes == 24 * 60 }
    let days = whole.isEmpty ? [values.indices] : whole
    var differences: [Double] = []
    var ratios: [Double] = []
    for day in days {
      guard let peak = values[day].max(), let valley = values[day].min() else { continue }
      differences.append(peak - valley)
      if peak > 0 { ratios.append((peak - valley) / peak * 100) }
    }
    difference = differences.max() ?? 0
    ratioPercent = ratios.max()
    meanDifference = differences.isEmpty ? 0 : differences.reduce(0, +) / Double(differences.count)
    meanRatioPercent = ratios.isEmpty ? nil : ratios.reduce(0, +) / Double(ratios.count)
  }
}
