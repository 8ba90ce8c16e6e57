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
        ("results-before results-after --html comparison.html", "a retrofit off and on, as a page too"),
        ("results-2025 results-2030 results-2035 --full", "three years, with every number"),
        ("shaving-2025 shaving-2030 --json", "two assessments, for programs"),
      ], of: "compare"))

  @Argument(help: "Two or more results folders, the base first.", completion: .directory)
  var results: [String]

  @Flag(help: "Also cost by cause, energy by source and every other indicator.")
  var full = false

  @Option(
    help: ArgumentHelp("Write the comparison as one HTML page that opens offline.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var html: String?

  @Flag(help: "Print the comparison as JSON to standard output, and nothing else.")
  var json = false

  @Option(help: "Language of the text.")
  var lang = SummaryLanguage.english

  func validate() throws {
    guard results.count > 1 else { throw ValidationError("compare takes two results folders or more.") }
    if html?.isEmpty == true { throw ValidationError("--html must name a file.") }
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
    if let html {
      progress?.show(phase: "writing \(html)")
      do {
        try comparisonPage(of: comparison, language: lang).write(to: URL(fileURLWithPath: html), options: .atomic)
      } catch {
        throw refuse("\(html): \(reason(of: error))", next: "--html with a file in a folder that can be written")
      }
    }
    progress?.clear()
    if json {
      try printJSON(comparison)
    } else {
      print(comparisonText(comparison, style: Terminal.style(lang), isFull: full), terminator: "")
      if let html { print("\n\(html)") }
    }
  }
}
