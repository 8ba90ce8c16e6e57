import Foundation
import Testing

/// The help of every subcommand, as an engineer reads it.
@Suite struct HelpTests {
  @Test(arguments: [
    [], ["new"], ["check"], ["solve"], ["assess"], ["audit"], ["report"], ["series"], ["import"],
    ["import", "rts-gmlc"],
    ["format"],
  ])
  func helpIsAsExpected(_ subcommand: [String]) throws {
    let outcome = try Command.run(
      subcommand + ["--help"], in: TinyCase.cases, environment: ["COLUMNS": "100"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.isEmpty)
    try expectSnapshot((["help"] + subcommand).joined(separator: "-") + ".txt", outcome.output)
  }

  @Test func versionIsPrinted() throws {
    let outcome = try Command.expect(0, ["--version"], in: TinyCase.cases)
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }
}
