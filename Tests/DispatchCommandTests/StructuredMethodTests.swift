import Foundation
import SeedsAndSnapshots
import Testing

/// The structured method through the command, on a shipped case.
@Suite struct StructuredMethodTests {
  private static let yuncheng = TinyCase.cases.appending(path: "yuncheng-2030").path

  @Test(arguments: ["structured", "auto"]) func saysWhatWasProvenAndByWhom(method: String) throws {
    try withTemporaryFolder { folder in
      // Long enough for auto to choose structure.
      let outcome = try Command.expect(
        0,
        [
          "solve", Self.yuncheng, "--hours", "0..<500", "--method", method, "--gap", "0.001", "--out", "results",
        ], in: folder)
      #expect(outcome.output.contains("row duals of the structured interior point"), "\(outcome.output)")
      #expect(outcome.output.contains(/iterations of the interior point/), "\(outcome.output)")
      let results = folder.appending(path: "results")
      let summary = try Summary(in: results)
      #expect(summary.status == "optimal")
      #expect(summary.options["method"] == method)
      let (cost, bound, gap) = (
        try #require(summary.objective), try #require(summary.bound), try #require(summary.gap)
      )
      #expect(bound <= cost && gap <= 0.001 && abs((cost - bound) / cost - gap) <= 1e-12)
      #expect(try text(of: results.appending(path: "summary.json")).contains("structured interior point"))
      try Command.expect(0, ["audit", Self.yuncheng, "results"], in: folder)
    }
  }

  @Test func refusesWhatItDoesNotCover() throws {
    try withTemporaryFolder { folder in
      let commitment = try Command.run(
        ["solve", Self.yuncheng, "--hours", "0..<24", "--method", "structured", "--commitment"], in: folder)
      #expect(commitment.exitCode != 0)
      #expect(
        commitment.errors.contains("--method structured takes cases without commitment"), "\(commitment.errors)")
      #expect(commitment.errors.contains("auto"), "\(commitment.errors)")
    }
  }
}
