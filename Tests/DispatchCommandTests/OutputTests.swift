import Foundation
import SeedsAndSnapshots
import Testing

/// What a solve writes and prints.
@Suite struct OutputTests {
  @Test func earlierResultsAreReplacedOnlyWithForce() throws {
    try StarterCase.inFolder { folder in
      let results = folder.appending(path: "results")
      try Command.expect(0, StarterCase.day + ["--out", "results"], in: folder)
      let before = try text(of: results.appending(path: "summary.json"))
      let refused = try Command.expect(1, StarterCase.day + ["--out", "results"], in: folder)
      #expect(refused.errors == "error: results: exists already\n  try: --force, or another folder for --out\n")
      #expect(refused.output.isEmpty)
      #expect(try text(of: results.appending(path: "summary.json")) == before)

      let half = ["solve", "my-case", "--hours", "0...11", "--out", "results", "--force"]
      try Command.expect(0, half, in: folder)
      #expect(try Summary(in: results).options["hours"] == "0..<12")
      #expect(try names(in: folder) == ["my-case", "results"])

      // Nobody's own file goes with the results.
      try Data("mine".utf8).write(to: results.appending(path: "notes.txt"))
      let kept = try Command.expect(1, half, in: folder)
      #expect(kept.errors.contains("holds notes.txt"))
      #expect(try text(of: results.appending(path: "notes.txt")) == "mine")
    }
  }

  @Test func parentsOfTheResultsAreMade() throws {
    try StarterCase.inFolder { folder in
      try Command.expect(0, StarterCase.day + ["--out", "runs/of/today/"], in: folder)
      #expect(try names(in: folder.appending(path: "runs/of")) == ["today"])
      try Command.expect(0, ["audit", "my-case", "runs/of/today/"], in: folder)
    }
  }

  /// Somebody puts a file where the folder was to be: the result is printed all the same.
  @Test func resultIsShownWhereItCannotBeWritten() throws {
    try StarterCase.inFolder { folder in
      let search = StarterCase.endless + ["--time-limit", "3", "--out", "runs/today"]
      let outcome = try Command.run(search, in: folder) { _ in
        usleep(1_500_000)
        try Data("mine".utf8).write(to: folder.appending(path: "runs"))
      }
      #expect(outcome.exitCode == 1)
      #expect(outcome.output.contains("stopped early with a schedule (time limit)"))
      #expect(outcome.errors.hasPrefix("error: runs/today: "), "\(outcome.errors)")
      #expect(outcome.errors.hasSuffix("  try: another folder for --out\n"), "\(outcome.errors)")
    }
  }

  @Test func withoutFolderNothingIsKept() throws {
    try StarterCase.inFolder { folder in
      let outcome = try Command.expect(0, StarterCase.day, in: folder)
      #expect(outcome.output.contains("Lower bound"))
      #expect(!outcome.output.contains("summary.json\n"))
      #expect(try names(in: folder) == ["my-case"])
    }
  }

  @Test func jsonIsAloneOnStandardOutput() throws {
    try StarterCase.inFolder { folder in
      // A warning must not get between.
      try StarterCase.edit("series/load.csv", in: folder) { $0.replacing("T05:00,", with: "T05:00,90") }
      let outcome = try Command.expect(
        0, StarterCase.day + ["--json", "--out", "results", "--write-model", "model.mps"], in: folder)
      #expect(outcome.errors.contains(": warning: "))
      let printed = try Summary(json: outcome.output)
      #expect(printed.status == "optimal" && printed.files.isEmpty)
      let written = try Summary(in: folder.appending(path: "results"))
      #expect(written.objective == printed.objective)
      #expect(written.files.contains("thermal-power.csv"))
      #expect(try names(in: folder) == ["model.mps", "my-case", "results"])
    }
  }

  @Test func summaryInChinese() throws {
    try StarterCase.inFolder { folder in
      let outcome = try Command.expect(0, StarterCase.day + ["--lang", "zh", "--out", "results"], in: folder)
      #expect(outcome.output.contains("运行成本") && outcome.output.contains("达到间隙要求"))
      let audit = try Command.expect(0, ["audit", "my-case", "results", "--lang", "zh"], in: folder)
      #expect(audit.output.contains("供电煤耗"))
    }
  }

  @Test func modelIsWrittenForOtherSolvers() throws {
    try StarterCase.inFolder { folder in
      let outcome = try Command.expect(
        0, StarterCase.day + ["--write-model", "model.mps", "--write-model", "model.lp", "--model-only"], in: folder)
      #expect(outcome.output == "model.mps\nmodel.lp\n")
      #expect(try names(in: folder) == ["model.lp", "model.mps", "my-case"])
      #expect(try text(of: folder.appending(path: "model.lp")).contains("Minimize"))
      #expect(try text(of: folder.appending(path: "model.mps")).hasSuffix("ENDATA\n"))
      // An existing model is written anew, as a compiler does.
      try Command.expect(0, StarterCase.day + ["--write-model", "model.lp", "--model-only"], in: folder)
    }
  }

  /// GLPK's own program reads the files and finds the same cost.
  @Test(.enabled(if: OtherProgram.glpsol != nil), arguments: ["mps", "lp"])
  func modelHasTheSameOptimumElsewhere(_ format: String) throws {
    let tiny = try #require(TinyCase.all.first { $0.name == "tiny-commitment" })
    let answer = try tiny.answer()
    try withTemporaryFolder { folder in
      try Command.expect(
        0, ["solve", tiny.folder.path, "--write-model", "model.\(format)", "--model-only"] + answer.options, in: folder)
      let reader = format == "mps" ? "--freemps" : "--lp"
      let output = folder.appending(path: "output").path
      let solver = try ChildProcess(
        try #require(OtherProgram.glpsol), [reader, "model.\(format)", "-w", "solution"], in: folder, output: output,
        errors: output)
      #expect(try solver.exitCode() == 0)
      let solution = try text(of: folder.appending(path: "solution"))
      let line = try #require(solution.split(separator: "\n").first { $0.hasPrefix("s ") })
      let objective = try #require(Double(line.split(separator: " ").last ?? ""))
      #expect(abs(objective - answer.objective) <= 1e-9 * answer.objective, "\(line)")
    }
  }
}

/// Programs that may be there.
enum OtherProgram {
  static let glpsol = find("glpsol")
  static let python = find("python3")

  static func find(_ name: String) -> URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { URL(filePath: String($0)).appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
