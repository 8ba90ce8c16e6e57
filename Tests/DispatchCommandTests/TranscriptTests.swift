import Foundation
import Reporting
import SeedsAndSnapshots
import Testing

/// What people see, command by command.
@Suite struct TranscriptTests {
  /// Cases whose answers are unique, so that any solver prints the same.
  private static let commands: [[String]] = [
    ["new", "my-case"], ["check", "tiny-flexibility"], ["check", "torn"],
    ["solve", "tiny-flexibility", "--out", "results"], ["audit", "tiny-flexibility", "results", "--full"],
    ["solve", "tiny-merit-order", "--out", "other"], ["compare", "results", "other"],
    ["compare", "results", "other", "--full"], ["solve", "stuck"], ["assess", "tiny-flexibility", "--out", "shaving"],
    ["assess", "tiny-merit-order", "--regulation", "--brief", "--out", "shaving-2"],
    ["compare", "shaving", "shaving-2"], ["solve", "tiny-flexibility", "--out", "results"],
    ["audit", "tiny-merit-order", "results"], ["series", "tiny-flexibility"], ["solve", "tiny-flexiblity"],
  ]

  @Test(arguments: ["en", "zh"]) func everythingIsAsItWas(_ language: String) throws {
    try withTemporaryFolder { folder in
      for name in ["tiny-flexibility", "tiny-merit-order"] {
        try FileManager.default.copyItem(at: TinyCase.cases.appending(path: name), to: folder.appending(path: name))
      }
      // A case with an error, and one whose unit cannot run as low as the load.
      try copy("tiny-merit-order", "torn", "thermal-units.csv", in: folder) { $0.replacing(",bus", with: ",buss") }
      try copy("tiny-merit-order", "stuck", "series/load.csv", in: folder) { $0.replacing(",150", with: ",50") }
      var transcript = ""
      for command in Self.commands {
        let speaks = ["solve", "audit", "assess", "compare"].contains(command[0])
        let outcome = try Command.run(command + (speaks ? ["--lang", language] : []), in: folder)
        transcript += "$ griddispatch \(command.joined(separator: " "))\n\(outcome.output)\(outcome.errors)"
        transcript += outcome.exitCode == 0 ? "" : "[exit code \(outcome.exitCode)]\n"
      }
      // Times are not the same twice.
      transcript.replace(/after [0-9.]+ s/, with: "after … s")
      transcript.replace(/用时 [0-9.]+ 秒/, with: "用时 … 秒")
      try expectSnapshot("transcript.\(language).txt", transcript)
    }
  }

  private func copy(
    _ name: String, _ copy: String, _ file: String, in folder: URL, _ change: (String) -> String
  ) throws {
    let target = folder.appending(path: copy)
    try FileManager.default.copyItem(at: TinyCase.cases.appending(path: name), to: target)
    let path = target.appending(path: file)
    try Data(change(text(of: path)).utf8).write(to: path)
  }

  static let shipped = ((try? names(in: TinyCase.cases)) ?? []).filter { !$0.hasPrefix(".") }

  /// A day of every shipped case, in both languages, with everything.
  @Test(arguments: shipped) func everyShippedCaseFits80Columns(_ name: String) throws {
    let path = TinyCase.cases.appending(path: name).path
    let part = name.hasPrefix("tiny-") ? [] : ["--hours", "0..<24"]
    try withTemporaryFolder { folder in
      // Here, so that the names in the output are short.
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: name), withDestinationURL: URL(filePath: path))
      let commands = [
        ["solve", name, "--full", "--lang", "zh", "--out", "a"] + part,
        ["audit", name, "a", "--full"], ["compare", "a", "a", "--full"],
        ["compare", "a", "a", "--full", "--lang", "zh"],
      ]
      for command in commands {
        let outcome = try Command.expect(0, command, in: folder)
        for line in outcome.output.split(separator: "\n") {
          #expect(displayWidth(String(line)) <= 80, "\(command)\n\(line)")
        }
      }
    }
  }

  /// Both languages of an assessment of a year.
  @Test(arguments: ["en", "zh"]) func assessmentFits80Columns(_ language: String) throws {
    let outcome = try Command.expect(
      0, ["assess", "lvliang-2030", "--definition", "demand", "--regulation", "--lang", language], in: TinyCase.cases)
    for line in outcome.output.split(separator: "\n") { #expect(displayWidth(String(line)) <= 80, "\(line)") }
  }
}
