import ArgumentParser
import CaseFiles

struct Format: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print every file, column, unit and default of the case format.")

  func run() { print(schemaReference()) }
}
