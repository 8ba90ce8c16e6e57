import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Machines of stores with commitment: whole numbers, fixed pumping power, least output, standstill.
@Suite struct StorageMachineTests {
  @Test func schedulesKeepTheRulesAndCostNoLessThanWithoutThem() throws {
    var (solved, switched) = (0, 0)
    for seed in seeds(40) {
      let wish = RandomSystems.Wish(steps: 3...8, units: 1...2, buses: 1...2, hasWater: true, hasMachines: true)
      let system = RandomSystems.system(seed: seed, wish)
      let options = SolveOptions(commitment: true, gap: 1e-6, timeLimit: 10)
      let outcome = try MonolithicMethod(
        DispatchProgram(system, options: .init(commitment: true)), options: options
      ).solve()
      guard let schedule = outcome.schedule, let objective = outcome.objective else { continue }
      solved += 1
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message))")
      #expect(outcome.bound <= objective + 1e-7 * max(1000, abs(objective)), "seed \(seed)")
      guard system.storages.contains(where: \.isSwitched) else { continue }
      switched += 1
      #expect(schedule[.unitsCharging] != nil && schedule[.unitsDischarging] != nil)
      var free = system
      for index in free.storages.indices {
        free.storages[index].units = nil
        free.storages[index].changeoverHours = 0
      }
      let relaxed = try MonolithicMethod(DispatchProgram(free, options: .init(commitment: true)), options: options)
        .solve()
      #expect(relaxed.bound <= objective + 1e-6 * max(1000, abs(objective)), "seed \(seed)")
    }
    #expect(solved > seeds(40).count / 2 && switched > seeds(40).count / 10)
  }

  /// Without commitment machines are not seen: the same least cost, and a schedule without them passes the audit.
  @Test func withoutCommitmentPowerMovesFreely() throws {
    for seed in seeds(20) {
      var wish = RandomSystems.Wish(steps: 3...8, units: 1...2, hasWater: true)
      wish.hasMachines = true
      let system = RandomSystems.system(seed: seed, wish)
      var free = system
      for index in free.storages.indices {
        free.storages[index].units = nil
        free.storages[index].changeoverHours = 0
      }
      let (found, expected) = (try solve(DispatchProgram(system).model), try solve(DispatchProgram(free).model))
      #expect(found.status == expected.status)
      #expect(found.status != .optimal || found.objective == expected.objective, "seed \(seed)")
    }
  }
}
