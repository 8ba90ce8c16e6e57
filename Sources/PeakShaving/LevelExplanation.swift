/// What decides the level: hours that bind, and what keeps each resource from giving more, all from the proof's prices.
public struct LevelExplanation: Sendable {
  /// Steps that decide, with their weights, which sum to 1; by time.
  public var hours: [BindingHour]
  /// By envelope of the problem.
  public var limits: [ResourceLimits]
}

public struct BindingHour: Sendable, Equatable {
  public var step: Int
  /// MW of the level per MW of load in this step.
  public var weight: Double
}

/// MW by which the level falls per unit more of each limit of a resource.
public struct ResourceLimits: Sendable, Equatable {
  public var name: String
  /// Per MW of discharge.
  public var power = 0.0
  /// Per MWh of energy, or of the budget of a day.
  public var energy = 0.0
  /// Per MW of charge.
  public var recharge = 0.0
  /// Per MWh of a budget that lasts, such as that of a year.
  public var budget = 0.0
  /// MW that the whole of each limit is worth, for what weighs most.
  var worth: [(Limit, Double)] = []

  public enum Limit: String, Sendable, Codable, CaseIterable {
    case power, energy, recharge, budget
  }

  /// What weighs most; `nil` where more of nothing would help.
  public var main: Limit? {
    guard let best = worth.max(by: { $0.1 < $1.1 }), best.1 > 1e-6 else { return nil }
    return best.0
  }

  public static func == (a: ResourceLimits, b: ResourceLimits) -> Bool {
    a.name == b.name && a.power == b.power && a.energy == b.energy && a.recharge == b.recharge && a.budget == b.budget
  }
}

extension PeakShavingSolution {
  /// What decides the level.
  public func explanation(of problem: PeakShavingProblem) -> LevelExplanation {
    let n = problem.envelopes.count
    var weights: [Int: Double] = [:]
    var t = 0
    for segment in duals.segments {
      for p in segment {
        if duals.w[t] > 1e-4 { weights[problem.step(p)] = duals.w[t] }
        t += 1
      }
    }
    var limits = problem.envelopes.map { ResourceLimits(name: $0.name) }
    // MW that the whole of each limit is worth.
    var worth = [[Double]](repeating: [0, 0, 0, 0], count: n)
    let drawn = problem.envelopes.map { $0.isDrawing ? $0.drawn.values(count: problem.count) : [] }
    problem.forEachReducedCost(duals) { k, t, cost in
      let i = k % n
      // What the load holds for it may be left undrawn, and that much less be drawn besides.
      let own = drawn[i].isEmpty ? 0 : drawn[i][problem.step(k / n)]
      worth[i][0] += problem.dischargeLimit[k] * max(0, cost.discharge) + own * max(0, -cost.charge)
      worth[i][2] += (problem.chargeLimit[k] - own) * max(0, cost.charge)
      worth[i][1] += (cost.level > 0 ? problem.upperLevel[k] : problem.lowerLevel[k]) * cost.level - cost.constant
      worth[i][1] += own * (cost.charge + duals.w[t])
    }
    for (b, budget) in problem.budgets.enumerated() where !duals.pi.isEmpty {
      worth[budget.envelope][3] -= duals.pi[b] * budget.energy
    }
    for (i, envelope) in problem.envelopes.enumerated() {
      func per(_ value: Double, _ whole: Double) -> Double { whole > 0 ? max(0, value) / whole : 0 }
      limits[i].power = per(worth[i][0], envelope.nominalPower)
      limits[i].energy = per(worth[i][1], envelope.nominalEnergy)
      limits[i].recharge = per(worth[i][2], envelope.chargeLimit.range?.upperBound ?? 0)
      limits[i].budget = per(worth[i][3], envelope.budgets.first?.energy ?? 0)
      limits[i].worth = zip(ResourceLimits.Limit.allCases, worth[i]).map { ($0, $1) }
    }
    return LevelExplanation(
      hours: weights.map { BindingHour(step: $0.key, weight: $0.value) }.sorted { $0.step < $1.step }, limits: limits)
  }
}
