import ArgumentParser
import Foundation
import SeedsAndSnapshots
import Testing

@testable import DispatchCommand

/// The help of every subcommand, as an engineer reads it.
@Suite struct HelpTests {
  static let subcommands =
    [[], ["import", "rts-gmlc"]] + GridDispatchCommand.subcommandNames.map { [$0] }

  private func help(_ subcommand: [String], columns: Int = 100) throws -> String {
    let outcome = try Command.run(
      subcommand + ["--help"], in: TinyCase.cases, environment: ["COLUMNS": "\(columns)"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.isEmpty)
    return outcome.output
  }

  @Test(arguments: subcommands) func helpIsAsExpected(_ subcommand: [String]) throws {
    try expectSnapshot((["help"] + subcommand).joined(separator: "-") + ".txt", help(subcommand))
  }

  /// The parser takes every example, and there are some.
  @Test(arguments: subcommands.dropFirst()) func examplesAreTrue(_ subcommand: [String]) throws {
    // Wide enough for none to be wrapped.
    let examples = try help(subcommand, columns: 300).split(separator: "\n").map { $0.drop { $0 == " " } }
      .filter { $0.hasPrefix("griddispatch ") }
    #expect(examples.contains { $0.hasPrefix((["griddispatch"] + subcommand).joined(separator: " ")) })
    for example in examples {
      let arguments = words(of: example).dropFirst()
      #expect(throws: Never.self, "\(example)") { try GridDispatchCommand.parseAsRoot(Array(arguments)) }
      for name in arguments where name.hasPrefix("Cases/") {
        #expect(FileManager.default.fileExists(atPath: TinyCase.cases.appending(path: "../\(name)").path), "\(name)")
      }
    }
  }

  /// As the shell splits them: what quotes hold is one.
  private func words(of line: Substring) -> [String] {
    line.split(separator: Character("'"), omittingEmptySubsequences: false).enumerated().flatMap { index, part in
      index.isMultiple(of: 2) ? part.split(separator: Character(" ")).map(String.init) : [String(part)]
    }
  }

  @Test func versionIsPrinted() throws {
    let outcome = try Command.expect(0, ["--version"], in: TinyCase.cases)
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }
}
