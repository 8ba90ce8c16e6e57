import Foundation
import SeedsAndSnapshots
import Testing

/// The commands of README.md in the blocks that follow a marker `<!-- tested -->`, in order and in one folder: what a
/// reader does first must work.
@Suite struct ReadmeTests {
  @Test func commandsWork() throws {
    let readme = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../README.md")
      .standardizedFileURL
    guard FileManager.default.fileExists(atPath: readme.path) else { return }
    let commands = Self.commands(in: try text(of: readme))
    try withTemporaryFolder { folder in
      // The cases are where they are for a reader in the package's folder.
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "Cases"), withDestinationURL: TinyCase.cases)
      for command in commands {
        let output = folder.appending(path: ".output").path
        let program = try Command.executable().deletingLastPathComponent().path
        let shell = try ChildProcess(
          URL(filePath: "/bin/sh"), ["-c", command], in: folder, output: output, errors: output,
          environment: ["PATH": program + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")])
        let code = try shell.exitCode()
        let shown = try text(of: folder.appending(path: ".output"))
        #expect(code == 0, "\(command)\n\(shown)")
      }
    }
  }

  @Test func commandsAreTheLinesOfConsoleBlocks() {
    let text = """
      ```console
      $ griddispatch not-tested
      ```
      <!-- tested -->

      ```console
      $ griddispatch new my-case
      my-case is ready. Next: griddispatch solve my-case
      $ griddispatch solve my-case \\
          --hours '0..<24'
      ```
      ```bash
      griddispatch not-tested
      ```
      <!-- tested -->
      ```bash
      # a comment
      swift build
      griddispatch audit my-case results   # by other code
      ```
      """
    #expect(
      Self.commands(in: text) == [
        "griddispatch new my-case", "griddispatch solve my-case --hours '0..<24'",
        "griddispatch audit my-case results   # by other code",
      ])
  }

  static func commands(in readme: String) -> [String] {
    var commands: [String] = []
    var isTested = false
    // The prompt that commands of a block have, while in a block.
    var prompt: String?
    var continued: String?
    for line in readme.components(separatedBy: "\n") {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text == "<!-- tested -->" {
        isTested = true
      } else if text.hasPrefix("```") {
        if prompt != nil { isTested = false }
        prompt = prompt == nil ? (text == "```console" ? "$ " : "") : nil
      } else if isTested, let prompt {
        guard continued != nil || text.hasPrefix(prompt) else { continue }
        let part = continued == nil ? String(text.dropFirst(prompt.count)) : text
        let command = (continued ?? "") + part
        if command.hasSuffix("\\") {
          continued = String(command.dropLast())
        } else {
          continued = nil
          if command.hasPrefix("griddispatch ") { commands.append(command) }
        }
      }
    }
    return commands
  }
}
