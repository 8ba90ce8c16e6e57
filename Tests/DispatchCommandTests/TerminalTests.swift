import Foundation
import SeedsAndSnapshots
import Testing

/// Progress is for people: on a terminal, for what takes over a second, and nowhere else.
@Suite struct TerminalTests {
  /// A search that takes four seconds, unless something stops it.
  private static let search = StarterCase.endless + ["--time-limit", "4"]

  /// What the line said, each time it was drawn.
  private func lines(of terminal: Terminal) -> [String] {
    let drawn = terminal.shown.components(separatedBy: "\r\u{1B}[J").dropFirst()
    return drawn.map { $0.hasSuffix("\u{1B}[1A") ? String($0.dropLast(4)) : $0 }
  }

  @Test func progressOnATerminal() throws {
    try StarterCase.inFolder { folder in
      let terminal = try Terminal(Self.search, in: folder, columns: 120)
      #expect(try terminal.exitCode() == 3)
      let lines = lines(of: terminal)
      // Phase, gap, seconds, what is left, cost and bound.
      let full = /[a-z ]+  gap [0-9.]+ %  [0-9]+ s  (at most|about) [0-9]+ s left  cost [0-9.e+]+  bound [0-9.e+]+/
      #expect(lines.contains { $0.wholeMatch(of: full) != nil }, "\(lines)")
      // The seconds move, and the line is erased before the result.
      #expect(Set(lines.compactMap { $0.firstMatch(of: #/  ([0-9]+) s/#)?.1 }).count >= 3, "\(lines)")
      #expect(lines.dropLast().allSatisfy { !$0.contains("\n") }, "\(lines)")
      #expect(lines.last?.contains("Lower bound") == true)
    }
  }

  /// A line that wraps could not be erased: what matters less is left out.
  @Test func progressFitsANarrowTerminal() throws {
    try StarterCase.inFolder { folder in
      let terminal = try Terminal(Self.search, in: folder, columns: 40)
      #expect(try terminal.exitCode() == 3)
      let lines = lines(of: terminal).dropLast()
      #expect(lines.count > 2 && lines.allSatisfy { $0.count <= 39 }, "\(lines)")
      #expect(lines.contains { $0.contains("gap") && !$0.contains("bound") }, "\(lines)")
    }
  }

  /// The terminal wraps a line that was drawn before it became narrower: all of its rows are erased.
  @Test func progressSurvivesANarrowerWindow() throws {
    try StarterCase.inFolder { folder in
      let terminal = try Terminal(Self.search, in: folder, columns: 120)
      #expect(terminal.waits(for: "bound "), "\(terminal.shown)")
      terminal.resize(columns: 30)
      #expect(try terminal.exitCode() == 3)
      #expect(terminal.shown.contains(/\u{1B}\[[23]A\r\u{1B}\[J/), "\(terminal.shown)")
      #expect(lines(of: terminal).dropLast().suffix(5).allSatisfy { $0.count <= 29 })
    }
  }

  @Test func nothingIsDrawnForWhatIsQuick() throws {
    try StarterCase.inFolder { folder in
      let terminal = try Terminal(["check", "my-case"], in: folder)
      #expect(try terminal.exitCode() == 0)
      #expect(!terminal.shown.contains("\u{1B}"), "\(terminal.shown)")
    }
  }

  @Test func noProgressInAPipe() throws {
    try StarterCase.inFolder { folder in
      let outcome = try Command.expect(3, Self.search, in: folder)
      #expect(outcome.errors.isEmpty)
      #expect(!outcome.output.contains("\u{1B}") && !outcome.output.contains("\r"))
    }
  }

  @Test func refusalOnATerminalIsReadable() throws {
    try StarterCase.inFolder { folder in
      try StarterCase.edit("buses.csv", in: folder) { $0.replacing("hills,north", with: "hills north") }
      let terminal = try Terminal(["solve", "my-case"], in: folder, environment: ["NO_COLOR": "1"])
      #expect(try terminal.exitCode() == 1)
      #expect(terminal.shown.hasPrefix("my-case/buses.csv:4:"), "\(terminal.shown)")
    }
  }

  /// On a terminal that has them, and where they are forced; never with NO_COLOR or on a dumb one.
  @Test(arguments: [
    (["TERM": "xterm-256color"], true), (["TERM": "dumb"], false), (["TERM": "xterm", "NO_COLOR": "1"], false),
    (["TERM": "dumb", "CLICOLOR_FORCE": "1"], true), (["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
  ])
  func coloursOnATerminal(_ environment: [String: String], _ isColoured: Bool) throws {
    let none = ["NO_COLOR": "", "CLICOLOR_FORCE": ""]
    try StarterCase.inFolder { folder in
      let settings = none.merging(environment) { $1 }
      let terminal = try Terminal(StarterCase.day, in: folder, environment: settings)
      #expect(try terminal.exitCode() == 0)
      #expect(terminal.shown.contains("\u{1B}[32mpassed\u{1B}[0m") == isColoured, "\(terminal.shown)")
      let refused = try Terminal(["solve", "nowhere"], in: folder, environment: settings)
      #expect(try refused.exitCode() == 1)
      #expect(refused.shown.contains("\u{1B}[1;31merror:\u{1B}[0m nowhere") == isColoured, "\(refused.shown)")
    }
  }

  @Test func coloursInAPipeOnlyWhereForced() throws {
    try StarterCase.inFolder { folder in
      for (forced, isColoured) in [("1", true), ("0", false), ("", false)] {
        let outcome = try Command.run(
          StarterCase.day, in: folder, environment: ["CLICOLOR_FORCE": forced, "NO_COLOR": "", "TERM": "xterm"])
        #expect(outcome.output.contains("\u{1B}[") == isColoured, "\(forced)")
      }
    }
  }
}
