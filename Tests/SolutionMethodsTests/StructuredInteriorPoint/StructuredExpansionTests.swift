import GridModel
import Schedules
import SeedsAndSnapshots
import Testing
import YearSystems

@testable import SolutionMethods

/// Weeks in which a unit, a plant, a store and a line may be built: the method against GLPK's optimum.
@Suite struct StructuredExpansionTests {
  private func expandable(_ seed: UInt64, hours: Int) -> PowerSystem {
    var system = YearSystem.scenario(seed: seed, hours: hours, units: 5).system()
    let size = system.totalLoad.max() ?? 0
    let random = KeyedRandom(seed: seed, stream: "expansion")
    func expansion(_ position: Int, _ cost: ClosedRange<Double>) -> Expansion {
      let cost = cost.lowerBound + (cost.upperBound - cost.lowerBound) * random.uniform(position)
      return Expansion(yearlyCost: cost.rounded(), most: size)
    }
    if let unit = system.thermalUnits.indices.last {
      system.thermalUnits[unit].expansion = expansion(0, 100_000...600_000)
      system.thermalUnits[unit].mustRun = .constant(0)
    }
    for plant in system.renewables.indices where system.renewables[plant].isCurtailable {
      system.renewables[plant].expansion = expansion(1 + plant, 200_000...900_000)
    }
    if let store = system.storages.indices.first {
      system.storages[store].powerExpansion = expansion(100, 20_000...100_000)
      system.storages[store].energyExpansion = expansion(101, 5000...50_000)
    }
    if let line = system.lines.indices.first { system.lines[line].expansion = expansion(102, 10_000...60_000) }
    return system
  }

  @Test func boundAndCostEncloseTheOptimum() throws {
    var built: Set<BuildOption.Kind> = []
    var promised = 0
    for seed in seeds(5, as: UInt64.self) {
      let system = expandable(seed, hours: 96)
      let options = SolveOptions(gap: 1e-4)
      let outcome = try #require(
        try StructuredInteriorPointMethod(system, options: options, polishHours: 48).solve(),
        "seed \(seed): no schedule")
      let schedule = try check(outcome, options, of: system, "seed \(seed)")
      if promisesGap(schedule, of: system) {
        promised += 1
        #expect(outcome.status == .optimal, "seed \(seed): \(outcome.status)")
      }
      for (option, amount) in zip(system.buildOptions, schedule.built(of: system.buildOptions)) where amount > 1 {
        built.insert(option.kind)
      }
    }
    #expect(built.count >= 4 && promised > 0, "\(built), \(promised)")
  }

  /// Products of reserve, a share of renewable energy and its least use, with lines that obey the voltage law or not.
  @Test func rulesAndReserveCountWhatIsBuilt() throws {
    var done = 0
    for seed in seeds(4, as: UInt64.self) {
      var system = expandable(seed, hours: 72)
      let load = system.totalLoad.max() ?? 0
      system.network = seed.isMultiple(of: 2) ? .dc : .transport
      system.rules = [
        HorizonRule(name: "share", kind: .renewableShareOfLoad, period: .horizon, limit: 0.5, price: 300),
        HorizonRule(name: "use", kind: .renewableUtilisation, period: .horizon, limit: 0.95, price: 200),
      ]
      system.reserves = [ReserveRule.Product.frequency, .ramping].map { product in
        ReserveRule(
          name: product.rawValue, product: product, direction: .up, requirement: .constant(0.03 * load),
          shortfallPrice: 500)
      }
      let options = SolveOptions(gap: 1e-3)
      let outcome = try #require(
        try StructuredInteriorPointMethod(system, options: options).solve(), "seed \(seed): no schedule")
      let schedule = try check(outcome, options, of: system, "seed \(seed)")
      #expect(outcome.status == .optimal || !promisesGap(schedule, of: system), "seed \(seed): \(outcome.status)")
      if outcome.status == .optimal { done += 1 }
    }
    #expect(done > seeds(4).count / 3)
  }
}
