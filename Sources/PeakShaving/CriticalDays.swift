/// A first guess of the level and of the days that decide it, from each day's energy above a level alone: nothing is
/// recharged within a day and everything between two. Wherever that is wrong, the sweeps over all steps tell.
struct CriticalDays {
  /// MW.
  private(set) var level: Double
  /// The days with the most energy above it, worst first.
  private(set) var days: [Range<Int>] = []

  init(_ problem: borrowing PeakShavingProblem, count: Int) {
    let power = problem.nominalPower.reduce(0, +)
    var energy = 0.0
    for (i, fall) in problem.deepestFall.enumerated() {
      energy += min(fall * problem.dischargeEfficiency[i], 24 * problem.nominalPower[i]) / problem.stepHours
    }
    let load = problem.restLoad.span
    let length = max(1, Int((24 / problem.stepHours).rounded()))
    level = -.infinity
    for first in stride(from: 0, to: load.count, by: length) {
      let day = first..<min(load.count, first + length)
      var highest = load[first]
      for p in day { highest = max(highest, load[p]) }
      level = max(level, highest - power)
      guard highest > level, Self.above(level, load, day) > energy else { continue }
      var (low, high) = (level, highest)
      for _ in 0..<12 {
        let middle = 0.5 * (low + high)
        if Self.above(middle, load, day) > energy { low = middle } else { high = middle }
      }
      level = high
    }
    var ranked: [(score: Double, day: Range<Int>)] = []
    for first in stride(from: 0, to: load.count, by: length) {
      let day = first..<min(load.count, first + length)
      let score = Self.above(level, load, day)
      guard ranked.count < count || score > ranked[ranked.count - 1].score else { continue }
      if ranked.count == count { ranked.removeLast() }
      ranked.insert((score, day), at: ranked.firstIndex { $0.score < score } ?? ranked.count)
    }
    days = ranked.map(\.day)
  }

  private static func above(_ level: Double, _ load: borrowing Span<Double>, _ day: Range<Int>) -> Double {
    var sum = 0.0
    for p in day { sum += max(0, load[p] - level) }
    return sum
  }
}
