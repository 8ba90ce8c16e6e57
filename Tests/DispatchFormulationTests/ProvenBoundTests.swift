import DispatchFormulation
import GridModel
import Schedules
import SolutionMethods
import Testing

/// The bound that the audit derives from published prices, with neither model nor solver.
@Suite struct ProvenBoundTests {
  private static let wishes: [RandomSystems.Wish] = [
    .init(steps: 1...8), .init(steps: 2...6, units: 1...2, buses: 3...3),
    .init(steps: 2...5, units: 1...2, buses: 1...2, hasSurplus: true),
    .init(steps: 20...40, units: 1...3, stepMinutes: [60]),
  ]

  private func dispatch(_ system: PowerSystem) throws -> DispatchOutcome {
    try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0, timeLimit: 20)).solve()
  }

  /// The prices of an optimum prove it: nothing is missing from what is published, and nothing is relaxed too far.
  @Test(arguments: wishes.indices) func pricesOfAnOptimumProveIt(_ wish: Int) throws {
    var proved = 0
    for seed in seeds(60) {
      let system = RandomSystems.system(seed: seed, Self.wishes[wish])
      let outcome = try dispatch(system)
      guard let schedule = outcome.schedule, let objective = outcome.objective else { continue }
      let proven = try #require(provenBound(by: schedule, of: system))
      #expect(proven <= objective + 1e-7 * max(1000, abs(objective)), "seed \(seed): \(proven) above \(objective)")
      // What a search over directions proved is more than prices can show.
      guard outcome.certifiedBy != BoundClaim.branchAndCut else { continue }
      proved += 1
      #expect(outcome.certifiedBy == "row duals of GLPK simplex")
      #expect(areClose(outcome.bound, objective) || Self.wishes[wish].hasSurplus, "seed \(seed)")
      #expect(
        proven >= outcome.bound - 1e-7 * max(1000, abs(objective)), "seed \(seed): \(proven), not \(outcome.bound)")
    }
    #expect(proved > seeds(60).count / 5)
  }

  /// Prices off by a little, by a lot, or by chance prove less, never more than the optimum.
  @Test(arguments: wishes.indices) func noPricesProveMoreThanTheOptimum(_ wish: Int) throws {
    for seed in seeds(40) {
      let system = RandomSystems.system(seed: seed, Self.wishes[wish])
      let outcome = try dispatch(system)
      guard let best = outcome.schedule, let objective = outcome.objective else { continue }
      var random = SeededGenerator(seed)
      for size in [0, 1e-6, 0.1, 10, 300, 1e5] {
        var schedule = best
        for quantity in Quantity.prices {
          let names = quantity.componentNames(in: system).filter { _ in !random.once(in: 4) }
          let keepsOptimum = size < 100 && !random.once(in: 4)
          schedule[quantity] = SeriesTable(
            names: names,
            columns: names.map { name in
              let old = best.values(quantity, of: name)
              return old.map { (keepsOptimum ? $0 : 0) + Double.random(in: -1...1, using: &random) * size }
            })
        }
        let proven = try #require(provenBound(by: schedule, of: system))
        #expect(
          proven <= objective + 1e-7 * max(1000, abs(objective)), "seed \(seed), ±\(size): \(proven) > \(objective)")
      }
    }
  }

  @Test func valuesThatAreNoNumbersProveNothingWrong() throws {
    let system = RandomSystems.system(seed: 3)
    let outcome = try dispatch(system)
    let (best, objective) = (try #require(outcome.schedule), try #require(outcome.objective))
    for value in [Double.nan, .infinity, -.infinity, 1e308, -1e308, .leastNonzeroMagnitude] {
      for quantity in Quantity.prices {
        var schedule = best
        let names = quantity.componentNames(in: system)
        schedule[quantity] = SeriesTable(
          names: names, columns: names.map { _ in Array(repeating: value, count: system.horizon.count) })
        let proven = try #require(provenBound(by: schedule, of: system))
        #expect(!proven.isNaN && proven <= objective + 1e-6 * abs(objective), "\(value) in \(quantity.name)")
      }
    }
  }

  @Test func commitmentIsNotCovered() throws {
    let system = RandomSystems.system(seed: 1, .init(units: 1...1, hasCommitmentData: true))
    let program = DispatchProgram(system, options: .init(commitment: true))
    let outcome = try MonolithicMethod(program, options: SolveOptions(commitment: true, gap: 0)).solve()
    let schedule = try #require(outcome.schedule)
    #expect(provenBound(by: schedule, of: system) == nil)
  }
}
