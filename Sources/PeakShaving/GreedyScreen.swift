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
struct GreedyScreen {
  private let n: Int
  private var level: [Double]
  private var before: [Double]
  private var power: [Double]
  private var dischargeRoom: [Double]
  private var chargeRoom: [Double]
  private var durations: DurationOrder
  /// Levels from which neutral ones can still end their window, by position and envelope; written where they are needed.
  private var lowest: [Double]
  private var highest: [Double]

  private var isSparing = false
  private let hasBudget: [Bool]
  private var firstRoom: [Double]

  /// Windows of the last sweep that recorded.
  private(set) var windows: [Window] = []
  /// Discharge less charge and levels of the windows, step after step.
  private(set) var recordedPower: [Double] = []
  private(set) var recordedLevel: [Double] = []

  init(_ problem: PeakShavingProblem) {
    n = problem.envelopes.count
    level = Array(repeating: 0, count: n)
    before = level
    power = level
    dischargeRoom = level
    chargeRoom = level
    durations = DurationOrder(problem)
    hasBudget = problem.envelopes.map { !$0.budgets.isEmpty }
    firstRoom = level
    let size = problem.neutralStart.isEmpty ? 0 : problem.count * n
    lowest = Array(repeating: 0, count: size)
    highest = lowest
  }

  /// Turns to another problem with as many envelopes and steps.
  mutating func replace(_ problem: PeakShavingProblem) {
    durations = DurationOrder(problem)
    let size = problem.neutralStart.isEmpty ? 0 : problem.count * n
    if lowest.count < size {
      lowest = Array(repeating: 0, count: size)
      highest = lowest
    }
  }

  /// Whether the sweep holds a level; it ends at the first step that it cannot.
  mutating func holds(_ z: Double, _ problem: PeakShavingProblem) -> Bool { sweep(z, problem, records: false) }

  /// Sweeps on past what cannot be held, and notes windows, powers and levels.
  ///
  /// - Parameter sparing: what has a budget that outlasts resets comes after all else.
  mutating func record(_ z: Double, _ problem: PeakShavingProblem, sparing: Bool = false) {
    isSparing = sparing
    defer { isSparing = false }
    windows.removeAll(keepingCapacity: true)
    recordedPower.removeAll(keepingCapacity: true)
    recordedLevel.removeAll(keepingCapacity: true)
    _ = sweep(z, problem, records: true)
  }

  private mutating func sweep(_ z: Double, _ problem: PeakShavingProblem, records: Bool) -> Bool {
    let threshold = z - problem.idleDraw
    var holdsAll = true
    var next = 0
    var unrested = 0
    while true {
      while unrested < problem.unrestedStarts.count, problem.unrestedStarts[unrested] < next { unrested += 1 }
      let stop = unrested < problem.unrestedStarts.count ? problem.unrestedStarts[unrested] : problem.count
      var first = Self.firstAbove(threshold, problem.load, next..<stop)
      if first == problem.count { return holdsAll }
      if !problem.neutralStart.isEmpty { first = max(next, problem.neutralStart[first]) }
      let window = follow(z, problem, from: first, records: records)
      if window.failed, !records { return false }
      if window.failed { holdsAll = false }
      if records { windows.append(window) }
      next = window.steps.upperBound
    }
  }

  /// First position in a range whose load lies above a threshold, or the end of the range.
  private static func firstAbove(_ threshold: Double, _ load: [Double], _ range: Range<Int>) -> Int {
    load.withUnsafeBufferPointer { load in
      var p = range.lowerBound
      while p + 8 <= range.upperBound {
        var highest = load[p]
        for q in p + 1..<p + 8 { highest = max(highest, load[q]) }
        if highest > threshold { break }
        p += 8
      }
      while p < range.upperBound, load[p] <= threshold { p += 1 }
      return p
    }
  }

  /// Sweeps from a step at which all rest until all rest again.
  private mutating func follow(_ z: Double, _ problem: PeakShavingProblem, from first: Int, records: Bool) -> Window {
    let tolerance = 1e-9 * max(1, abs(z))
    let h = problem.stepHours
    var window = Window(steps: first..<first, shortfall: 0, failed: false, record: recordedPower.count / max(1, n))
    for i in 0..<n {
      level[i] = problem.restLevel[i]
      if problem.isNeutral[i], problem.retained[first * n + i] != 0 { boundNeutral(i, z, problem, from: first) }
    }
    var p = first
    while p < problem.count {
      var free = problem.load[p] - z
      var canGive = 0.0
      var canTake = 0.0
      for i in 0..<n {
        let k = p * n + i
        if problem.isNeutral[i], problem.retained[k] == 0 { boundNeutral(i, z, problem, from: p) }
        let low = problem.isNeutral[i] ? lowest[k] : problem.lowerLevel[k]
        let high = problem.isNeutral[i] ? highest[k] : problem.upperLevel[k]
        let start = problem.retained[k] * level[i] + problem.inflow[k]
        before[i] = start
        let give = problem.dischargeEfficiency[i] / h
        let take = 1 / (problem.chargeEfficiency[i] * h)
        // What must be given or taken to end within the limits comes before what may be.
        let mustGive = min(problem.dischargeLimit[k], max(0, (start - high) * give))
        let mustTake = min(problem.chargeLimit[k], max(0, (low - start) * take))
        power[i] = mustGive - mustTake
        free -= power[i]
        dischargeRoom[i] = mustTake > 0 ? 0 : max(0, min(problem.dischargeLimit[k], (start - low) * give) - mustGive)
        chargeRoom[i] = mustGive > 0 ? 0 : max(0, min(problem.chargeLimit[k], (high - start) * take) - mustTake)
        canGive += dischargeRoom[i]
        canTake += chargeRoom[i]
      }
      if free > 0 {
        if free < canGive {
          give(free)
        } else {
          for i in 0..<n { power[i] += dischargeRoom[i] }
          if free > canGive + tolerance {
            window.failed = true
            window.shortfall = max(window.shortfall, free - canGive)
            if !records { return window }
          }
        }
      } else if free < 0 {
        if -free < canTake {
          durations.charge(-free, rooms: chargeRoom, levels: before, onto: &power)
        } else {
          for i in 0..<n { power[i] -= chargeRoom[i] }
        }
      }
      let q = p + 1
      var allRest = true
      for i in 0..<n {
        let x = power[i]
        level[i] = before[i] - h * (x > 0 ? x / problem.dischargeEfficiency[i] : x * problem.chargeEfficiency[i])
        let rest = problem.restLevel[i]
        let slack = 1e-9 * max(rest, 1e-3)
        if level[i] < problem.lowerLevel[p * n + i] - slack || level[i] > problem.upperLevel[p * n + i] + slack {
          window.failed = true
        }
        let isReset = q < problem.count ? problem.retained[q * n + i] == 0 : !problem.isRing[i]
        if !isReset, level[i] < rest - slack || problem.isNeutral[i] && level[i] > rest + slack { allRest = false }
      }
      if records {
        recordedPower.append(contentsOf: power)
        recordedLevel.append(contentsOf: level)
      }
      p = q
      if allRest {
        window.steps = first..<p
        return window
      }
      if window.failed, !records { return window }
    }
    window.steps = first..<p
    window.failed = true
    return window
  }

  /// Gives what is less than all rooms together.
  private mutating func give(_ need: Double) {
    guard isSparing else { return durations.discharge(need, rooms: dischargeRoom, levels: before, onto: &power) }
    var unbudgeted = 0.0
    for i in 0..<n {
      firstRoom[i] = hasBudget[i] ? 0 : dischargeRoom[i]
      unbudgeted += firstRoom[i]
    }
    guard need >= unbudgeted else { return durations.discharge(need, rooms: firstRoom, levels: before, onto: &power) }
    for i in 0..<n {
      power[i] += firstRoom[i]
      firstRoom[i] = hasBudget[i] ? dischargeRoom[i] : 0
    }
    durations.discharge(need - unbudgeted, rooms: firstRoom, levels: before, onto: &power)
  }

  /// The levels from which a neutral envelope can reach the end of its window, charging only under the level held.
  private mutating func boundNeutral(_ i: Int, _ z: Double, _ problem: PeakShavingProblem, from first: Int) {
    var last = first
    while last + 1 < problem.count, problem.retained[(last + 1) * n + i] != 0 { last += 1 }
    let h = problem.stepHours
    var low = -Double.infinity
    var high = Double.infinity
    for p in stride(from: last, through: first, by: -1) {
      let k = p * n + i
      low = max(low, problem.lowerLevel[k])
      high = min(high, problem.upperLevel[k])
      lowest[k] = low
      highest[k] = high
      low =
        (low - h * problem.chargeEfficiency[i] * min(problem.chargeLimit[k], max(0, z - problem.load[p])))
        / problem.retained[k]
      high = (high + h * problem.dischargeLimit[k] / problem.dischargeEfficiency[i]) / problem.retained[k]
    }
  }
}
