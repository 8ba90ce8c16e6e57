import DispatchFormulation
import GridModel
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

@Suite struct CommitmentTests {
  /// Shapes that leave at most some hundred combinations: many steps or many units, not both.
  private func tinySystem(_ seed: Int) -> PowerSystem {
    var wish = RandomSystems.Wish(steps: 2...6, units: 1...1, buses: 1...2, hasCommitmentData: true)
    switch seed % 4 {
    case 1: (wish.steps, wish.units) = (2...4, 2...2)
    case 2: (wish.steps, wish.units) = (2...3, 3...3)
    case 3: wish.hasStorage = false
    default: break
    }
    return RandomSystems.system(seed: seed, wish)
  }

  @Test func agreesWithEveryPatternTried() throws {
    var solved = 0
    for seed in seeds(60) {
      let system = tinySystem(seed)
      let program = DispatchProgram(system, options: .init(commitment: true))
      let outcome = try MonolithicMethod(program, options: SolveOptions(commitment: true, gap: 0, timeLimit: 5)).solve()
      guard let best = CommitmentEnumeration(system).best() else {
        #expect(outcome.status == .infeasible, "seed \(seed): \(outcome.status)")
        continue
      }
      solved += 1
      guard let objective = outcome.objective, let schedule = outcome.schedule else {
        Issue.record("seed \(seed): \(outcome.status), not \(best.cost)")
        continue
      }
      #expect(areClose(objective, best.cost, 1e-6), "seed \(seed): \(objective), not \(best.cost)")
      #expect(areClose(outcome.bound, best.cost, 1e-6), "seed \(seed): bound \(outcome.bound), not \(best.cost)")
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.first?.message ?? "")")
    }
    #expect(solved > seeds(60).count / 2)
  }
}
