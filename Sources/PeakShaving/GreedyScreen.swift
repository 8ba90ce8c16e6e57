import CKernels

/// A run of steps before and after which every resource rests.
struct Window {
  var steps: Range<Int>
  /// MW by which the level was missed at worst; 0 where it was held.
  var shortfall: Double
  /// Whether it was missed, or rest not reached again.
  var failed: Bool
  /// Step after the last in which the level was missed; its first where it was held.
  var shortUntil: Int
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
  /// MWh of level per MW of charge, and taken from it per MW of discharge; MW per MWh of either.
  private let stored: UnsafeMutablePointer<Double>
  private let drawn: UnsafeMutablePointer<Double>
  private let perStored: UnsafeMutablePointer<Double>
  private let perDrawn: UnsafeMutablePointer<Double>
  /// MWh, and MWh by which a level may be off.
  private let rest: UnsafeMutablePointer<Double>
  private let slack: UnsafeMutablePointer<Double>
  /// 1 where the level may be above rest, and where it goes round the ring.
  private let isNeutral: UnsafeMutablePointer<Double>
  private let isRing: UnsafeMutablePointer<Double>
  private let neutral: [Int]
  private var durations: DurationOrder
  /// Levels from which neutral ones can still end their window, by position and envelope; written where they are needed.
  private let lowest: UnsafeMutablePointer<Double>
  private let highest: UnsafeMutablePointer<Double>

  private var isSparing = false
  private let hasBudget: [Bool]

  /// Windows of the last sweep: all when it recorded, else those that failed.
  private(set) var windows: [Window] = []
  /// Discharge less charge and levels of the windows recorded, step after step, and the number of steps.
  private let recordedPower: UnsafeMutablePointer<Double>
  private let recordedLevel: UnsafeMutablePointer<Double>
  private var recordedSteps = 0

  init(_ problem: PeakShavingProblem) {
    n = problem.envelopes.count
    neutral = (0..<problem.envelopes.count).filter { problem.isNeutral[$0] }
    let size = neutral.isEmpty ? 0 : problem.count * n + 4
    slab.reserve(14 * (n + 4) + 2 * size + 2 * (problem.count * n + 4))
    level = slab.take(n)
    before = slab.take(n)
    power = slab.take(n)
    dischargeRoom = slab.take(n)
    chargeRoom = slab.take(n)
    firstRoom = slab.take(n)
    stored = slab.take(n)
    drawn = slab.take(n)
    perStored = slab.take(n)
    perDrawn = slab.take(n)
    rest = slab.take(n)
    slack = slab.take(n, filledWith: 1e300)
    isNeutral = slab.take(n)
    isRing = slab.take(n)
    // Written before they are read, so that only what is swept takes memory.
    lowest = slab.take(unwritten: size)
    highest = slab.take(unwritten: size)
    recordedPower = slab.take(unwritten: problem.count * n)
    recordedLevel = slab.take(unwritten: problem.count * n)
    durations = DurationOrder(problem)
    hasBudget = problem.envelopes.map { !$0.budgets.isEmpty }
    update(problem)
  }

  /// Turns to other sizes of the same resources.
  mutating func update(_ problem: borrowing PeakShavingProblem) {
    durations.update(problem)
    for i in 0..<n {
      stored[i] = problem.stepHours * problem.chargeEfficiency[i]
      drawn[i] = problem.stepHours / problem.dischargeEfficiency[i]
      perStored[i] = 1 / stored[i]
      perDrawn[i] = 1 / drawn[i]
      rest[i] = problem.restLevel[i]
      slack[i] = 1e-9 * max(rest[i], 1e-3)
      isNeutral[i] = problem.isNeutral[i] ? 1 : 0
      isRing[i] = problem.isRing[i] ? 1 : 0
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

  /// Sweeps a range that begins at rest, on past what cannot be held, and notes windows, powers and levels.
  ///
  /// - Parameters:
  ///   - range: all steps where it is `nil`.
  ///   - solved: runs from rest to rest, in order, that are left out where no window reaches into them.
  ///   - sparing: what has a budget that outlasts resets comes after all else.
  mutating func record(
    _ z: Double, _ problem: borrowing PeakShavingProblem, within range: Range<Int>? = nil,
    around solved: [Range<Int>] = [], sparing: Bool = false
  ) {
    isSparing = sparing
    defer { isSparing = false }
    windows.removeAll(keepingCapacity: true)
    recordedSteps = 0
    let range = range ?? 0..<problem.count
    var next = range.lowerBound
    for run in solved where run.lowerBound >= next {
      next = sweep(z, problem, next..<run.lowerBound, records: true)
      if next <= run.lowerBound { next = run.upperBound }
    }
    _ = sweep(z, problem, next..<max(next, range.upperBound), records: true)
  }

  /// Goes on from given levels until all rest, and records it; `nil` as soon as the level cannot be held.
  ///
  /// - Parameter failure: where that was.
  mutating func goOn(
    _ z: Double, _ problem: borrowing PeakShavingProblem, from first: Int, levels: ArraySlice<Double>, sparing: Bool,
    failure: inout Int
  ) -> Window? {
    isSparing = sparing
    defer { isSparing = false }
    recordedSteps = 0
    for (i, value) in levels.enumerated() { level[i] = value }
    let window = problem.withCells { follow(z, problem, $0, from: first, records: true, stopsAtFailure: true) }
    failure = window.steps.upperBound
    return window.failed ? nil : window
  }

  /// Discharge less charge and levels in a window that the last sweep has recorded, step after step.
  func recorded(_ window: Window) -> (power: [Double], energy: [Double]) {
    let (first, count) = (window.record * n, window.steps.count * n)
    return (
      Array(UnsafeBufferPointer(start: recordedPower + first, count: count)),
      Array(UnsafeBufferPointer(start: recordedLevel + first, count: count))
    )
  }

  /// Returns the position after the last window that begins in a range.
  private mutating func sweep(
    _ z: Double, _ problem: borrowing PeakShavingProblem, _ range: Range<Int>, records: Bool
  ) -> Int {
    problem.withCells { sweep(z, problem, $0, range, records: records) }
  }

  private mutating func sweep(
    _ z: Double, _ problem: borrowing PeakShavingProblem, _ cells: PeakShavingProblem.Cells, _ range: Range<Int>,
    records: Bool
  ) -> Int {
    let threshold = z - problem.idleDraw
    let unrested = problem.unrestedStart ?? problem.count
    var next = range.lowerBound
    while next < range.upperBound {
      let stop = (next..<range.upperBound).contains(unrested) ? unrested : range.upperBound
      var first = Self.firstAbove(threshold, problem.restLoad, next..<stop)
      if first == range.upperBound { return next }
      if !problem.neutralStart.isEmpty { first = max(next, problem.neutralStart[first]) }
      level.update(from: rest, count: n)
      let window = follow(z, problem, cells, from: first, records: records)
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

  /// Sweeps from the present levels until all rest.
  private mutating func follow(
    _ z: Double, _ problem: borrowing PeakShavingProblem, _ cells: PeakShavingProblem.Cells, from first: Int,
    records: Bool, stopsAtFailure: Bool = false
  ) -> Window {
    let tolerance = 1e-9 * max(1, abs(z))
    var window = Window(
      steps: first..<first, shortfall: 0, failed: false, shortUntil: first, record: recordedSteps)
    for i in neutral where cells.retained[first][i] != 0 { boundNeutral(i, z, problem, cells, from: first) }
    var p = first
    while p < problem.count {
      let (free, canGive, canTake) = push(z, problem, cells, p)
      if free > 0 {
        if free < canGive {
          give(free)
        } else {
          for i in 0..<n { power[i] += dischargeRoom[i] }
          if free > canGive + tolerance {
            window.failed = true
            window.shortfall = max(window.shortfall, free - canGive)
            window.shortUntil = p + 1
          }
        }
      } else if free < 0 {
        if -free < canTake {
          durations.charge(-free, rooms: chargeRoom, levels: before, onto: power)
        } else {
          for i in 0..<n { power[i] -= chargeRoom[i] }
        }
      }
      let (isWithin, rests) = settle(problem, cells, p)
      if !isWithin { window.failed = true }
      if records {
        (recordedPower + recordedSteps * n).update(from: power, count: n)
        (recordedLevel + recordedSteps * n).update(from: level, count: n)
        recordedSteps += 1
      }
      p += 1
      if rests || stopsAtFailure && window.failed {
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
    _ z: Double, _ problem: borrowing PeakShavingProblem, _ cells: PeakShavingProblem.Cells, _ p: Int
  ) -> (free: Double, canGive: Double, canTake: Double) {
    let k = p * n
    for i in neutral where cells.retained[p][i] == 0 { boundNeutral(i, z, problem, cells, from: p) }
    let at = neutral.isEmpty ? 0 : k
    var sums = (0.0, 0.0, 0.0)
    withUnsafeMutableBytes(of: &sums) { sums in
      sweep_push(
        n, cells.discharge[p], cells.charge[p], cells.lower[p], cells.upper[p], cells.retained[p],
        cells.inflow[p], lowest + at, highest + at, isNeutral, perDrawn, perStored, level, before, power,
        dischargeRoom, chargeRoom, sums.assumingMemoryBound(to: Double.self).baseAddress)
    }
    return (problem.load[p] - z - sums.0, sums.1, sums.2)
  }

  /// Takes the powers of a step; returns whether levels are within their limits, and whether all that carry on rest.
  private func settle(
    _ problem: borrowing PeakShavingProblem, _ cells: PeakShavingProblem.Cells, _ p: Int
  ) -> (isWithin: Bool, rests: Bool) {
    let carriesOn = p + 1 < problem.count ? cells.retained[p + 1] : UnsafePointer(isRing)
    let found = sweep_settle(
      n, cells.lower[p], cells.upper[p], carriesOn, isNeutral, rest, slack, drawn, stored, before, power, level)
    return (found & 1 != 0, found & 2 != 0)
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

  /// The levels from which a neutral envelope can reach the end of its window, charging only under the level held. Above
  /// rest the sweep takes only what begins anew at its own pace, not what would hold up that all rest.
  private func boundNeutral(
    _ i: Int, _ z: Double, _ problem: borrowing PeakShavingProblem, _ cells: PeakShavingProblem.Cells, from first: Int
  ) {
    var last = first
    while last + 1 < problem.count, cells.retained[last + 1][i] != 0 { last += 1 }
    let k = first * n + i
    problem.load.withUnsafeBufferPointer { load in
      guard let load = load.baseAddress else { return }
      sweep_bound(
        last + 1 - first, n, z, stored[i], drawn[i], load + first, cells.discharge[first] + i,
        cells.charge[first] + i, cells.lower[first] + i, cells.upper[first] + i, cells.retained[first] + i,
        cells.inflow[first] + i, lowest + k, highest + k)
    }
    guard problem.envelopes[i].kind != .shiftable else { return }
    for k in stride(from: first * n + i, through: last * n + i, by: n) {
      highest[k] = max(lowest[k], min(highest[k], rest[i]))
    }
  }
}
