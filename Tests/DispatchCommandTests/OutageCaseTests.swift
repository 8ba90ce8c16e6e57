import CaseFiles
import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import SolutionMethods
import Testing

/// Security against the outage of each line of rts-gmlc, over its first day.
@Suite struct OutageCaseTests {
  @Test func rtsSurvivesEveryOutage() throws {
    let (read, _) = readCase(at: TinyCase.cases.appending(path: "rts-gmlc"))
    let day = try #require(read).restricted(to: 0..<24)
    var secured = day
    for i in secured.lines.indices where secured.lines[i].reactance != nil {
      secured.lines[i].isSecured = secured.takeover(from: i) != nil
    }
    #expect(secured.securedLines.count > 110)
    let options = SolveOptions(gap: 1e-6)
    let free = try MonolithicMethod(DispatchProgram(day), options: options).solve()
    let outcome = try SecuredDispatch.solve(secured) { system throws(SolverFault) in
      try MonolithicMethod(DispatchProgram(system), options: options).solve()
    }
    let (schedule, cost) = (try #require(outcome.schedule), try #require(outcome.objective))
    let report = audit(
      schedule, of: secured, reportedObjective: cost,
      reportedBound: BoundClaim(outcome.bound, certifiedBy: outcome.certifiedBy))
    #expect(report.passed, "\(report.violations.prefix(5).map(\.message))")
    // The cheapest dispatch of the day would not survive, and security costs something.
    let unsafe = audit(try #require(free.schedule), of: secured)
    #expect(unsafe.counts[.outageLimit] ?? 0 > 0)
    #expect(cost >= (try #require(free.objective)) - 1e-6 * abs(cost))
    #expect(schedule[.outagePrice] != nil)
  }
}
