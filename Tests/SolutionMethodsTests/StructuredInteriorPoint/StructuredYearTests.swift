import DispatchFormulation
import Foundation
import GridModel
import LinearOptimization
import Schedules
import SeedsAndSnapshots
import Testing
import YearSystems

@testable import SolutionMethods

/// Random years' beginnings, between GLPK's optimum of the linear program and what the method proves.
@Suite struct StructuredYearTests {
  /// Ten in a row have everything; more of them, some over 744 h, with a larger GRIDDISPATCH_TEST_COUNT.
  private static let isLong = testScale >= 4

  /// What some of the schedules show, so that the seeds test what they should.
  private struct Coverage {
    var shedsLoad = false
    var hasNegativePrices = false
    var exhaustsYearlyBudget = false
    var separatesPrices = false
    var hasOnePriceOverLines = false
    var storageHours: Set<Double> = []
    var solved = 0

    mutating func add(_ schedule: Schedule, of system: PowerSystem) throws {
      solved += 1
      shedsLoad = shedsLoad || (schedule[.unservedEnergy]?.values.contains { $0 > 0.1 } ?? false)
      let prices = try #require(schedule[.price])
      hasNegativePrices = hasNegativePrices || prices.values.contains { $0 < -1 }
      for load in system.interruptibleLoads where load.hoursPerYear.isFinite {
        let used = schedule.values(.interruption, of: load.name).reduce(0, +) * system.horizon.stepHours
        if used > 0.999 * load.hoursPerYear * load.capacity { exhaustsYearlyBudget = true }
      }
      if !system.lines.isEmpty {
        let spread = (0..<prices.count).map { t in
          let step = prices.names.indices.map { prices.values[$0 * prices.count + t] }
          return (step.max() ?? 0) - (step.min() ?? 0)
        }
        if spread.contains(where: { $0 > 10 }) { separatesPrices = true } else { hasOnePriceOverLines = true }
      }
      for store in system.storages { storageHours.insert((store.energyCapacity / store.dischargeCapacity).rounded()) }
    }
  }

  @Test func boundAndCostEncloseTheOptimum() throws {
    var coverage = Coverage()
    for seed in seeds(10, as: UInt64.self) {
      let hours = Self.isLong && seed % 20 == 0 ? 744 : 168
      let system = YearSystem.scenario(seed: seed, hours: hours, units: 5).system()
      guard StructuredInteriorPointMethod.covers(system, commitment: false) else { continue }
      let options = SolveOptions(gap: 1e-4)
      let outcome = try #require(
        try StructuredInteriorPointMethod(system, options: options).solve(), "seed \(seed): no schedule")
      let schedule = try check(outcome, options, of: system, "seed \(seed)")
      #expect(outcome.status == .optimal || !promisesGap(schedule, of: system), "seed \(seed): \(outcome.status)")
      try coverage.add(schedule, of: system)
    }
    #expect(coverage.solved >= 7)
    #expect(coverage.shedsLoad)
    #expect(coverage.hasNegativePrices)
    #expect(coverage.exhaustsYearlyBudget)
    #expect(coverage.separatesPrices && coverage.hasOnePriceOverLines)
    #expect(coverage.storageHours.min() == 1 && coverage.storageHours.max() == 500)
  }
}

/// Whether the gap can be met: nothing promises it with the voltage law, or where a store may not waste energy of a
/// negative price.
func promisesGap(_ schedule: Schedule, of system: PowerSystem) -> Bool {
  system.network == .transport && !(schedule[.price]?.values.contains { $0 < -1 } ?? true)
}

/// What holds for every schedule of the method; the optimum is that of the linear program.
@discardableResult
func check(
  _ outcome: DispatchOutcome, _ options: SolveOptions, of system: PowerSystem, _ note: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> Schedule {
  let schedule = try #require(outcome.schedule, "\(note)", sourceLocation: sourceLocation)
  let cost = try #require(outcome.objective, "\(note)", sourceLocation: sourceLocation)
  let program = DispatchProgram(system)
  let optimum = try solve(program.model)
  #expect(optimum.status == .optimal, "\(note)", sourceLocation: sourceLocation)
  let least = optimum.objective
  let rounding = 1e-9 * abs(least)
  #expect(
    outcome.bound <= least + rounding, "\(note): bound \(outcome.bound) above \(least)", sourceLocation: sourceLocation)
  #expect(cost >= least - rounding, "\(note): cost \(cost) below \(least)", sourceLocation: sourceLocation)
  let gap = relativeGap(objective: cost, bound: outcome.bound)
  #expect((outcome.status == .optimal) == (gap <= options.gap + 1e-9), "\(note)", sourceLocation: sourceLocation)
  #expect(
    outcome.status == .optimal || outcome.status == .stoppedWithSolution && outcome.stopReason != nil,
    "\(note): \(outcome.status)", sourceLocation: sourceLocation)
  let claim = BoundClaim(outcome.bound, certifiedBy: outcome.certifiedBy)
  let report = audit(schedule, of: system, reportedObjective: cost, reportedBound: claim)
  #expect(report.passed, "\(note): \(report.violations.map(\.message))", sourceLocation: sourceLocation)
  let proven = try #require(report.provenBound, "\(note)", sourceLocation: sourceLocation)
  // Prices may prove more than the linear program where its stores charge and discharge at once.
  let isExact = program.exclusions.allSatisfy { $0.smallerOfClashing(optimum.columnValues).isEmpty }
  let limit = isExact ? least : cost
  #expect(proven <= limit + rounding, "\(note): prices prove \(proven) above \(limit)", sourceLocation: sourceLocation)
  return schedule
}
