import ArgumentParser
import Foundation
import Reporting

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put results side by side: indicators, cost, targets and duration curves against the first.",
    discussion: discussion(
      """
      Takes the folders of solve --out, or those of assess --out. What cannot be subtracted (other hours, other \
      currencies, other buses) is said and left out.
      """,
      examples: [
        ("results-before results-after", "a retrofit off and on"),
        ("results-2025 results-2030 results-2035 --full", "three years, with every number"),
        ("shaving-2025 shaving-2030 --json", "two assessments, for programs"),
      ], of: "compare"))

  @Argument(help: "Two or more results folders, the base first.", completion: .directory)
  var results: [String]

  @Flag(help: "Also cost by cause, energy by source and every other indicator.")
  var full = false

  @Flag(help: "Print the comparison as JSON to standard output, and nothing else.")
  var json = false

  @Option(help: "Language of the text.")
  var lang = SummaryLanguage.english

  func validate() throws {
    guard results.count > 1 else { throw ValidationError("compare takes two results folders or more.") }
  }

  func run() throws {
    let progress = TerminalProgress()
    let read = try results.map { name in
      progress?.show(phase: "reading \(name)")
      do {
        return try ComparedResults(at: URL(fileURLWithPath: name), name: name)
      } catch let error as ResultsFolderError {
        throw refuse(reading: error)
      } catch {
        throw refuse("\(name)/\(error)", next: "griddispatch solve CASE --out \(name) --force")
      }
    }
    progress?.show(phase: "comparing")
    guard let comparison = Comparison(read) else {
      let other = read.first { $0.isPeakShaving != read[0].isPeakShaving } ?? read[0]
      let kinds = [read[0], other].map { "\($0.name) holds \($0.isPeakShaving ? "an assessment" : "a dispatch")" }
      throw refuse(kinds.joined(separator: ", "), next: "griddispatch compare with results of one kind")
    }
    progress?.clear()
    if json {
      try printJSON(comparison)
    } else {
      print(comparisonText(comparison, style: Terminal.style(lang), isFull: full), terminator: "")
    }
  }
}
