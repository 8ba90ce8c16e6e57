import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// The bound that the audit derives from published prices, with neither model nor solver.
@Suite struct ProvenBoundTests {
  private static let wishes: [RandomSystems.Wish] = [
    .init(steps: 1...8), .init(steps: 2...6, units: 1...2, buses: 3...3),
    .init(steps: 2...5, units: 1...2, buses: 1...2, hasSurplus: true),
    .init(steps: 20...30, units: 1...2, stepMinutes: [60]), .init(steps: 1...8, hasOtherCarriers: true),
    .init(steps: 2...8, hasExpansions: true),
    .init(steps: 1...8, hasProcesses: true), .init(steps: 2...8, units: 1...2, hasWater: true),
    .init(steps: 20...30, units: 1...2, stepMinutes: [60], hasWater: true),
  ]

  private func dispatch(_ system: PowerSystem) throws -> DispatchOutcome {
    try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0, timeLimit: 20)).solve()
  }

  /// The prices of an optimum prove it: nothing is missing from what is published, and nothing is relaxed too far.
  @Test(arguments: wishes.indices) func pricesOfAnOptimumProveIt(_ wish: Int) throws {
    var proved = 0
    for seed in seeds(30) {
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
    #expect(proved > seeds(30).count / 10)
  }

  /// Prices off by a little, by a lot, or by chance prove less, never more than the optimum.
  @Test(arguments: wishes.indices) func noPricesProveMoreThanTheOptimum(_ wish: Int) throws {
    for seed in seeds(20) {
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

  /// Stores that may charge and discharge in one step do so where power is worth less than nothing: both count.
  @Test func storesThatDoBothAtOnce() throws {
    var (proved, wasted) = (0, 0)
    for seed in seeds(30) {
      var system = RandomSystems.system(seed: seed, .init(steps: 2...6, units: 1...2, hasSurplus: true))
      for index in system.storages.indices { system.storages[index].bothAtOnce = true }
      let outcome = try dispatch(system)
      guard var schedule = outcome.schedule, let objective = outcome.objective, !system.storages.isEmpty else {
        continue
      }
      let proven = try #require(provenBound(by: schedule, of: system))
      #expect(proven <= objective + 1e-7 * max(1000, abs(objective)), "seed \(seed): \(proven) above \(objective)")
      // What a search over directions of other devices proved is more than prices can show.
      if outcome.certifiedBy != BoundClaim.branchAndCut {
        proved += 1
        #expect(areClose(proven, objective), "seed \(seed): \(proven), not \(objective)")
      }
      let both = zip(schedule[.storageCharge]?.values ?? [], schedule[.storageDischarge]?.values ?? [])
      if both.contains(where: { min($0, $1) > 1e-6 }) { wasted += 1 }
      // A price and a level that are worth as much less than nothing make both pay.
      var random = SeededGenerator(seed)
      for size in [1.0, 30, 1000] {
        for quantity in [Quantity.price, .waterValue] {
          let names = quantity.componentNames(in: system)
          schedule[quantity] = SeriesTable(
            names: names,
            columns: names.map { _ in
              (0..<system.horizon.count).map { _ in -size * Double.random(in: 0.8...1.2, using: &random) }
            })
        }
        let proven = try #require(provenBound(by: schedule, of: system))
        #expect(
          proven <= objective + 1e-7 * max(1000, abs(objective)), "seed \(seed), \(size): \(proven) > \(objective)")
      }
    }
    #expect(proved > 0 && wasted > 0, "\(proved), \(wasted)")
  }

  /// A part of a case, with budgets partly spent, a shift under way and a cycle that began before.
  @Test func pricesOfAPartProveItsOptimum() throws {
    var proved = 0
    for seed in seeds(40) {
      var system = RandomSystems.system(seed: seed)
      var random = SeededGenerator(seed)
      for index in system.interruptibleLoads.indices {
        system.interruptibleLoads[index].interruptedInDay = random.round(0...15)
        system.interruptibleLoads[index].interruptedInYear = random.round(0...30)
      }
      for index in system.storages.indices {
        system.storages[index].budgets.cyclesPerDay = 0.5
        system.storages[index].given.inDay = random.round(0...10)
      }
      for index in system.shiftableLoads.indices { system.shiftableLoads[index].openShift = random.round(-4...4) }
      for index in system.vehicleFleets.indices where system.vehicleFleets[index].dischargePower > 0 {
        let fleet = system.vehicleFleets[index]
        system.vehicleFleets[index].initialEnergy = fleet.initialVehicles * random.pick([0, 20, 60]) / 1000
      }
      for index in system.storages.indices where system.storages[index].initialEnergy != nil {
        system.storages[index].cycleEnergy = random.round(10...20)
      }
      let outcome = try dispatch(system)
      guard let schedule = outcome.schedule, let objective = outcome.objective,
        outcome.certifiedBy != BoundClaim.branchAndCut
      else { continue }
      proved += 1
      let proven = try #require(provenBound(by: schedule, of: system))
      #expect(areClose(proven, objective), "seed \(seed): \(proven), not \(objective)")
    }
    #expect(proved > seeds(40).count / 10)
  }

  /// Linear power flow in meshes with many cycles, some lines free of it, and loads that lines cannot all reach.
  @Test func pricesOfAMeshProveItsOptimum() throws {
    var charged = 0
    for seed in seeds(30) {
      var random = SeededGenerator(seed)
      let names = (0..<9).map { "bus\($0)" }
      var system = PowerSystem(
        name: "mesh \(seed)", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 30, count: 3), network: .dc,
        buses: names.map { name in
          Bus(name: name, load: .series((0..<3).map { _ in Double.random(in: 0...60, using: &random) }))
        })
      system.lines = (0..<Int.random(in: 8...20, using: &random)).map { number in
        let from = Int.random(in: 0..<9, using: &random)
        let to = (from + Int.random(in: 1..<9, using: &random)) % 9
        return Line(
          name: "line\(number)", from: names[from], to: names[to], capacity: Double.random(in: 5...80, using: &random),
          reactance: random.once(in: 6) ? nil : Double.random(in: 0.001...3, using: &random))
      }
      system.thermalUnits = (0..<5).map { number in
        ThermalUnit(
          name: "unit\(number)", bus: random.pick(names), capacity: 120,
          fuelCurve: FuelCurve(coalRate: Double.random(in: 250...400, using: &random), minimumOutput: 0, capacity: 120),
          fuelPrice: 1000)
      }
      let outcome = try dispatch(system)
      let (schedule, objective) = (try #require(outcome.schedule), try #require(outcome.objective))
      if schedule[.loopPrice] != nil { charged += 1 }
      let proven = try #require(provenBound(by: schedule, of: system))
      #expect(abs(proven - objective) <= 1e-7 * objective, "seed \(seed): \(proven), not \(objective)")
    }
    #expect(charged > seeds(30).count / 2)
  }

  /// Without any one of the tables some optimum is no longer proved, so each of them is published for a reason.
  @Test func everyTableIsNeeded() throws {
    var needed: Set<Quantity> = []
    for seed in seeds(600) where needed.count < Quantity.prices.count {
      let wish = RandomSystems.Wish(
        steps: 3...8, units: 1...3, buses: 1...3, hasWater: seed % 3 == 1, hasOtherCarriers: seed % 3 == 0,
        hasExpansions: seed % 3 == 2, hasProcesses: true)
      var system = RandomSystems.system(seed: seed, wish).withRules(seed: seed)
      if !seed.isMultiple(of: 3) { system = withGrid(system, seed: seed) }
      system = system.withoutConflictsOfBuilding()
      let outcome = try SecuredDispatch.solve(system) { system throws(SolverFault) in
        try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0, timeLimit: 20)).solve()
      }
      guard let best = outcome.schedule, let objective = outcome.objective else { continue }
      let proven = try #require(provenBound(by: best, of: system))
      for quantity in Quantity.prices where best[quantity] != nil {
        var schedule = best
        schedule[quantity] = nil
        let less = try #require(provenBound(by: schedule, of: system))
        if less < proven - 1e-4 * max(1000, abs(objective)) { needed.insert(quantity) }
      }
    }
    #expect(needed == Set(Quantity.prices))
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
