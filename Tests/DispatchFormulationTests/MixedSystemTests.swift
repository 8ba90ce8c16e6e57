import DispatchFormulation
import GLPK
import GridModel
import LinearOptimization
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Devices and rules of every kind, mixed at random: what is optimal passes its audit, is proved by its prices, and is the
/// optimum of the same model as GLPK's own reader finds it in a file.
@Suite struct MixedSystemTests {
  @Test func dispatch() throws {
    let count = seeds(240).count
    var (solved, proved) = (0, 0)
    var decided: Set<Quantity> = []
    for seed in seeds(240) {
      let system = mixed(seed: seed, commitment: false)
      let program = DispatchProgram(system)
      let relaxed = try solve(program.model)
      let read = try readBackMinimum(.freeMPS, of: program.model)
      #expect((read == nil) == (relaxed.status != .optimal), "seed \(seed): \(relaxed.status)")
      if let read, relaxed.status == .optimal {
        #expect(areClose(read, relaxed.objective), "seed \(seed): \(read), not \(relaxed.objective)")
      }
      let outcome = try MonolithicMethod(program, options: SolveOptions(gap: 0, timeLimit: 20)).solve()
      guard let schedule = outcome.schedule, let objective = outcome.objective else { continue }
      solved += 1
      decided.formUnion(schedule.tables.filter { $0.value.values.contains { abs($0) > 1e-3 } }.keys)
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message))")
      let proven = try #require(report.provenBound)
      #expect(proven <= objective + 1e-7 * max(1000, abs(objective)), "seed \(seed)")
      guard outcome.certifiedBy != BoundClaim.branchAndCut else { continue }
      proved += 1
      #expect(areClose(proven, outcome.bound), "seed \(seed): \(proven), not \(outcome.bound)")
    }
    #expect(solved > count / 3 && proved > count / 4, "\(solved) solved, \(proved) proved")
    // Nothing that a dispatch can decide was left out of all of them, but for products of reserve by device.
    let statuses: [Quantity] = [.thermalStatus, .unitsCharging, .unitsDischarging, .interruptionCall, .converterStatus]
    let products = ReserveProvider.Kind.allCases.flatMap { Quantity.productReserves(of: $0) }
    let others = Set(Quantity.prices + [.startPrice] + statuses + products)
    let missing = Quantity.all.filter { !others.contains($0) && !decided.contains($0) }
    #expect(missing == [], "\(missing.map(\.name))")
  }

  @Test func commitment() throws {
    var solved = 0
    for seed in seeds(60) {
      let system = mixed(seed: seed, commitment: true)
      let program = DispatchProgram(system, options: .init(commitment: true))
      let options = SolveOptions(commitment: true, gap: 1e-6, timeLimit: 10)
      let outcome = try MonolithicMethod(program, options: options).solve()
      guard let schedule = outcome.schedule, let objective = outcome.objective else { continue }
      solved += 1
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message))")
      #expect(outcome.bound <= objective + 1e-7 * max(1000, abs(objective)), "seed \(seed)")
    }
    #expect(solved > seeds(60).count / 4, "\(solved)")
  }

  private func mixed(seed: Int, commitment: Bool) -> PowerSystem {
    var random = SeededGenerator(seed + 555_000)
    var wish = RandomSystems.Wish(steps: commitment ? 2...4 : 2...6, units: 1...(commitment ? 2 : 4))
    wish.hasCommitmentData = commitment
    wish.hasMachines = commitment && random.once(in: 2)
    wish.hasWater = random.once(in: 2)
    wish.hasDeepStages = random.once(in: 2)
    wish.hasSurplus = random.once(in: 4)
    wish.hasOtherCarriers = random.once(in: 3)
    wish.hasProcesses = random.once(in: 3)
    wish.hasExpansions = !commitment && random.once(in: 4)
    var system = RandomSystems.system(seed: seed, wish)
    if random.once(in: 2) { system = withGrid(system, seed: seed) }
    if random.once(in: 3) { system = system.withReserveProducts(seed: seed) }
    if random.once(in: 2) { system = system.withRules(seed: seed) }
    if wish.hasExpansions { system = system.withoutConflictsOfBuilding() }
    // All outages at once: of few lines they need not be added where broken.
    if system.network == .dc { system.outageLimits = system.allOutageLimits }
    return system
  }
}
