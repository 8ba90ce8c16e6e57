import ArgumentParser
import CaseFiles

struct Format: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print every file, column, unit and default of the case format.",
    discussion: discussion(
      examples: [
        ("", "as Markdown, to read"), ("--json", "as JSON, for editors and importers"),
      ], of: "format"))

  @Flag(help: "Print the format as JSON.")
  var json = false

  func run() throws {
    if json { try printJSON(CaseFormat()) } else { print(schemaReference()) }
  }
}
