import ArgumentParser
import Foundation
import Reporting

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the results of solve or assess as one HTML page of charts that opens offline.",
    discussion: """
      The page holds everything it shows and asks no network: the dispatch from year to hour, prices, storage, duration \
      curves, coal units, curtailment, flows, the three balances, cost, targets and the audit; of an assessment the \
      shaved days, what each resource gives, and the targets. In Chinese and English, on paper too.

      griddispatch report results --lang zh
      """)

  @Argument(help: "The folder that solve --out or assess --out wrote.", completion: .directory)
  var results: String

  @Option(
    help: ArgumentHelp("The page to write (default: report.html in the folder).", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var out: String?

  @Flag(help: "Print where the page is as JSON to standard output, and nothing else.")
  var json = false

  @Option(help: "Language in which the page opens.")
  var lang = SummaryLanguage.english

  func validate() throws {
    if out?.isEmpty == true { throw ValidationError("--out must name a file.") }
  }

  func run() throws {
    let progress = TerminalProgress()
    progress?.show(phase: "drawing the report")
    let page = try Self.write(results, to: out, language: lang).relativePath
    progress?.clear()
    if json { try printJSON(["report": page]) } else { print(page) }
  }

  /// Writes the page of a results folder and says where.
  static func write(_ results: String, to out: String?, language: SummaryLanguage) throws -> URL {
    let folder = URL(fileURLWithPath: results)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else {
      throw refuse("\(results) does not exist", next: "griddispatch solve CASE --out \(results)")
    }
    guard isFolder.boolValue else {
      throw refuse("\(results) is a file", next: "the folder that solve --out or assess --out wrote")
    }
    let page: Data
    do {
      page = try reportPage(of: folder, language: language)
    } catch let error as ScheduleFileError {
      throw refuse("\(results)/\(error)", next: "griddispatch solve CASE --out \(results) --force")
    } catch {
      throw refuse(reading: error)
    }
    let file = out.map { URL(fileURLWithPath: $0) } ?? folder.appending(path: ResultsFolder.reportName)
    do {
      try page.write(to: file, options: .atomic)
    } catch {
      throw refuse("\(file.relativePath): \(reason(of: error))", next: "--out with a file that can be written")
    }
    return file
  }
}
