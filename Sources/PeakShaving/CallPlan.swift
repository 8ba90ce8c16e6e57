import GridModel

/// A schedule in which interruptible load is called on and off as its rules say, as good as was found.
///
/// With the calls given, all else is solved exactly; where a binding hour has no call, the proof's price says what one
/// there would be worth, and the next calls are those of most worth so far. The relaxation, which leaves the rules of
/// calls out, bounds what any such schedule can do.
struct CallPlan {
  private(set) var level = Double.infinity
  private(set) var schedule = FleetSchedule(count: 0, discharge: [], charge: [], energy: [])
  /// Steps in a call, by envelope of the problem; those without rules have none.
  private(set) var calls: [Int: [Bool]] = [:]
  private(set) var solves = 0

  /// - Parameters:
  ///   - relaxed: the solution without rules of calls.
  ///   - tolerance: MW above its bound at which to stop.
  init(
    _ problem: PeakShavingProblem, load: [Double], relaxed: PeakShavingSolution, over horizon: Horizon,
    tolerance: Double
  ) {
    let loads = problem.envelopes.indices.filter { !problem.envelopes[$0].calls.areUnrestricted }
    let solver = PeakShavingSolver(problem, options: .init(relativeGap: 1e-6))
    let patterns = loads.map { CallPattern(Self.feasibleRules(of: problem.envelopes[$0]), over: horizon) }
    let plain = relaxed.schedule(of: problem)
    var worth = Self.need(load, above: relaxed.level)
    for round in 0..<12 where level - relaxed.lowerBound > tolerance {
      var tried: [Int: [Bool]] = [:]
      // Loads take turns in every other round: an hour in which one is called is worth less to the next.
      let left = round.isMultiple(of: 2) ? 1 : 0.3
      var open = worth
      for (i, pattern) in zip(loads, patterns) {
        // What the relaxation does breaks ties between hours of equal worth.
        let nominal = max(problem.nominalPower[i], 1e-9)
        let isOn = pattern.best(
          open.indices.map { open[$0] + 1e-6 * plain.discharge[i * horizon.count + $0] / nominal })
        for t in open.indices where isOn[t] { open[t] *= left }
        tried[i] = isOn
      }
      let fixed = Self.leastPower(tried, problem, horizon)
      let answer = solver.solve { current in
        current.setLoad(zip(load, fixed.total).map { $0 - $1 })
        for i in loads {
          current.replace(
            i, by: problem.envelopes[i].called(tried[i] ?? [], least: fixed.by[i] ?? [], over: horizon))
        }
      }
      solves += 1
      if answer.level < level {
        level = answer.level
        calls = tried
        schedule = answer.schedule(of: solver.problem)
        for i in loads { addLeast(fixed.by[i] ?? [], to: i, problem) }
      }
      let priced = solver.problem.worthOfDischarge(answer.duals, of: loads)
      for t in worth.indices { worth[t] += priced[t] }
    }
  }

  /// Rules that leave the energy for the least part of every call that they allow.
  private static func feasibleRules(of envelope: EnergyEnvelope) -> CallRules {
    var rules = envelope.calls
    let least = rules.minimumPart * envelope.nominalPower
    guard least > 0 else { return rules }
    let hoursOfDay = envelope.restLevel / least
    if hoursOfDay < 24 {
      rules.perDay = max(1, min(rules.perDay, (hoursOfDay / max(rules.minimumHours, 1e-9)).rounded(.down)))
      rules.maximumHours = min(rules.maximumHours, hoursOfDay / rules.perDay)
    }
    if let budget = envelope.budgets.map(\.energy).min() {
      let longest = rules.maximumHours < .infinity ? rules.maximumHours : max(24, rules.minimumHours)
      rules.maximumHours = longest
      rules.perYear = min(rules.perYear, (budget / least / longest + 1e-9).rounded(.down))
    }
    return rules
  }

  /// How far the load lies above a level, summing to 1.
  private static func need(_ load: [Double], above level: Double) -> [Double] {
    let need = load.map { max(0, $0 - level) }
    let sum = need.reduce(0, +)
    return sum > 0 ? need.map { $0 / sum } : need
  }

  /// MW that calls interrupt at least, by envelope and in all.
  private static func leastPower(
    _ calls: [Int: [Bool]], _ problem: PeakShavingProblem, _ horizon: Horizon
  ) -> (total: [Double], by: [Int: [Double]]) {
    var total = [Double](repeating: 0, count: horizon.count)
    let by = calls.mapValues { _ in total }.merging(
      calls.map { i, pattern in
        let least = problem.envelopes[i].calls.minimumPart * problem.nominalPower[i]
        return (i, pattern.map { $0 ? least : 0 })
      }, uniquingKeysWith: { $1 })
    for powers in by.values { for t in total.indices { total[t] += powers[t] } }
    return (total, by)
  }

  /// Puts the least power of the calls on top of what was solved, and draws it from the level of its day.
  private mutating func addLeast(_ least: [Double], to i: Int, _ problem: PeakShavingProblem) {
    let resets = Set(problem.envelopes[i].resets)
    var drawn = 0.0
    for t in least.indices {
      if resets.contains(t) { drawn = 0 }
      drawn += least[t] * problem.stepHours
      schedule.discharge[i * least.count + t] += least[t]
      schedule.energy[i * least.count + t] -= drawn
    }
  }
}

extension EnergyEnvelope {
  /// What is free to use in given calls beyond their least power, whose energy is put aside.
  fileprivate func called(_ isOn: [Bool], least: [Double], over horizon: Horizon) -> EnergyEnvelope {
    var envelope = self
    let limit = dischargeLimit.values(count: isOn.count)
    envelope.dischargeLimit = .series(isOn.indices.map { isOn[$0] ? limit[$0] - least[$0] : 0 })
    var aside = lowerLevel.values(count: isOn.count)
    for day in horizon.days {
      let energy = least[day].reduce(0, +) * horizon.stepHours
      for t in day { aside[t] += energy }
    }
    envelope.lowerLevel = .series(aside)
    envelope.budgets = budgets.map {
      Budget(steps: $0.steps, energy: $0.energy - least[$0.steps].reduce(0, +) * horizon.stepHours)
    }
    return envelope
  }
}

extension PeakShavingProblem {
  /// MW of level per MW more that any of some envelopes might give, by step of the horizon.
  fileprivate func worthOfDischarge(_ duals: WindowDuals, of some: [Int]) -> [Double] {
    var worth = [Double](repeating: 0, count: count)
    let n = envelopes.count
    forEachReducedCost(duals) { k, _, cost in
      guard some.contains(k % n) else { return }
      worth[step(k / n)] = max(worth[step(k / n)], cost.discharge)
    }
    return worth
  }
}
