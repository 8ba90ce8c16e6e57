import CaseFiles
import DispatchFormulation
import Foundation
import GridModel
import LinearOptimization
import Schedules
import Testing

@testable import SolutionMethods

/// The shipped cases, solved as one model and by structure.
@Suite struct StructuredCaseTests {
  private static let cases = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Cases")
    .standardizedFileURL

  @Test(arguments: [("taiyuan-2030", 168), ("yuncheng-2030", 168), ("lvliang-2030", 168), ("shanxi-2030", 48)])
  func methodsAgreeToTheGap(name: String, hours: Int) throws {
    let whole = try #require(readCase(at: Self.cases.appending(path: name)).system)
    var system = whole.restricted(to: 0..<whole.horizon.steps(coveringHours: Double(hours)))
    // Outages are kept around whichever method: `survivesOutagesAsOneModelDoes`.
    for i in system.lines.indices { system.lines[i].isSecured = false }
    let options = SolveOptions(gap: 1e-4)
    let outcome = try #require(try StructuredInteriorPointMethod(system, options: options).solve())
    try check(outcome, options, of: system, name)
    let one = try MonolithicMethod(DispatchProgram(system), options: options).solve()
    #expect(outcome.status == .optimal && one.status == .optimal)
    let (a, b) = (try #require(outcome.objective), try #require(one.objective))
    #expect(abs(a - b) <= 1.01e-4 * abs(b), "\(a) for \(b)")
  }

  /// The ring of yuncheng-2030 under N-1: both methods find one cost, and their schedules survive every outage.
  @Test func survivesOutagesAsOneModelDoes() throws {
    let whole = try #require(readCase(at: Self.cases.appending(path: "yuncheng-2030")).system)
    let system = whole.restricted(to: 0..<168)
    #expect(system.hasVoltageLaw && system.securedLines.count == 3)
    let options = SolveOptions(gap: 1e-4)
    let costs = try [SolveMethod.structured(), .monolithic].map { method in
      let outcome = try SolvePlan(system, by: method, commitment: false).solve(options)
      let cost = try #require(outcome.objective)
      let report = audit(
        try #require(outcome.schedule), of: system, reportedObjective: cost,
        reportedBound: BoundClaim(outcome.bound, certifiedBy: outcome.certifiedBy))
      #expect(report.passed, "\(method): \(report.violations.prefix(3).map(\.message))")
      #expect(outcome.note?.contains("limits after outages") == true)
      return cost
    }
    #expect(abs(costs[0] - costs[1]) <= 1.01e-4 * costs[1], "\(costs)")
  }

  /// Units that are set on or not, with stages of deep regulation that wear and burn oil, and load that falls below the
  /// minimum before a retrofit.
  @Test func deepStagesAgreeToTheGap() throws {
    for seed in 1...3 {
      var system = smallSystem(seed: seed, steps: 72, units: 5)
      system.network = .transport
      for i in system.thermalUnits.indices {
        let capacity = system.thermalUnits[i].capacity
        system.thermalUnits[i].deepRegulation = DeepRegulation(
          withoutOil: .init(below: 0.9 * capacity, wearCost: 5), withOil: .init(below: 0.8 * capacity, wearCost: 15),
          oil: 0.01 * capacity, oilPrice: 500)
        if i % 2 == 0 { system.thermalUnits[i].mustRun = .constant(1) }
      }
      let options = SolveOptions(gap: 1e-4)
      let outcome = try #require(try StructuredInteriorPointMethod(system, options: options).solve())
      try check(outcome, options, of: system, "seed \(seed)")
      let one = try MonolithicMethod(DispatchProgram(system), options: options).solve()
      let (a, b) = (try #require(outcome.objective), try #require(one.objective))
      #expect(abs(a - b) <= 1.01e-4 * abs(b), "\(a) for \(b)")
      let schedule = try #require(one.schedule)
      let report = audit(schedule, of: system, reportedObjective: b)
      #expect(report.passed && (report.cost?.oil ?? 0) > 0, "seed \(seed): \(report.violations.first?.message ?? "")")
    }
  }
}
