import DispatchFormulation
import GridModel
import LinearOptimization
import Synchronization
import Testing
import YearSystems

@testable import SolutionMethods

/// A solve that is stopped early says so, and keeps the best schedule that it had.
@Suite struct StructuredStopTests {
  private let system = YearSystem(.fourZones, seed: 2, hours: 72, units: 8).system()

  @Test func timeLimitEndsInAnHonestStop() throws {
    for limit in [1e-9, 0.05] {
      let options = SolveOptions(gap: 0, timeLimit: limit)
      // Without a schedule the way is one model, which has no time either.
      guard let outcome = try StructuredInteriorPointMethod(system, options: options).solve() else { continue }
      try check(outcome, options, of: system, "after \(limit) s")
      #expect(outcome.status == .stoppedWithSolution && outcome.stopReason == .timeLimit)
    }
  }

  /// Cancelled earlier and later.
  @Test func cancellationKeepsTheBestSchedule() throws {
    var kept = 0
    var gaps: [Double] = []
    for reports in [1, 3, 8, 14, 20, 26] {
      let cancellation = Cancellation()
      let seen = Atomic(0)
      let options = SolveOptions(gap: 0, cancellation: cancellation) { _ in
        if seen.add(1, ordering: .relaxed).newValue == reports { cancellation.cancel() }
      }
      guard let outcome = try StructuredInteriorPointMethod(system, options: options).solve() else { continue }
      kept += 1
      try check(outcome, options, of: system, "after \(reports) reports")
      if seen.load(ordering: .relaxed) >= reports, outcome.status != .optimal {
        #expect(outcome.stopReason == .cancelled, "after \(reports) reports")
      }
      gaps.append(try #require(outcome.gap))
    }
    // The longer it ran, the closer it came.
    #expect(kept > 1 && gaps.last ?? 1 < gaps.first ?? 0, "\(gaps)")
  }

  /// Reports improve: the incumbent falls and the bound rises.
  @Test func progressIsMonotone() throws {
    let reports = Mutex<[SolveProgress]>([])
    let options = SolveOptions(gap: 1e-5) { progress in reports.withLock { $0.append(progress) } }
    let outcome = try #require(try StructuredInteriorPointMethod(system, options: options).solve())
    let all = reports.withLock { $0 }
    #expect(all.contains { $0.phase == "interior point" && $0.bound != nil })
    for (earlier, later) in zip(all, all.dropFirst()) {
      #expect(later.bound ?? -.infinity >= earlier.bound ?? -.infinity)
      #expect(later.incumbent ?? .infinity <= earlier.incumbent ?? .infinity)
      #expect(later.elapsed >= earlier.elapsed)
    }
    for progress in all {
      #expect(progress.bound ?? -.infinity <= (try #require(outcome.objective)) * (1 + 1e-9))
    }
  }
}
