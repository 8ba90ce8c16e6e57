/// Turns powers that nearly fit into powers that do.
struct WindowRecovery {
  private var lowest: [Double] = []
  private var highest: [Double] = []
  private var given: [Double] = []

  /// Follows desired powers as closely as limits allow, from rest to rest, and returns the level that is held.
  ///
  /// Levels are kept where the end of the window can still be reached: those ranges follow backwards from it, and the
  /// forward sweep never leaves them.
  mutating func follow(
    _ problem: PeakShavingProblem, segments: [Range<Int>], ringStart: [Double]?, isOpen: Bool,
    budgets: [Double], desired: (Int, Int) -> Double, into answer: inout WindowAnswer
  ) {
    let n = problem.envelopes.count
    let count = segments.reduce(0) { $0 + $1.count }
    answer.segments = segments
    answer.power.resize(to: count * n)
    answer.energy.resize(to: count * n)
    var part = [Double](repeating: 1, count: problem.budgets.count)
    for _ in 0..<6 {
      given = Array(repeating: 0, count: problem.budgets.count)
      var first = 0
      answer.level = -.infinity
      for segment in segments {
        bound(problem, segment, ringEnd: ringStart, isOpen: isOpen)
        sweep(problem, segment, first, ringStart, part, desired, &answer)
        first += segment.count
      }
      // What went over a budget is scaled back; the second sweep keeps it.
      var fits = true
      for (b, energy) in budgets.enumerated() where given[b] > energy * (1 + 1e-14) {
        part[b] *= energy / given[b]
        fits = false
      }
      if fits { return }
    }
  }

  /// Levels at the end of each step from which the window's end can be reached.
  private mutating func bound(_ problem: PeakShavingProblem, _ segment: Range<Int>, ringEnd: [Double]?, isOpen: Bool) {
    let n = problem.envelopes.count
    let h = problem.stepHours
    lowest.resize(to: segment.count * n)
    highest.resize(to: segment.count * n)
    for p in segment.reversed() {
      for i in 0..<n {
        let k = p * n + i
        let at = (p - segment.lowerBound) * n + i
        var (low, high) = (problem.lowerLevel[k], problem.upperLevel[k])
        if p + 1 < segment.upperBound {
          let retained = problem.retained[k + n]
          if retained != 0 {
            let most = h * problem.chargeEfficiency[i] * problem.chargeLimit[k + n]
            let least = h * problem.dischargeLimit[k + n] / problem.dischargeEfficiency[i]
            low = max(low, (lowest[at + n] - problem.inflow[k + n] - most) / retained)
            high = min(high, (highest[at + n] - problem.inflow[k + n] + least) / retained)
          }
        } else if let ringEnd {
          if problem.isRing[i] { (low, high) = (ringEnd[i], ringEnd[i]) }
        } else if !isOpen, p + 1 < problem.count ? problem.retained[k + n] != 0 : problem.isRing[i] {
          (low, high) = (problem.restLevel[i], problem.restLevel[i])
        }
        lowest[at] = low
        highest[at] = high
      }
    }
  }

  private mutating func sweep(
    _ problem: PeakShavingProblem, _ segment: Range<Int>, _ first: Int, _ ringStart: [Double]?, _ part: [Double],
    _ desired: (Int, Int) -> Double, _ answer: inout WindowAnswer
  ) {
    let n = problem.envelopes.count
    let h = problem.stepHours
    for p in segment {
      let t = first + p - segment.lowerBound
      var net = problem.load[p]
      for i in 0..<n {
        let k = p * n + i
        let budget = problem.budgetOf.isEmpty ? -1 : Int(problem.budgetOf[k])
        let stored = h * problem.chargeEfficiency[i]
        let drawn = h / problem.dischargeEfficiency[i]
        let before = p > segment.lowerBound ? answer.energy[(t - 1) * n + i] : ringStart?[i] ?? problem.restLevel[i]
        let start = problem.retained[k] * before + problem.inflow[k]
        var rise = desired(t, i) * (budget >= 0 ? part[budget] : 1)
        rise = min(stored * problem.chargeLimit[k], max(-drawn * problem.dischargeLimit[k], rise))
        let at = (p - segment.lowerBound) * n + i
        let level = min(highest[at], max(lowest[at], start + rise))
        rise = level - start
        let power = rise > 0 ? -rise / stored : -rise / drawn
        answer.power[t * n + i] = power
        answer.energy[t * n + i] = level
        if budget >= 0 { given[budget] += h * max(0, power) }
        net -= power
      }
      answer.level = max(answer.level, net)
    }
  }
}

extension [Double] {
  /// Grows or shrinks without giving memory back.
  mutating func resize(to count: Int) {
    if self.count > count { removeLast(self.count - count) }
    if self.count < count { append(contentsOf: repeatElement(0, count: count - self.count)) }
  }
}
