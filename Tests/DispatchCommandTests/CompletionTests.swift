import Foundation
import SeedsAndSnapshots
import Testing

/// The scripts that complete the command in a shell.
@Suite struct CompletionTests {
  private func script(_ shell: String) throws -> String {
    let outcome = try Command.expect(0, ["--generate-completion-script", shell], in: TinyCase.cases)
    #expect(outcome.errors.isEmpty)
    return outcome.output
  }

  /// Every subcommand and what an option takes is in it.
  @Test(arguments: ["bash", "zsh", "fish"]) func scriptNamesEverything(_ shell: String) throws {
    let script = try script(shell)
    let words = [
      "new", "check", "solve", "assess", "audit", "compare", "report", "series", "import", "rts-gmlc", "format",
      "monolithic",
      "structured", "rolling", "zh", "gross", "demand",
    ]
    for word in words { #expect(script.contains(word), "\(word)") }
  }

  /// Shells that are here read the script without complaint.
  @Test(arguments: ["bash", "zsh", "fish"]) func scriptParses(_ shell: String) throws {
    guard let program = OtherProgram.find(shell) else { return }
    try withTemporaryFolder { folder in
      try Data(script(shell).utf8).write(to: folder.appending(path: "script"))
      let outcome = try run(program, ["-n", "script"], in: folder)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }
  }

  /// What a reader of bash sees after the tabulator.
  @Test(
    .enabled(if: OtherProgram.find("bash") != nil),
    arguments: [
      (["co"], ["compare"]), (["so"], ["solve"]), (["solve", "my-case", "--method", ""], ["auto", "monolithic"]),
      (["solve", "my-case", "--lang", ""], ["en", "zh"]), (["assess", "my-case", "--basis", "g"], ["gross"]),
      (["solve", "my"], ["my-case"]), (["audit", "my-case", "my"], ["my-case"]), (["compare", "my"], ["my-case"]),
      (["solve", "my-case", "--write"], ["--write-model"]), (["import", ""], ["rts-gmlc"]),
    ])
  func bashCompletes(_ words: [String], _ expected: [String]) throws {
    let bash = try #require(OtherProgram.find("bash"))
    try StarterCase.inFolder { folder in
      try Data(script("bash").utf8).write(to: folder.appending(path: "script"))
      let command = """
        source ./script
        COMP_WORDS=(griddispatch \(words.map { "'\($0)'" }.joined(separator: " ")))
        COMP_CWORD=\(words.count)
        COMP_LINE="griddispatch \(words.joined(separator: " "))"
        COMP_POINT=${#COMP_LINE}
        COMP_TYPE=9
        _griddispatch griddispatch '\(words.last ?? "")' '\(words.dropLast().last ?? "griddispatch")'
        printf '%s\\n' "${COMPREPLY[@]}"
        """
      let path = try Command.executable().deletingLastPathComponent().path
      let outcome = try run(bash, ["-c", command], in: folder, environment: ["PATH": "\(path):/usr/bin:/bin"])
      let offered = outcome.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      for word in expected {
        #expect(offered.contains { $0 == word || $0 == word + "/" }, "\(outcome.output)\n\(outcome.errors)")
      }
    }
  }

  private func run(
    _ program: URL, _ arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) throws -> Command.Outcome {
    let (output, errors) = (folder.appending(path: ".output"), folder.appending(path: ".errors"))
    let process = try ChildProcess(
      program, arguments, in: folder, output: output.path, errors: errors.path, environment: environment)
    return Command.Outcome(exitCode: try process.exitCode(), output: try text(of: output), errors: try text(of: errors))
  }
}
