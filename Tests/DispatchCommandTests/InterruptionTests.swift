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

/// Ctrl-C in a terminal, and signals without one.
@Suite struct InterruptionTests {
  /// What every line of progress begins with, whatever it says: that depends on how fast the machine reads.
  private let progress = "\u{1B}[J"

  @Test func interruptLeavesTheBestSchedule() throws {
    try StarterCase.inFolder { folder in
      let terminal = try Terminal(StarterCase.endless + ["--out", "results"], in: folder)
      // The progress shows a schedule.
      #expect(terminal.waits(for: "cost "), "\(terminal.shown)")
      terminal.type("\u{3}")
      #expect(try terminal.exitCode() == 3, "\(terminal.shown)")
      #expect(terminal.shown.contains("stopped early with a schedule (interrupted)"))
      #expect(try names(in: folder) == ["my-case", "results"])
      let summary = try Summary(in: folder.appending(path: "results"))
      #expect(try Set(names(in: folder.appending(path: "results"))) == Set(summary.files + ["summary.json"]))
      #expect(try #require(summary.bound) < (try #require(summary.objective)))
      try Command.expect(0, ["audit", "my-case", "results"], in: folder)
    }
  }

  @Test func interruptBeforeAScheduleLeavesNothing() throws {
    try StarterCase.inFolder { folder in
      // A year that takes a second to read and minutes to solve.
      let year = TinyCase.cases.appending(path: "shanxi-2025").path
      let terminal = try Terminal(["solve", year, "--commitment", "--out", "results"], in: folder)
      #expect(terminal.waits(for: progress), "\(terminal.shown)")
      terminal.type("\u{3}")
      #expect(try terminal.exitCode() == 4, "\(terminal.shown)")
      #expect(try names(in: folder) == ["my-case"])
    }
  }

  @Test func secondInterruptEndsAtOnce() throws {
    try withTemporaryFolder { folder in
      let year = TinyCase.cases.appending(path: "shanxi-2025").path
      let terminal = try Terminal(["solve", year, "--out", "results"], in: folder)
      #expect(terminal.waits(for: progress), "\(terminal.shown)")
      terminal.type("\u{3}")
      usleep(200_000)
      terminal.type("\u{3}")
      let code = try terminal.exitCode()
      #expect(code == 128 + SIGINT || code == 4)
      #expect(try names(in: folder).isEmpty)
    }
  }

  @Test(arguments: [SIGINT, SIGTERM]) func signalWithoutTerminal(_ signal: Int32) throws {
    try StarterCase.inFolder { folder in
      // It writes the model just before it solves, and 3 s are enough for a first schedule.
      let arguments = StarterCase.endless + ["--write-model", "model.lp", "--out", "results", "--json"]
      let outcome = try Command.run(arguments, in: folder) { process in
        let model = folder.appending(path: "model.lp").path
        while !FileManager.default.fileExists(atPath: model), kill(process.id, 0) == 0 { usleep(10_000) }
        usleep(3_000_000)
        process.send(signal)
      }
      #expect(outcome.exitCode == 3, "\(outcome.errors)")
      #expect(outcome.errors.isEmpty)
      let summary = try Summary(json: outcome.output)
      #expect(summary.status == "stoppedWithSolution")
      #expect(summary.options["stopped"] == "cancelled")
      #expect(try names(in: folder) == ["model.lp", "my-case", "results"])
    }
  }
}
