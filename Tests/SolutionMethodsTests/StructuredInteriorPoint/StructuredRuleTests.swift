import DispatchFormulation
import GridModel
import Schedules
import SeedsAndSnapshots
import Testing
import YearSystems

@testable import SolutionMethods

/// Rules over the horizon by the structured method: caps that bind and shares that cost something to reach.
@Suite struct StructuredRuleTests {
  @Test func boundAndCostEncloseTheOptimum() throws {
    var (solved, priced) = (0, 0)
    for seed in seeds(4, as: UInt64.self) {
      var system = YearSystem.scenario(seed: seed, hours: 168, units: 5).system()
      guard system.network == .transport else { continue }
      let options = SolveOptions(gap: 1e-3)
      let free = try #require(try StructuredInteriorPointMethod(system, options: options).solve()?.schedule)
      system.rules = [
        HorizonRule(
          name: "coal", kind: .co2Cap, period: .horizon,
          limit: 0.97 * thermalAccounts(of: free, system: system).reduce(0) { $0 + $1.co2 }, price: 3000),
        HorizonRule(
          name: "share", kind: .renewableShareOfLoad, period: seed % 2 == 0 ? .day : .month, limit: 0.2, price: 500),
      ]
      let outcome = try #require(try StructuredInteriorPointMethod(system, options: options).solve(), "seed \(seed)")
      let schedule = try check(outcome, options, of: system, "seed \(seed)")
      let isMet = outcome.status == .optimal
      #expect(
        isMet || !promisesGap(schedule, of: system),
        "seed \(seed): \(outcome.note ?? ""), gap \(outcome.gap ?? .nan)")
      if isMet { solved += 1 }
      if schedule[.rulePrice] != nil { priced += 1 }
    }
    #expect(solved > 1 && priced > 0)
  }

  @Test func reserveIsPromisedByProduct() throws {
    var solved = 0
    for seed in seeds(3, as: UInt64.self) {
      var system = YearSystem.scenario(seed: seed, hours: 168, units: 5).system()
      guard system.network == .transport else { continue }
      let load = system.totalLoad.max() ?? 0
      var frequency = ReserveRule(
        name: "frequency", product: .frequency, direction: .up, requirement: .constant(0.03 * load), shortfallPrice: 900
      )
      frequency.offers = ["storage": 4, "thermal": 2]
      var ramping = ReserveRule(
        name: "ramping", product: .ramping, direction: .down, requirement: .constant(0.04 * load), shortfallPrice: 200)
      ramping.minutes = 30
      var spinning = ReserveRule(
        name: "spinning", direction: .up, requirement: .constant(0.08 * load), shortfallPrice: 400)
      spinning.nests = true
      system.reserves = [frequency, ramping, spinning]
      let options = SolveOptions(gap: 1e-3)
      let outcome = try #require(try StructuredInteriorPointMethod(system, options: options).solve(), "seed \(seed)")
      let schedule = try check(outcome, options, of: system, "seed \(seed)")
      let isMet = outcome.status == .optimal
      #expect(isMet || !promisesGap(schedule, of: system), "seed \(seed): gap \(outcome.gap ?? .nan)")
      if isMet { solved += 1 }
    }
    #expect(solved > 0)
  }
}
