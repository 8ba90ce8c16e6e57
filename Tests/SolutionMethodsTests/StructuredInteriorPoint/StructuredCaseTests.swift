import CaseFiles
import DispatchFormulation
import Foundation
import GridModel
import LinearOptimization
import Testing

@testable import SolutionMethods

/// The shipped cases, solved as one model and by structure.
@Suite struct StructuredCaseTests {
  private static let cases = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Cases")
    .standardizedFileURL

  @Test(arguments: [("taiyuan-2030", 168), ("yuncheng-2030", 168), ("lvliang-2030", 168), ("shanxi-2030", 48)])
  func methodsAgreeToTheGap(name: String, hours: Int) throws {
    let whole = try #require(readCase(at: Self.cases.appending(path: name)).system)
    let system = whole.restricted(to: 0..<whole.horizon.steps(coveringHours: Double(hours)))
    let options = SolveOptions(gap: 1e-4)
    let outcome = try #require(try StructuredInteriorPointMethod(system, options: options).solve())
    try check(outcome, options, of: system, name)
    let one = try MonolithicMethod(DispatchProgram(system), options: options).solve()
    #expect(outcome.status == .optimal && one.status == .optimal)
    let (a, b) = (try #require(outcome.objective), try #require(one.objective))
    #expect(abs(a - b) <= 1.01e-4 * abs(b), "\(a) for \(b)")
  }
}
