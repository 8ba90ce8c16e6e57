/// A run of steps before and after which every resource rests.
struct Window {
  var steps: Range<Int>
  /// MW by which the level was missed at worst; 0 where it was held.
  var shortfall: Double
  /// Whether it was missed, or rest not reached again.
  var failed: Bool
  /// Where its first step is in the record.
  var record: Int
}

/// One sweep that holds a level as well as it can without looking ahead.
///
/// Discharge falls on the resources that could go on longest, charge on those that could go on shortest. That is exact
/// while nothing is recharged within a window and only a screen where something is (M. P. Evans, S. H. Tindemans, D.
/// Angeli, "A graphical measure of aggregate flexibility for energy-constrained distributed resources", IEEE Trans. Smart
/// Grid 11, 2020, for the order). Yearly budgets are left out.
struct GreedyScreen: ~Copyable {
  private let n: Int
  private var slab = Slab()
  // By envelope: level, level before the power of the step, power, and how much more it could be.
  private let level: UnsafeMutablePointer<Double>
  private let before: UnsafeMutablePointer<Double>
  private let power: UnsafeMutablePointer<Double>
  private let dischargeRoom: UnsafeMutablePointer<Double>
  private let chargeRoom: UnsafeMutablePointer<Double>
  private let firstRoom: UnsafeMutablePointer<Double>
  /// MWh of level per MW of charge, and taken from it per MW of discharge.
  private let stored: UnsafeMutablePointer<Double>
  private let drawn: UnsafeMutablePointer<Double>
  private var durations: DurationOrder
  /// Levels from which neutral ones can still end their window, by position and envelope; written where they are needed.
  private var lowest: [Double]
  private var highest: [Double]

  private var isSparing = false
  private let hasBudget: [Bool]

  /// Windows of the last sweep: all when it recorded, else those that failed.
  private(set) var windows: [Window] = []
  /// Discharge less charge and levels of the windows, step after step.
  private(set) var recordedPower: [Double] = []
  private(set) var recordedLevel: [Double] = []

  init(_ problem: PeakShavingProblem) {
    n = problem.envelopes.count
    slab.reserve(8 * (n + 4))
    level = slab.take(n)
    before = slab.take(n)
    power = slab.take(n)
    dischargeRoom = slab.take(n)
    chargeRoom = slab.take(n)
    firstRoom = slab.take(n)
    stored = slab.take(n)
    drawn = slab.take(n)
    durations = DurationOrder(problem)
    hasBudget = problem.envelopes.map { !$0.budgets.isEmpty }
    let size = problem.neutralStart.isEmpty ? 0 : problem.count * n
    lowest = Array(repeating: 0, count: size)
    highest = lowest
    update(problem)
  }

  /// Turns to other sizes of the same resources.
  mutating func update(_ problem: borrowing PeakShavingProblem) {
    durations.update(problem)
    for i in 0..<n {
      stored[i] = problem.stepHours * problem.chargeEfficiency[i]
      drawn[i] = problem.stepHours / problem.dischargeEfficiency[i]
    }
  }

  /// Notes the windows within some ranges in which a level cannot be held.
  mutating func find(failing z: Double, _ problem: borrowing PeakShavingProblem, within ranges: [Range<Int>]) {
    windows.removeAll(keepingCapacity: true)
    var next = 0
    for range in ranges {
      next = sweep(z, problem, max(next, range.lowerBound)..<max(next, range.upperBound), records: false)
    }
  }

  /// Sweeps all steps, on past what cannot be held, and notes windows, powers and levels.
  ///
  /// - Parameters:
  ///   - solved: runs from rest to rest, in order, that are left out where no window reaches into them.
  ///   - sparing: what has a budget that outlasts resets comes after all else.
  mutating func record(
    _ z: Double, _ problem: borrowing PeakShavingProblem, around solved: [Range<Int>] = [], sparing: Bool = false
  ) {
    isSparing = sparing
    defer { isSparing = false }
    windows.removeAll(keepingCapacity: true)
    recordedPower.removeAll(keepingCapacity: true)
    recordedLevel.removeAll(keepingCapacity: true)
    var next = 0
    for run in solved where run.lowerBound >= next {
      next = sweep(z, problem, next..<run.lowerBound, records: true)
      if next <= run.lowerBound { next = run.upperBound }
    }
    _ = sweep(z, problem, next..<max(next, problem.count), records: true)
  }

  /// Returns the position after the last window that begins in a range.
  private mutating func sweep(
    _ z: Double, _ problem: borrowing PeakShavingProblem, _ range: Range<Int>, records: Bool
  ) -> Int {
    let threshold = z - problem.idleDraw
    let unrested = problem.unrestedStart ?? problem.count
    var next = range.lowerBound
    while next < range.upperBound {
      let stop = (next..<range.upperBound).contains(unrested) ? unrested : range.upperBound
      var first = Self.firstAbove(threshold, problem.load, next..<stop)
      if first == range.upperBound { return next }
      if !problem.neutralStart.isEmpty { first = max(next, problem.neutralStart[first]) }
      let window = follow(z, problem, from: first, records: records)
      if records || window.failed { windows.append(window) }
      next = window.steps.upperBound
    }
    return next
  }

  /// First position in a range whose load lies above a threshold, or the end of the range.
  private static func firstAbove(_ threshold: Double, _ load: [Double], _ range: Range<Int>) -> Int {
    let load = load.span
    var p = range.lowerBound
    while p + 8 <= range.upperBound {
      var highest = load[unchecked: p]
      for q in p + 1..<p + 8 { highest = max(highest, load[unchecked: q]) }
      if highest > threshold { break }
      p += 8
    }
    while p < range.upperBound, load[p] <= threshold { p += 1 }
    return p
  }

  /// Sweeps from a step at which all rest until all rest again.
  private mutating func follow(
    _ z: Double, _ problem: borrowing PeakShavingProblem, from first: Int, records: Bool
  ) -> Window {
    let tolerance = 1e-9 * max(1, abs(z))
    var window = Window(steps: first..<first, shortfall: 0, failed: false, record: recordedPower.count / max(1, n))
    for i in 0..<n {
      level[i] = problem.restLevel[i]
      if problem.isNeutral[i], problem.retained[first * n + i] != 0 { boundNeutral(i, z, problem, from: first) }
    }
    var p = first
    while p < problem.count {
      let (free, canGive, canTake) = push(z, problem, p)
      if free > 0 {
        if free < canGive {
          give(free)
        } else {
          for i in 0..<n { power[i] += dischargeRoom[i] }
          if free > canGive + tolerance {
            window.failed = true
            window.shortfall = max(window.shortfall, free - canGive)
          }
        }
      } else if free < 0 {
        if -free < canTake {
          durations.charge(-free, rooms: chargeRoom, levels: before, onto: power)
        } else {
          for i in 0..<n { power[i] -= chargeRoom[i] }
        }
      }
      if !settle(problem, p) { window.failed = true }
      if records {
        recordedPower.append(contentsOf: UnsafeMutableBufferPointer(start: power, count: n))
        recordedLevel.append(contentsOf: UnsafeMutableBufferPointer(start: level, count: n))
      }
      p += 1
      if rests(problem, after: p - 1) {
        window.steps = first..<p
        return window
      }
    }
    window.steps = first..<p
    window.failed = true
    return window
  }

  /// What must be given or taken in a step to end within the limits; then MW that are left above the level held, and
  /// what more could be given or taken.
  private mutating func push(
    _ z: Double, _ problem: borrowing PeakShavingProblem, _ p: Int
  ) -> (free: Double, canGive: Double, canTake: Double) {
    let (dischargeLimit, chargeLimit) = (problem.dischargeLimit.span, problem.chargeLimit.span)
    let (lowerLevel, upperLevel) = (problem.lowerLevel.span, problem.upperLevel.span)
    let (retained, inflow) = (problem.retained.span, problem.inflow.span)
    var free = problem.load[p] - z
    var canGive = 0.0
    var canTake = 0.0
    for i in 0..<n {
      let k = p * n + i
      var low = lowerLevel[unchecked: k]
      var high = upperLevel[unchecked: k]
      if problem.isNeutral[i] {
        if retained[unchecked: k] == 0 { boundNeutral(i, z, problem, from: p) }
        low = lowest[k]
        high = highest[k]
      }
      let start = retained[unchecked: k] * level[i] + inflow[unchecked: k]
      before[i] = start
      let (mostGiven, mostTaken) = (dischargeLimit[unchecked: k], chargeLimit[unchecked: k])
      let above = start - high
      let under = low - start
      let mustGive = above > 0 ? min(mostGiven, above / drawn[i]) : 0
      let mustTake = under > 0 ? min(mostTaken, under / stored[i]) : 0
      power[i] = mustGive - mustTake
      free -= power[i]
      dischargeRoom[i] = mustTake > 0 ? 0 : max(0, min(mostGiven, -under / drawn[i]) - mustGive)
      chargeRoom[i] = mustGive > 0 ? 0 : max(0, min(mostTaken, -above / stored[i]) - mustTake)
      canGive += dischargeRoom[i]
      canTake += chargeRoom[i]
    }
    return (free, canGive, canTake)
  }

  /// Takes the powers of a step; returns whether levels are within their limits.
  private func settle(_ problem: borrowing PeakShavingProblem, _ p: Int) -> Bool {
    let (lowerLevel, upperLevel) = (problem.lowerLevel.span, problem.upperLevel.span)
    var isWithin = true
    for i in 0..<n {
      let x = power[i]
      level[i] = before[i] - x * (x > 0 ? drawn[i] : stored[i])
      let slack = 1e-9 * max(problem.restLevel[i], 1e-3)
      let k = p * n + i
      if level[i] < lowerLevel[unchecked: k] - slack || level[i] > upperLevel[unchecked: k] + slack { isWithin = false }
    }
    return isWithin
  }

  /// Whether all wait at rest after a step, or are reset there.
  private func rests(_ problem: borrowing PeakShavingProblem, after p: Int) -> Bool {
    for i in 0..<n where problem.mustEndAtRest(p, i) {
      let rest = problem.restLevel[i]
      let slack = 1e-9 * max(rest, 1e-3)
      if level[i] < rest - slack || problem.isNeutral[i] && level[i] > rest + slack { return false }
    }
    return true
  }

  /// Gives what is less than all rooms together.
  private mutating func give(_ need: Double) {
    guard isSparing else { return durations.discharge(need, rooms: dischargeRoom, levels: before, onto: power) }
    var unbudgeted = 0.0
    for i in 0..<n {
      firstRoom[i] = hasBudget[i] ? 0 : dischargeRoom[i]
      unbudgeted += firstRoom[i]
    }
    guard need >= unbudgeted else { return durations.discharge(need, rooms: firstRoom, levels: before, onto: power) }
    for i in 0..<n {
      power[i] += firstRoom[i]
      firstRoom[i] = hasBudget[i] ? dischargeRoom[i] : 0
    }
    durations.discharge(need - unbudgeted, rooms: firstRoom, levels: before, onto: power)
  }

  /// The levels from which a neutral envelope can reach the end of its window, charging only under the level held.
  private mutating func boundNeutral(_ i: Int, _ z: Double, _ problem: borrowing PeakShavingProblem, from first: Int) {
    let (dischargeLimit, chargeLimit) = (problem.dischargeLimit.span, problem.chargeLimit.span)
    let (retained, load) = (problem.retained.span, problem.load.span)
    let (lowerLevel, upperLevel) = (problem.lowerLevel.span, problem.upperLevel.span)
    var last = first
    while last + 1 < problem.count, retained[(last + 1) * n + i] != 0 { last += 1 }
    var low = -Double.infinity
    var high = Double.infinity
    for p in stride(from: last, through: first, by: -1) {
      let k = p * n + i
      low = max(low, lowerLevel[k])
      high = min(high, upperLevel[k])
      lowest[k] = low
      highest[k] = high
      low -= stored[i] * min(chargeLimit[k], max(0, z - load[p]))
      high += drawn[i] * dischargeLimit[k]
      if retained[k] != 1 {
        low /= retained[k]
        high /= retained[k]
      }
    }
  }
}
