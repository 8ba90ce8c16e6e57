import CaseFiles
import DispatchFormulation
import Foundation
import GridModel
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Networks made and solved by PyPSA with HiGHS, with their objectives (Benchmarks/pypsa/networks.sh --keep).
@Suite struct PyPSANetworkTests {
  private struct Answer: Decodable {
    /// `nil` where PyPSA found the network infeasible.
    let objective: Double?
    let commitment: Bool
    let tolerance: Double
  }

  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder().path).filter { !$0.hasPrefix(".") }.sorted()
  }

  private static func folder() throws -> URL {
    try #require(Bundle.module.url(forResource: "Networks", withExtension: nil))
  }

  @Test(arguments: try names()) func objectiveIsThatOfPyPSA(name: String) throws {
    let folder = try Self.folder().appending(path: name)
    let answer = try JSONDecoder().decode(Answer.self, from: Data(contentsOf: folder.appending(path: "answer.json")))
    let (read, findings) = readSystem(at: folder)
    #expect(findings.allSatisfy { $0.severity == .note })
    try expectObjective(answer, of: try #require(read))
    // The case that it is converted to says the same.
    try withTemporaryFolder { parent in
      let copy = parent.appending(path: "case")
      try writeCase(try #require(read), to: copy)
      let (again, findings) = readCase(at: copy)
      #expect(findings.allSatisfy { $0.severity != .error }, "\(findings)")
      try expectObjective(answer, of: try #require(again))
    }
  }

  private static let published = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../../shared/data/pypsa/ac-dc-meshed").standardizedFileURL

  /// PyPSA's example with capacities to build, under a limit of emissions; its objective with the constant.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: published.path))) func publishedExampleHasItsObjective()
    throws
  {
    let system = try #require(readSystem(at: Self.published).system)
    try expectObjective(Answer(objective: 18_441_021.477729, commitment: false, tolerance: 1e-9), of: system)
  }

  private func expectObjective(_ answer: Answer, of system: PowerSystem) throws {
    let program = DispatchProgram(system, options: .init(commitment: answer.commitment))
    let options = SolveOptions(commitment: answer.commitment, gap: answer.commitment ? 1e-9 : 0)
    let outcome = try MonolithicMethod(program, options: options).solve()
    guard let objective = answer.objective else {
      #expect(outcome.status == .infeasible)
      return
    }
    let schedule = try #require(outcome.schedule)
    let report = audit(schedule, of: system, reportedObjective: outcome.objective)
    #expect(report.passed, "\(report.violations.prefix(3))")
    let cost = costBreakdown(of: schedule, system: system).total
    #expect(abs(cost - objective) <= answer.tolerance * max(1, abs(objective)), "\(cost), expected \(objective)")
  }
}
