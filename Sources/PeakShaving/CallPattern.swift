import GridModel

/// The pattern of calls of most worth under the rules of one interruptible load, by dynamic programming over the steps.
///
/// States are the steps that a call has lasted, or that lie since the last, times the calls begun in the day; calls of a
/// year have a price that is raised until they are few enough.
struct CallPattern {
  private let rules: CallRules
  private let horizon: Horizon
  private let least: Int
  private let most: Int
  private let rest: Int
  /// Steps of a call that are told apart, and calls of a day.
  private let lasting: Int
  private let daily: Int
  private let startsDay: [Bool]

  init(_ rules: CallRules, over horizon: Horizon) {
    self.rules = rules
    self.horizon = horizon
    (least, most, rest) = rules.steps(in: horizon)
    lasting = most < horizon.count ? most : least
    daily = rules.perDay < .infinity ? Int(rules.perDay) : 0
    var startsDay = [Bool](repeating: false, count: horizon.count)
    for day in horizon.days { startsDay[day.lowerBound] = true }
    self.startsDay = startsDay
  }

  /// Steps in a call, of most worth in all.
  func best(_ worth: [Double]) -> [Bool] {
    guard most >= least else { return Array(repeating: false, count: horizon.count) }
    var found = best(worth, price: 0)
    guard !isFew(found) else { return found }
    var (low, high) = (0.0, worth.reduce(0, +))
    for _ in 0..<16 {
      let price = 0.5 * (low + high)
      let pattern = best(worth, price: price)
      if isFew(pattern) { (high, found) = (price, pattern) } else { low = price }
    }
    return isFew(found) ? found : Array(repeating: false, count: horizon.count)
  }

  /// Whether no year has too many calls.
  private func isFew(_ pattern: [Bool]) -> Bool {
    rules.perYear == .infinity
      || horizon.years.allSatisfy { year in
        Double(year.count { pattern[$0] && ($0 == 0 || !pattern[$0 - 1]) }) <= rules.perYear
      }
  }

  private func best(_ worth: [Double], price: Double) -> [Bool] {
    // 0 free to begin; 1...lasting in a call for so many steps; beyond, so many steps since the last.
    let states = lasting + rest
    let size = states * (daily + 1)
    var value = [Double](repeating: -.infinity, count: size)
    value[0] = 0
    var from = [Int32](repeating: 0, count: horizon.count * size)
    for t in 0..<horizon.count {
      if t > 0, startsDay[t], daily > 0 {
        // Which count of the day before is best matters for the way back only, so it is kept apart below.
        value = foldDays(value, states, &from, t - 1, size)
      }
      var next = [Double](repeating: -.infinity, count: size)
      func offer(_ target: Int, _ amount: Double, _ source: Int) {
        guard amount > next[target] else { return }
        next[target] = amount
        from[t * size + target] = Int32(source)
      }
      for k in 0..<size where value[k] > -.infinity {
        let (begun, state) = (k / states * states, k % states)
        if state == 0 || state > lasting {
          // Off; free again once the rest is over.
          offer(begun + (state == 0 || state + 1 >= states ? 0 : state + 1), value[k], k)
          guard state == 0, lasting > 0, rules.perDay == .infinity || begun / states < daily else { continue }
          offer((rules.perDay == .infinity ? begun : begun + states) + 1, value[k] + worth[t] - price, k)
        } else {
          if state < lasting || most >= horizon.count { offer(begun + min(state + 1, lasting), value[k] + worth[t], k) }
          if state >= least { offer(begun + (rest > 1 ? lasting + 1 : 0), value[k], k) }
        }
      }
      value = next
    }
    var pattern = [Bool](repeating: false, count: horizon.count)
    var k = value.indices.max { value[$0] < value[$1] } ?? 0
    for t in (0..<horizon.count).reversed() {
      pattern[t] = (1...max(1, lasting)).contains(k % states) && lasting > 0
      k = Int(from[t * size + k])
    }
    return pattern
  }

  /// At midnight the calls begun count from 0 again: of each state the best count is kept.
  private func foldDays(
    _ value: [Double], _ states: Int, _ from: inout [Int32], _ last: Int, _ size: Int
  ) -> [Double] {
    var folded = [Double](repeating: -.infinity, count: size)
    let sources = from[last * size..<(last + 1) * size]
    var source = Array(sources)
    for k in 0..<size where value[k] > folded[k % states] {
      folded[k % states] = value[k]
      source[k % states] = sources[sources.startIndex + k]
    }
    from.replaceSubrange(last * size..<(last + 1) * size, with: source)
    return folded
  }
}
