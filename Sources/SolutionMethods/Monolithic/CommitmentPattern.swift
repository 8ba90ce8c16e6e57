import DispatchFormulation

/// Statuses of one block over the horizon, and their repair where they break its rules.
struct CommitmentPattern {
  let block: CommitmentBlock
  private(set) var isOn: [Bool]

  /// On where the relaxed status is above a threshold, repaired to obey minimum times by staying on longer.
  init(_ block: CommitmentBlock, relaxed: ArraySlice<Double>, threshold: Double) {
    self.block = block
    isOn = zip(relaxed, block.given).map { value, given in given ?? (value > threshold) }
    let wanted = isOn
    repair()
    if !isFeasible, let nearest = nearestFeasible(to: wanted) { isOn = nearest }
    for limit in block.startLimits {
      while block.starts(of: isOn, in: limit.steps) > limit.most, dropStart(in: limit.steps) {}
    }
  }

  /// One start less in some steps: by staying on over the shortest gap before one, else by leaving out the shortest run.
  private mutating func dropStart(in steps: Range<Int>) -> Bool {
    let gaps = runs(of: false).filter { run in
      let isAfterStop = run.lowerBound > 0 || block.initiallyOn == true
      return isAfterStop && steps.contains(run.upperBound) && run.allSatisfy { block.given[$0] != false }
    }
    let visits = runs(of: true).filter { run in
      let isStart = run.lowerBound > 0 || block.initiallyOn == false
      return isStart && steps.contains(run.lowerBound) && run.allSatisfy { block.given[$0] != true }
    }
    guard let run = (gaps.min { $0.count < $1.count }) ?? (visits.min { $0.count < $1.count }) else { return false }
    let value = !isOn[run.lowerBound]
    for t in run { isOn[t] = value }
    return true
  }

  /// Fills gaps shorter than the minimum time off and lengthens runs shorter than the minimum time on, until neither is
  /// left. Only switching on is tried first, so that it ends; a run that an outage cuts short is given up.
  private mutating func repair() {
    var changed = true
    while changed {
      changed = fillShortGaps()
      if lengthenShortRuns() { changed = true }
    }
    dropImpossibleRuns()
  }

  /// A gap counts from a stop within the horizon, or before it where the state is known, to a start.
  private mutating func fillShortGaps() -> Bool {
    var changed = false
    for run in runs(of: false) where run.upperBound < isOn.count {
      let stopIsKnown = run.lowerBound > 0 || block.initiallyOn == true
      guard stopIsKnown, run.count < block.minimumDownSteps else { continue }
      guard run.allSatisfy({ block.given[$0] != false }) else { continue }
      for t in run { isOn[t] = true }
      changed = true
    }
    return changed
  }

  private mutating func lengthenShortRuns() -> Bool {
    var changed = false
    for run in runs(of: true) where run.upperBound < isOn.count {
      let startIsKnown = run.lowerBound > 0 || block.initiallyOn == false
      guard startIsKnown, run.count < block.minimumUpSteps else { continue }
      var (low, high) = (run.lowerBound, run.upperBound)
      while high - low < block.minimumUpSteps, high < isOn.count, block.given[high] != false { high += 1 }
      while high - low < block.minimumUpSteps, high < isOn.count, low > 0, block.given[low - 1] != false { low -= 1 }
      if low == run.lowerBound && high == run.upperBound { continue }
      for t in low..<high { isOn[t] = true }
      changed = true
    }
    return changed
  }

  /// What could not be lengthened or filled because of given statuses goes off, where it may.
  private mutating func dropImpossibleRuns() {
    for run in runs(of: true) where run.upperBound < isOn.count {
      let startIsKnown = run.lowerBound > 0 || block.initiallyOn == false
      guard startIsKnown, run.count < block.minimumUpSteps else { continue }
      for t in run where block.given[t] != true { isOn[t] = false }
    }
    for run in runs(of: false) where run.upperBound < isOn.count {
      let stopIsKnown = run.lowerBound > 0 || block.initiallyOn == true
      guard stopIsKnown, run.count < block.minimumDownSteps else { continue }
      // The start comes too early: it waits until the minimum time off has passed.
      for t in run.upperBound..<min(run.lowerBound + block.minimumDownSteps, isOn.count) where block.given[t] != true {
        isOn[t] = false
      }
    }
  }

  /// The feasible statuses that differ from the wanted ones in the fewest steps, by dynamic programming over the state and
  /// how long it has lasted; `nil` if there are none. For outages close to steps in which the block is set on.
  private func nearestFeasible(to wanted: [Bool]) -> [Bool]? {
    let (up, down) = (block.minimumUpSteps, block.minimumDownSteps)
    // On for 1, 2, … up steps or more, then off for 1, 2, … down steps or more.
    let count = up + down
    func isOn(_ state: Int) -> Bool { state < up }
    func stay(_ state: Int) -> Int { state == up - 1 || state == count - 1 ? state : state + 1 }
    /// The state after switching, where it has lasted long enough.
    func change(_ state: Int) -> Int? { state == up - 1 ? up : state == count - 1 ? 0 : nil }

    var cost = Array(repeating: Int.max, count: count)
    if block.initiallyOn != false { cost[up - 1] = 0 }
    if block.initiallyOn != true { cost[count - 1] = 0 }
    var origins: [[Int]] = []
    for t in wanted.indices {
      var next = Array(repeating: Int.max, count: count)
      var origin = Array(repeating: -1, count: count)
      for state in 0..<count where cost[state] < .max {
        // Before the first step a block of unknown state was in whatever state it has there.
        let isFree = t == 0 && block.initiallyOn == nil
        for target in [stay(state), isFree ? nil : change(state)] {
          guard let target, block.given[t] ?? isOn(target) == isOn(target) else { continue }
          let total = cost[state] + (isOn(target) == wanted[t] ? 0 : 1)
          if total < next[target] { (next[target], origin[target]) = (total, state) }
        }
      }
      cost = next
      origins.append(origin)
    }
    guard var state = cost.indices.min(by: { cost[$0] < cost[$1] }), cost[state] < .max else { return nil }
    var pattern = wanted
    for t in wanted.indices.reversed() {
      pattern[t] = isOn(state)
      state = origins[t][state]
    }
    return pattern
  }

  private func runs(of value: Bool) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var t = 0
    while t < isOn.count {
      guard isOn[t] == value else {
        t += 1
        continue
      }
      let first = t
      while t < isOn.count, isOn[t] == value { t += 1 }
      runs.append(first..<t)
    }
    return runs
  }

  /// Whether every rule of the block holds.
  var isFeasible: Bool {
    zip(isOn, block.given).allSatisfy { $1 == nil || $0 == $1 }
      && runs(of: true).allSatisfy { run in
        let startIsKnown = run.lowerBound > 0 || block.initiallyOn == false
        return !startIsKnown || run.upperBound == isOn.count || run.count >= block.minimumUpSteps
      }
      && runs(of: false).allSatisfy { run in
        let stopIsKnown = run.lowerBound > 0 || block.initiallyOn == true
        return !stopIsKnown || run.upperBound == isOn.count || run.count >= block.minimumDownSteps
      }
  }
}

extension CommitmentBlock {
  /// Starts of a pattern of statuses in some steps.
  func starts(of isOn: [Bool], in steps: Range<Int>) -> Int {
    steps.count { isOn[$0] && !($0 > 0 ? isOn[$0 - 1] : initiallyOn ?? true) }
  }

  /// Whether a pattern of statuses starts no more often than it may: rows outside of the block, which its cheapest
  /// pattern at given prices need not obey.
  func keepsStartLimits(_ isOn: [Bool]) -> Bool {
    startLimits.allSatisfy { starts(of: isOn, in: $0.steps) <= $0.most }
  }
}
