import Foundation

/// When a gap that closes will be what was asked for, if it goes on as it has; nothing where that cannot be told.
struct GapConvergence {
  /// Seconds and the logarithm of the gap, whenever it became smaller.
  private var improvements: [(time: Double, logarithm: Double)] = []

  mutating func record(gap: Double, at seconds: Double) {
    guard gap > 0, gap.isFinite else { return }
    let logarithm = log(gap)
    guard let last = improvements.last else { return improvements.append((seconds, logarithm)) }
    // Less than a hundredth is no progress to count on.
    if logarithm < last.logarithm - 0.01, seconds > last.time { improvements.append((seconds, logarithm)) }
  }

  /// From the slope of the logarithm over the later half of the time, now included, so that a stall flattens it.
  ///
  /// - Returns: `nil` before three seconds and four improvements, while the gap stands still, and further ahead than
  ///   ten times what was seen.
  func secondsLeft(to target: Double, at now: Double) -> Double? {
    guard target > 0, let first = improvements.first, let last = improvements.last else { return nil }
    let seen = now - first.time
    guard seen >= 3, now - last.time < 0.25 * seen else { return nil }
    guard last.logarithm > log(target) else { return 0 }
    let recent = improvements.filter { $0.time >= first.time + seen / 2 } + [(now, last.logarithm)]
    guard improvements.count >= 4, recent.count >= 3 else { return nil }
    let meanTime = recent.reduce(0) { $0 + $1.time } / Double(recent.count)
    let mean = recent.reduce(0) { $0 + $1.logarithm } / Double(recent.count)
    let variance = recent.reduce(0) { $0 + ($1.time - meanTime) * ($1.time - meanTime) }
    let slope = recent.reduce(0) { $0 + ($1.time - meanTime) * ($1.logarithm - mean) } / variance
    guard variance > 0, slope < 0 else { return nil }
    let left = (last.logarithm - log(target)) / -slope
    return left <= 10 * seen ? left : nil
  }
}
