import Foundation
import SeedsAndSnapshots
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `solve --solver`, with the shell for a solver.
@Suite struct SolverCommandTests {
  private func solve(_ command: String, _ further: [String] = []) -> [String] {
    ["solve", TinyCase.cases.appending(path: "tiny-merit-order").path, "--solver", command] + further
  }

  @Test func refusalsNameTheNextStep() throws {
    try withTemporaryFolder { folder in
      let silent = try Command.expect(1, solve("true {model} {solution}", ["--out", "results"]), in: folder)
      #expect(silent.errors.contains("error: true wrote no solution\n  try: the command of --solver by hand"))
      let failed = try Command.expect(1, solve("echo no licence; exit 7 # {model} {solution}", ["--json"]), in: folder)
      #expect(failed.errors.contains("ended with exit code 7\nit printed last:\n  no licence"))
      #expect(failed.output.contains("\"exit_code\" : 1"))
      #expect(try Command.expect(1, solve("highs {model}"), in: folder).errors.contains("{model} and {solution}"))
      let rolling = solve("highs {model} {solution}", ["--method", "rolling"])
      #expect(try Command.expect(1, rolling, in: folder).errors.contains("without --method rolling"))
      #expect(try names(in: folder).isEmpty)
    }
  }

  @Test func timeLimitEndsASolverThatSleeps() throws {
    try withTemporaryFolder { folder in
      let sleeping = solve("sleep 100 # {model} {solution}", ["--time-limit", "1", "--out", "results"])
      let outcome = try Command.expect(4, sleeping, in: folder)
      #expect(outcome.errors.contains("there is no schedule, so nothing was written"))
      #expect(try names(in: folder).isEmpty)
    }
  }

  @Test(arguments: [SIGINT, SIGTERM]) func signalEndsTheSolver(_ signal: Int32) throws {
    try withTemporaryFolder { folder in
      let mark = folder.appending(path: "started").path
      let command = "touch '\(mark)'; sleep 100; touch '\(mark)-and-ended' # {model} {solution}"
      let outcome = try Command.run(solve(command), in: folder) { process in
        while !FileManager.default.fileExists(atPath: mark), kill(process.id, 0) == 0 { usleep(10_000) }
        process.send(signal)
      }
      #expect(outcome.exitCode == 4, "\(outcome.errors)")
      #expect(try names(in: folder) == ["started"])
    }
  }

  @Test(.enabled(if: isOnPath("glpsol"))) func answersAreAudited() throws {
    try withTemporaryFolder { folder in
      let command = "glpsol --freemps {model} -w {solution}"
      try Command.expect(0, solve(command, ["--out", "results"]), in: folder)
      let summary = try Summary(in: folder.appending(path: "results"))
      #expect(summary.options["solver"] == command)
      let readme = try #require(TinyCase.all.first { $0.name == "tiny-merit-order" }).answer()
      #expect(abs((summary.objective ?? 0) - readme.objective) < 1e-6 * readme.objective)
      try Command.expect(
        0, ["audit", TinyCase.cases.appending(path: "tiny-merit-order").path, "results"], in: folder)
    }
  }
}
