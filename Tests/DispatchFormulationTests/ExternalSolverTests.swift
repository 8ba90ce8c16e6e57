import DispatchFormulation
import GridModel
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Random systems by `glpsol`, where it is on the path, against our own methods.
@Suite(.enabled(if: isOnPath("glpsol"))) struct ExternalSolverTests {
  private func check(_ seeds: Range<Int>, commitment: Bool, _ wish: RandomSystems.Wish) throws -> Int {
    let solver = try #require(ExternalSolver("glpsol --freemps {model} --nopresol -w {solution}"))
    var solved = 0
    for seed in seeds {
      let system = RandomSystems.system(seed: seed, wish)
      let program = DispatchProgram(system, options: .init(commitment: commitment))
      let options = SolveOptions(commitment: commitment, gap: 1e-9, timeLimit: 20)
      let own = try MonolithicMethod(program, options: options).solve()
      guard own.status == .optimal, let expected = own.objective else { continue }
      let outcome = try ExternalSolverMethod(program, solver: solver, options: options).solve()
      let (objective, schedule) = (try #require(outcome.objective), try #require(outcome.schedule))
      #expect(areClose(objective, expected, 1e-6), "seed \(seed): \(objective), not \(expected)")
      #expect(outcome.bound <= objective + 1e-6 * max(1000, abs(objective)), "seed \(seed)")
      let claim = BoundClaim(outcome.bound, certifiedBy: outcome.certifiedBy)
      let report = audit(schedule, of: system, reportedObjective: objective, reportedBound: claim)
      #expect(report.passed, "seed \(seed): \(report.violations.first?.message ?? "")")
      if !commitment, outcome.certifiedBy == "row duals of glpsol", system.storages.isEmpty {
        #expect(areClose(outcome.bound, expected, 1e-6), "seed \(seed)")
      }
      solved += 1
    }
    return solved
  }

  @Test func dispatchAgrees() throws {
    #expect(try check(seeds(40), commitment: false, .init(steps: 2...4)) > seeds(40).count / 2)
  }

  @Test func commitmentAgrees() throws {
    let wish = RandomSystems.Wish(steps: 2...4, hasCommitmentData: true, hasMachines: true, hasDeepStages: true)
    #expect(try check(seeds(20), commitment: true, wish) > seeds(20).count / 3)
  }

  /// Stores that would gain by charging and discharging at once.
  @Test func storesKeepToOneDirection() throws {
    var wish = RandomSystems.Wish(
      steps: 2...4, units: 1...1, buses: 1...2, hasStorage: true, hasFlexibleLoads: false, hasSurplus: true)
    _ = try check(seeds(15), commitment: false, wish)
    wish.hasCommitmentData = true
    _ = try check(seeds(10), commitment: true, wish)
  }
}
