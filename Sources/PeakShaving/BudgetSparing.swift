extension PeakShavingProblem {
  /// Takes back what counts against budgets that outlast resets, where a level leaves room for it.
  ///
  /// Neither the interior point nor the order of durations knows a reason to spare them. What has one does not charge, so
  /// all that may stand against it is an upper limit of the energy that is then left.
  ///
  /// - Parameters:
  ///   - steps: from rest, in a row.
  ///   - power: discharge less charge, `step * envelopes + envelope`.
  ///   - energy: MWh at the end of each step.
  func spareBudgets(in steps: Range<Int>, power: inout [Double], energy: inout [Double], at level: Double) {
    guard !budgets.isEmpty else { return }
    let n = envelopes.count
    var room = steps.map { level - load[$0] }
    for t in room.indices { for i in 0..<n { room[t] += power[t * n + i] } }
    // MWh that the level after each step may be higher by, for all steps that follow.
    var headroom = room
    for i in 0..<n where !envelopes[i].budgets.isEmpty {
      let drawn = stepHours / dischargeEfficiency[i]
      for (t, p) in steps.enumerated().reversed() {
        headroom[t] = upperLevel[p * n + i] - energy[t * n + i]
        guard p + 1 < steps.upperBound, case let kept = retained[(p + 1) * n + i], kept > 0 else { continue }
        headroom[t] = min(headroom[t], headroom[t + 1] / kept)
      }
      var raised = 0.0
      for (t, p) in steps.enumerated() {
        let k = t * n + i
        raised *= retained[p * n + i]
        let less = max(0, min(power[k], room[t], (headroom[t] - raised) / drawn))
        power[k] -= less
        room[t] -= less
        raised += less * drawn
        energy[k] += raised
      }
    }
  }
}
