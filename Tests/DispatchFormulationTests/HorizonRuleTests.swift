import DispatchFormulation
import GridModel
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Rules over the horizon: caps, floors and shares.
@Suite struct HorizonRuleTests {
  /// Audit, cost and bound agree with the optimum of random systems whose rules bind, or cost what is missed.
  @Test func optimaAreAuditedAndProved() throws {
    var (solved, priced, missed) = (0, 0, 0)
    for seed in seeds(60) {
      let system = RandomSystems.system(seed: seed, .init(steps: 2...8)).withRules(seed: seed)
      let outcome = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0, timeLimit: 20)).solve()
      guard let schedule = outcome.schedule, let objective = outcome.objective else { continue }
      solved += 1
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message))")
      #expect(areClose(try #require(report.cost).total, objective), "seed \(seed)")
      let proven = try #require(report.provenBound)
      #expect(proven <= objective + 1e-7 * max(1000, abs(objective)), "seed \(seed)")
      if schedule[.rulePrice] != nil { priced += 1 }
      if ruleUses(of: schedule, system: system).contains(where: { $0.missed > 0.01 }) { missed += 1 }
      guard outcome.certifiedBy != BoundClaim.branchAndCut else { continue }
      #expect(areClose(proven, objective), "seed \(seed): \(proven), not \(objective)")
    }
    #expect(solved > seeds(60).count / 2 && priced > solved / 4 && missed > solved / 10)
  }

  /// No prices of rules, however wrong, prove more than the optimum.
  @Test func wrongPricesProveLess() throws {
    for seed in seeds(20) {
      let system = RandomSystems.system(seed: seed).withRules(seed: seed)
      let outcome = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0, timeLimit: 20)).solve()
      guard var schedule = outcome.schedule, let objective = outcome.objective else { continue }
      var random = SeededGenerator(seed)
      for size in [1.0, 100, 1e5] {
        schedule[.rulePrice] = SeriesTable(
          names: system.rules.map(\.name),
          columns: system.rules.map { _ in
            (0..<system.horizon.count).map { _ in Double.random(in: -1...1, using: &random) * size }
          })
        let proven = try #require(provenBound(by: schedule, of: system))
        #expect(proven <= objective + 1e-7 * max(1000, abs(objective)), "seed \(seed), ±\(size)")
      }
    }
  }

  @Test func rulesHoldWithCommitment() throws {
    var solved = 0
    for seed in seeds(20) {
      let wish = RandomSystems.Wish(steps: 2...5, units: 1...3, buses: 1...2, hasCommitmentData: true)
      let system = RandomSystems.system(seed: seed, wish).withRules(seed: seed, isHard: seed % 4 == 0)
      let options = SolveOptions(commitment: true, gap: 1e-6, timeLimit: 20)
      let outcome = try MonolithicMethod(DispatchProgram(system, options: .init(commitment: true)), options: options)
        .solve()
      guard let schedule = outcome.schedule, let objective = outcome.objective else { continue }
      solved += 1
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message))")
    }
    #expect(solved > 5)
  }

  /// A year's limit in a month's horizon is the month's part of it, whatever the step.
  @Test(arguments: [15, 30, 60]) func limitsArePartsByHours(_ minutes: Int) {
    let start = LocalTime(year: 2030, month: 2, day: 27).localSeconds
    let horizon = Horizon(start: start, utcOffsetSeconds: 0, stepMinutes: minutes, count: 48 * 60 / minutes + 1)
    var rule = HorizonRule(name: "cap", kind: .fuelCap, period: .month, limit: 672, price: 1)
    #expect(rule.periods(of: horizon).map(\.count) == [48 * 60 / minutes, 1])
    #expect(abs(rule.allowance(in: 0..<48 * 60 / minutes, of: horizon) - 48) < 1e-9)
    rule.period = .year
    rule.limit = 8760
    rule.before = .init(hours: 10, used: 4)
    let all = 0..<horizon.count
    #expect(abs(rule.allowance(in: all, of: horizon) - (horizon.hours + 6)) < 1e-9)
    let part = rule.restricted(to: 0..<4, period: .horizon, of: horizon)
    #expect(abs(part.limit - 8760 * 4 / Double(horizon.count)) < 1e-9)
  }
}

extension HorizonRule {
  /// The rule of some steps, by way of a system.
  fileprivate func restricted(to steps: Range<Int>, period: Period, of horizon: Horizon) -> HorizonRule {
    var rule = self
    rule.period = period
    return PowerSystem(name: "", horizon: horizon, buses: [], rules: [rule]).restricted(to: steps).rules[0]
  }
}
