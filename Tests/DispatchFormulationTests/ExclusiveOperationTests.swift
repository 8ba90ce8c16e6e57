import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

@Suite struct ExclusiveOperationTests {
  private func dispatch(_ system: PowerSystem) throws -> DispatchOutcome {
    try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 1e-9, timeLimit: 20)).solve()
  }

  /// Every schedule is held against the audit, and its cost against every choice of directions in a dense formulation.
  private func check(_ seeds: Range<Int>, _ wish: RandomSystems.Wish) throws -> (solved: Int, dearer: Int) {
    var (solved, dearer) = (0, 0)
    for seed in seeds {
      let system = RandomSystems.system(seed: seed, wish)
      let outcome = try dispatch(system)
      let dense = DenseDispatch(system)
      guard let expected = dense.exclusiveMinimum() else {
        #expect(outcome.status == .infeasible, "seed \(seed): \(outcome.status)")
        continue
      }
      guard let objective = outcome.objective, let schedule = outcome.schedule else {
        Issue.record("seed \(seed): \(outcome.status), not \(expected)")
        continue
      }
      solved += 1
      #expect(areClose(objective, expected, 1e-6), "seed \(seed): \(objective), not \(expected)")
      #expect(outcome.status == .optimal && areClose(outcome.bound, expected, 1e-6), "seed \(seed)")
      let relaxed = try #require(dense.minimum().minimum)
      #expect(objective >= relaxed - 1e-7 * max(1000, abs(relaxed)), "seed \(seed)")
      if !areClose(objective, relaxed, 1e-6) { dearer += 1 }
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.first?.message ?? "")")
    }
    return (solved, dearer)
  }

  @Test func schedulesPassTheAudit() throws {
    let (solved, _) = try check(seeds(50), .init(steps: 2...4))
    #expect(solved > seeds(50).count / 2)
  }

  /// Plants that must not be curtailed, or only at a high price, and stores that lose energy: doing both at once would
  /// burn the surplus.
  @Test func negativePricesAgreeWithEveryChoiceOfDirections() throws {
    var wish = RandomSystems.Wish(
      steps: 2...5, units: 1...1, buses: 1...2, hasStorage: false, hasFlexibleLoads: false, hasSurplus: true)
    var (solved, dearer) = try check(seeds(60), wish)
    (wish.hasStorage, wish.steps) = (true, 2...3)
    let more = try check(seeds(20), wish)
    (solved, dearer) = (solved + more.solved, dearer + more.dearer)
    #expect(solved > seeds(80).count / 4)
    #expect(dearer > seeds(80).count / 20)
  }
}
