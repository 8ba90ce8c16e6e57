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
      let burned = thermalAccounts(of: free, system: system).reduce(0) { $0 + $1.fuel }
      system.rules = [
        HorizonRule(
          name: "coal", kind: .co2Cap, period: .horizon,
          limit: 0.97 * thermalAccounts(of: free, system: system).reduce(0) { $0 + $1.co2 }, price: 3000),
        HorizonRule(
          name: "share", kind: .renewableShareOfLoad, period: seed % 2 == 0 ? .day : .month, limit: 0.2, price: 500),
      ]
      #expect(burned > 0)
      let outcome = try #require(try StructuredInteriorPointMethod(system, options: options).solve(), "seed \(seed)")
      let schedule = try check(outcome, options, of: system, "seed \(seed)")
      #expect(outcome.status == .optimal, "seed \(seed): \(outcome.note ?? ""), gap \(outcome.gap ?? .nan)")
      solved += 1
      if schedule[.rulePrice] != nil { priced += 1 }
    }
    #expect(solved > 1 && priced > 0)
  }
}
