import Foundation
import Testing

/// Progress is for people: on a terminal, and nowhere else.
@Suite struct TerminalTests {
  @Test func progressOnATerminal() throws {
    try StarterCase.inFolder { folder in
      let terminal = try Terminal(["solve", "my-case", "--commitment", "--gap", "0.05"], in: folder)
      #expect(try terminal.exitCode() == 0)
      let lines = terminal.shown.components(separatedBy: "\r\u{1B}[K")
      #expect(lines.contains("reading"))
      // Phase, bound and seconds; with a schedule its cost and the gap too.
      #expect(lines.contains { $0.wholeMatch(of: /relaxation .* [0-9.]+ s/) != nil }, "\(lines)")
      let full = /[a-z ]+  cost [0-9.e+]+  bound [0-9.e+]+  gap [0-9.]+ %  [0-9.]+ s/
      #expect(lines.contains { $0.wholeMatch(of: full) != nil }, "\(lines)")
      // The line is cleared before the summary.
      #expect(lines.last?.contains("Objective") == true)
    }
  }

  /// A line that wraps could not be cleared.
  @Test func progressFitsANarrowTerminal() throws {
    try StarterCase.inFolder { folder in
      let terminal = try Terminal(
        ["solve", "my-case", "--hours", "0..<48", "--commitment", "--gap", "0.05"], in: folder, columns: 30)
      #expect(try terminal.exitCode() == 0)
      let lines = terminal.shown.components(separatedBy: "\r\u{1B}[K").dropLast()
      #expect(lines.count > 2)
      #expect(lines.map(\.count).max() == 29)
    }
  }

  @Test func noProgressInAPipe() throws {
    try StarterCase.inFolder { folder in
      let outcome = try Command.expect(
        0, ["solve", "my-case", "--commitment", "--gap", "0.05"], in: folder)
      #expect(outcome.errors.isEmpty)
      #expect(!outcome.output.contains("\u{1B}") && !outcome.output.contains("\r"))
      #expect(!outcome.output.contains("reading"))
    }
  }

  @Test func refusalOnATerminalIsReadable() throws {
    try StarterCase.inFolder { folder in
      try StarterCase.edit("buses.csv", in: folder) { $0.replacing("hills,north", with: "hills north") }
      let terminal = try Terminal(["solve", "my-case"], in: folder)
      #expect(try terminal.exitCode() == 1)
      let last = terminal.shown.components(separatedBy: "\r\u{1B}[K").last ?? ""
      #expect(last.hasPrefix("my-case/buses.csv:4:"))
    }
  }
}
