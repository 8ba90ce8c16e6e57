import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import SeedsAndSnapshots
import Testing

@testable import SolutionMethods

/// Random systems, and what every rolling solve has in common.
@Suite struct RollingHorizonTests {
  @Test func windowsKeepEveryStepOnce() {
    #expect(
      RollingWindow.covering(10, keeping: 4, overlap: 2) == [
        .init(seen: 0..<6, kept: 0..<4), .init(seen: 4..<10, kept: 4..<10),
      ])
    #expect(RollingWindow.covering(10, keeping: 10, overlap: 0) == [.init(seen: 0..<10, kept: 0..<10)])
    #expect(RollingWindow.covering(10, keeping: 100, overlap: .max) == [.init(seen: 0..<10, kept: 0..<10)])
    for count in 1...40 {
      for window in 1...12 {
        for overlap in 0...7 {
          let windows = RollingWindow.covering(count, keeping: window, overlap: overlap)
          #expect(windows.flatMap { Array($0.kept) } == Array(0..<count))
          #expect(windows.allSatisfy { $0.seen.lowerBound == $0.kept.lowerBound && $0.seen.upperBound <= count })
          #expect(windows.dropLast().allSatisfy { $0.kept.count == window && $0.seen.count == window + overlap })
        }
      }
    }
  }

  /// Where one window holds the whole case, rolling is the monolithic method, bound included.
  @Test(arguments: [false, true]) func oneWindowIsTheWholeCase(commitment: Bool) throws {
    for seed in seeds(3) {
      let system = rollingSystem(seed: seed).restricted(to: 0..<24)
      let options = SolveOptions(commitment: commitment, gap: 1e-6)
      let program = DispatchProgram(system, options: .init(commitment: commitment))
      let whole = try MonolithicMethod(program, options: options).solve()
      let rolled = try RollingHorizonMethod(system, window: 24, overlap: 8, options: options).solve()
      #expect(rolled.status == whole.status, "seed \(seed)")
      guard let expected = whole.objective else { continue }
      #expect(rolled.schedule == whole.schedule, "seed \(seed)")
      #expect(abs(try #require(rolled.objective) - expected) <= 1e-7 * abs(expected), "seed \(seed)")
      #expect(abs(rolled.bound - whole.bound) <= 1e-7 * abs(expected), "seed \(seed)")
      #expect(rolled.certifiedBy == whole.certifiedBy && rolled.note == nil)
    }
  }

  @Test func dispatchObeysTheCaseAndCostsNoLessThanItsOptimum() throws {
    var (solved, dearer) = (0, 0)
    for seed in seeds(12) {
      let system = rollingSystem(seed: seed)
      let whole = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 1e-9)).solve()
      let (window, overlap) = [(12, 12), (24, 0), (24, 6), (17, 5)][seed % 4]
      let rolled = try RollingHorizonMethod(system, window: window, overlap: overlap, options: SolveOptions()).solve()
      guard let schedule = rolled.schedule, let objective = rolled.objective else {
        #expect(rolled.status == .infeasible && rolled.note?.contains("window ") == true, "seed \(seed)")
        continue
      }
      solved += 1
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed), \(window)+\(overlap): \(report.violations.map(\.message))")
      #expect(schedule[.price]?.count == system.horizon.count, "seed \(seed)")
      let optimum = try #require(whole.objective, "seed \(seed): \(whole.status)")
      #expect(objective >= optimum - 1e-7 * abs(optimum), "seed \(seed): \(objective) below \(optimum)")
      #expect(rolled.bound <= optimum + 1e-7 * abs(optimum), "seed \(seed): \(rolled.bound) above \(optimum)")
      #expect(
        (rolled.status == .optimal) == (try #require(rolled.gap) <= 1e-3 + 1e-9), "seed \(seed): \(rolled.status)")
      if objective > optimum + 1e-6 * abs(optimum) { dearer += 1 }
    }
    #expect(solved > seeds(12).count / 2 && dearer > 0, "\(solved) solved, \(dearer) dearer")
  }

  @Test func commitmentObeysTheCase() throws {
    var solved = 0
    for seed in seeds(4) {
      let system = rollingSystem(seed: seed)
      let (window, overlap) = [(12, 12), (24, 4), (24, 0), (15, 9)][seed % 4]
      let options = SolveOptions(commitment: true, gap: 0.02, timeLimit: 60)
      let rolled = try RollingHorizonMethod(system, window: window, overlap: overlap, options: options).solve()
      guard let schedule = rolled.schedule, let objective = rolled.objective else {
        #expect(rolled.status == .infeasible && rolled.note?.contains("window ") == true, "seed \(seed)")
        continue
      }
      solved += 1
      #expect(rolled.status == .feasible && rolled.bound == -.infinity && rolled.gap == nil, "seed \(seed)")
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed), \(window)+\(overlap): \(report.violations.map(\.message))")
      let relaxation = try solve(DispatchProgram(system, options: .init(commitment: true)).model.relaxed())
      #expect(objective >= relaxation.objective - 1e-7 * abs(objective), "seed \(seed)")
    }
    #expect(solved > seeds(4).count / 2, "\(solved) solved")
  }
}
