import CaseFiles
import DispatchFormulation
import Foundation
import GridModel
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// The answers that were derived by hand, to nine digits.
@Suite struct TinyCaseTests {
  @Test func casesAreFound() { #expect(TinyCase.all.count >= 5) }

  @Test(arguments: TinyCase.all) func answerIsTheOneDerivedByHand(_ tiny: TinyCase) throws {
    let answer = try tiny.answer()
    #expect(Set(answer.options).isSubset(of: ["--commitment"]))
    let (read, findings) = readCase(at: tiny.folder)
    // Some go short on purpose.
    #expect(findings.filter { $0.severity != .note && $0.code != .unservableLoad } == [])
    let system = try #require(read)
    let commitment = answer.options.contains("--commitment")
    let outcome = try SecuredDispatch.solve(system) { system in
      let program = DispatchProgram(system, options: FormulationOptions(commitment: commitment))
      return try MonolithicMethod(program, options: SolveOptions(commitment: commitment, gap: 1e-9)).solve()
    }
    #expect(outcome.status == .optimal)
    let objective = try #require(outcome.objective)
    #expect(isEqual(objective, answer.objective), "objective \(objective), expected \(answer.objective)")
    #expect(isEqual(outcome.bound, answer.objective), "bound \(outcome.bound), expected \(answer.objective)")

    let schedule = try #require(outcome.schedule)
    let report = audit(schedule, of: system, reportedObjective: objective)
    #expect(report.passed, "\(report.violations.map(\.message))")
    let total = try #require(report.cost).total
    #expect(isEqual(total, answer.objective), "cost \(total), expected \(answer.objective)")
    for (name, components) in answer.series {
      let quantity = try #require(Quantity.all.first { $0.name == name }, "no quantity \(name)")
      for (component, expected) in components {
        #expect(quantity.componentNames(in: system).contains(component))
        let values = schedule.values(quantity, of: component)
        let isSame = values.count == expected.count && zip(values, expected).allSatisfy(isEqual)
        #expect(isSame, "\(name) of \(component): \(values), expected \(expected)")
      }
    }
  }

  @Test(arguments: TinyCase.all) func commandGivesTheAnswer(_ tiny: TinyCase) throws {
    let answer = try tiny.answer()
    try withTemporaryFolder { folder in
      let solve = ["solve", tiny.folder.path, "--gap", "1e-9", "--out", "results"] + answer.options
      try Command.expect(0, solve, in: folder)
      let summary = try Summary(in: folder.appending(path: "results"))
      #expect(summary.status == "optimal")
      #expect(isEqual(try #require(summary.objective), answer.objective))
      let audit = try Command.expect(0, ["audit", tiny.folder.path, "results"], in: folder)
      #expect(audit.output.contains("audit passed"))
    }
  }

  /// To 1e-9, relative where there is something to relate to.
  private func isEqual(_ value: Double, _ expected: Double) -> Bool {
    abs(value - expected) <= 1e-9 * max(1, abs(expected))
  }
}
