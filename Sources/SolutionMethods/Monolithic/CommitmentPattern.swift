import DispatchFormulation

/// Statuses of one block over the horizon, and their repair where they break its rules.
struct CommitmentPattern {
  let block: CommitmentBlock
  private(set) var isOn: [Bool]

  /// On where the relaxed status is above a threshold, repaired to obey minimum times by staying on longer.
  init(_ block: CommitmentBlock, relaxed: ArraySlice<Double>, threshold: Double) {
    self.block = block
    isOn = zip(relaxed, block.given).map { value, given in given ?? (value > threshold) }
    repair()
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
