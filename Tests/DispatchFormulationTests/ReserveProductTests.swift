import DispatchFormulation
import GridModel
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

extension PowerSystem {
  /// The same system with rules of all products, some paid for, some for a few providers, some that nest.
  func withReserveProducts(seed: Int) -> PowerSystem {
    var random = SeededGenerator(seed + 33_000)
    var system = self
    let capacity = thermalUnits.reduce(0) { $0 + $1.capacity }
    for index in system.thermalUnits.indices {
      system.thermalUnits[index].frequencyResponse = random.pick([0, 4, 10, 50])
    }
    system.reserves = (0..<Int.random(in: 2...5, using: &random)).map { number in
      var rule = ReserveRule(
        name: "reserve\(number)", product: random.pick(ReserveRule.Product.allCases),
        direction: random.pick([.up, .up, .down]), zone: random.once(in: 4) ? "zone0" : nil,
        requirement: .series((0..<horizon.count).map { _ in random.round(0...0.3 * capacity) }),
        shortfallPrice: random.pick([5, 60, 400]))
      rule.minutes = random.pick([5, 15, 30])
      if random.once(in: 2) { rule.offerPrice = random.pick([1, 7]) }
      if random.once(in: 3) {
        rule.offers = [random.pick(["storage", "coal", "unit0", "interruptible", "vehicles"]): 3]
      }
      if random.once(in: 3) {
        rule.providers = random.pick([
          ["thermal"], ["storage", "interruptible"], ["unit0", "battery", "interruptible"], ["vehicles"],
        ])
      }
      rule.nests = random.once(in: 4)
      return rule
    }
    return system
  }
}

/// Reserve products: each MW promised once, at a price, by those whom a rule admits.
@Suite struct ReserveProductTests {
  @Test func optimaAreAuditedAndProved() throws {
    var (solved, promised) = (0, Set<Quantity>())
    for seed in seeds(60) {
      var system = RandomSystems.system(seed: seed, .init(steps: 2...6)).withReserveProducts(seed: seed)
      for index in system.vehicleFleets.indices { system.vehicleFleets[index].givesReserve = true }
      let outcome = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0, timeLimit: 20)).solve()
      guard let schedule = outcome.schedule, let objective = outcome.objective else { continue }
      solved += 1
      promised.formUnion(schedule.tables.filter { $0.value.values.contains { $0 > 0.1 } }.keys)
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message))")
      let proven = try #require(report.provenBound)
      #expect(proven <= objective + 1e-7 * max(1000, abs(objective)), "seed \(seed)")
      guard outcome.certifiedBy != BoundClaim.branchAndCut else { continue }
      #expect(areClose(proven, objective), "seed \(seed): \(proven), not \(objective)")
    }
    #expect(solved > seeds(60).count / 2)
    for kind in [ReserveProvider.Kind.thermal, .storage, .vehicles] {
      for quantity in Quantity.productReserves(of: kind) { #expect(promised.contains(quantity), "\(quantity.name)") }
    }
    for quantity in [Quantity.reserve(.interruptible, .up)] + Quantity.productReserves(of: .interruptible, [.up]) {
      #expect(promised.contains(quantity), "\(quantity.name)")
    }
  }

  @Test func productsHoldWithCommitment() throws {
    var solved = 0
    for seed in seeds(15) {
      let wish = RandomSystems.Wish(steps: 2...4, units: 1...3, buses: 1...2, hasCommitmentData: true)
      let system = RandomSystems.system(seed: seed, wish).withReserveProducts(seed: seed)
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

  /// A rule that nests is never dearer to meet than one that does not.
  @Test func nestingSaves() throws {
    var cheaper = 0
    for seed in seeds(20) {
      var system = RandomSystems.system(seed: seed, .init(steps: 1...2)).withReserveProducts(seed: seed)
      for index in system.reserves.indices {
        (system.reserves[index].nests, system.reserves[index].offers) = (false, [:])
      }
      for index in system.reserves.indices { system.reserves[index].offerPrice = 0 }
      var nested = system
      for index in nested.reserves.indices where nested.reserves[index].product == .spinning {
        nested.reserves[index].nests = true
      }
      let options = SolveOptions(gap: 0, timeLimit: 20)
      let apart = try MonolithicMethod(DispatchProgram(system), options: options).solve()
      let together = try MonolithicMethod(DispatchProgram(nested), options: options).solve()
      guard let a = apart.objective, let b = together.objective else { continue }
      #expect(b <= a + 1e-7 * max(1000, abs(a)), "seed \(seed)")
      if b < a - 1e-4 { cheaper += 1 }
    }
    #expect(cheaper > 0)
  }
}
