/// What was found for some windows: a level they can be held at, a bound that nothing can beat, and how.
struct WindowAnswer: Sendable {
  /// Positions covered; each window begins and ends at rest, unless it is the whole ring.
  var segments: [Range<Int>] = []
  /// MW held.
  var level = Double.infinity
  /// MW below which no schedule of the whole horizon can stay.
  var lowerBound = -Double.infinity
  /// Discharge less charge, `step * envelopes + envelope` over the segments.
  var power: [Double] = []
  /// MWh at the end of each step.
  var energy: [Double] = []
  /// Duals behind the bound.
  var duals = WindowDuals()

  /// Steps until the last that has a part in the bound worth speaking of.
  var deciding: Int { 1 + (duals.w.lastIndex { $0 > 1e-4 } ?? duals.w.count - 1) }
}

/// Prices that prove a bound: any `y` do, with any non-negative `w` that sums to 1 and any `pi` up to 0.
struct WindowDuals: Sendable {
  var segments: [Range<Int>] = []
  var isRing = false
  /// MW per MWh of level, `step * envelopes + envelope`.
  var y: [Double] = []
  /// Weight of each step: how much of the level held it decides.
  var w: [Double] = []
  /// MW per MWh of each budget.
  var pi: [Double] = []
}

extension PeakShavingProblem {
  /// The lower bound that prices prove, MW: the Lagrangian, minimised over each limit by itself.
  ///
  /// The start of a window counts as what is best for it and its end as free, so that what bounds some windows bounds
  /// the whole horizon.
  func lowerBound(_ duals: WindowDuals) -> Double {
    var bound = 0.0
    forEachReducedCost(duals) { k, t, gain in
      bound += duals.w[t] * load[k / envelopes.count] * (k % envelopes.count == 0 ? 1 : 0)
      bound += gain.constant
      bound -= dischargeLimit[k] * max(0, gain.discharge) + chargeLimit[k] * max(0, gain.charge)
      bound -= gain.level > 0 ? upperLevel[k] * gain.level : lowerLevel[k] * gain.level
    }
    for (b, budget) in budgets.enumerated() where !duals.pi.isEmpty { bound += duals.pi[b] * budget.energy }
    return bound
  }

  /// What one unit of each column of a cell is worth at some prices, MW of level per unit.
  struct ReducedCost {
    var discharge = 0.0
    var charge = 0.0
    var level = 0.0
    /// MW, of what the level gets by itself.
    var constant = 0.0
  }

  /// Calls with the cell `position * envelopes + envelope`, the step among the windows, and what its columns are worth.
  func forEachReducedCost(_ duals: WindowDuals, _ body: (Int, Int, ReducedCost) -> Void) {
    let n = envelopes.count
    var t = 0
    for segment in duals.segments {
      let first = t
      for p in segment {
        for i in 0..<n {
          let k = p * n + i
          let y = duals.y[t * n + i]
          var cost = ReducedCost()
          cost.discharge = stepHours / dischargeEfficiency[i] * y + duals.w[t]
          let budget = budgetOf.isEmpty ? -1 : Int(budgetOf[k])
          if budget >= 0, !duals.pi.isEmpty { cost.discharge += stepHours * duals.pi[budget] }
          cost.charge = -stepHours * chargeEfficiency[i] * y - duals.w[t]
          cost.level = y
          if p + 1 < segment.upperBound {
            cost.level -= retained[k + n] * duals.y[(t + 1) * n + i]
          } else if duals.isRing {
            cost.level -= retained[i] * duals.y[first * n + i]
          }
          cost.constant = inflow[k] * y
          if p == segment.lowerBound, !duals.isRing, retained[k] != 0 {
            let before = (p == 0 ? count - 1 : p - 1) * n + i
            cost.constant += retained[k] * y * (y > 0 ? lowerLevel[before] : upperLevel[before])
          }
          body(k, t, cost)
        }
        t += 1
      }
    }
  }
}
