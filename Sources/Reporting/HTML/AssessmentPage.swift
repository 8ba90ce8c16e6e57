import Foundation
import GridModel
import PeakShaving
import Schedules

/// The page of an assessment of peak shaving, from its folder alone.
func assessmentPage(of folder: URL, language: SummaryLanguage) throws -> Data {
  guard let json = try? Data(contentsOf: folder.appending(path: AssessmentFolder.reportName)) else {
    throw ResultsFolderError(folder: folder.relativePath, "\(AssessmentFolder.reportName) cannot be read")
  }
  let report: AssessmentReport
  do {
    report = try JSONDecoder().decode(AssessmentReport.self, from: json)
  } catch {
    throw ResultsFolderError(
      folder: folder.relativePath,
      "\(AssessmentFolder.reportName) cannot be read; if another version wrote it, assess the case again: \(error)")
  }
  let page = ReportPage(
    kind: .assessment, title: report.caseName, language: language,
    data: [
      ("assessment", json), ("charts", try pageJSON(AssessmentCharts(report, in: folder))),
      ("terms", try pageJSON(PageTerms())),
    ])
  return page.html()
}

/// What the charts of an assessment draw, MW.
struct AssessmentCharts: Encodable {
  /// The proving schedule of one entry of the assessment.
  struct Proof: Encodable {
    var load: PackedSeries
    /// What is left to serve.
    var left: PackedSeries
    /// Of each step in the level; nothing but zeros where none decides.
    var weight: PackedSeries
    /// What each group of resources takes off the load, less what it adds.
    var groups: [String: PackedSeries]
  }

  struct Frontier: Encodable {
    var powers: [Double]
    var hours: [Double]
    /// % of the maximum load, hours after hours for each power.
    var shaved: [Double]
  }

  var start: Int
  var stepMinutes: Int
  var count: Int
  /// In the order of the entries; `null` where the folder lacks the file.
  var proofs: [Proof?]
  var frontier: Frontier?

  init(_ report: AssessmentReport, in folder: URL) throws {
    let horizon = try Horizon(report.horizon, in: folder)
    start = horizon.localSeconds(0)
    stepMinutes = horizon.stepMinutes
    count = horizon.count
    func bytes(_ name: String) -> [UInt8]? {
      (try? Data(contentsOf: folder.appending(path: name))).map { Array($0) }
    }
    proofs = try report.entries.map { entry in
      let name = "\(entry.definition.rawValue)-\(entry.basis.rawValue).csv"
      return try bytes(name).map { try Proof(readTable($0, file: name, horizon: horizon), of: entry, file: name) }
    }
    frontier = try bytes("frontier.csv").map { try Frontier(RecordTable($0, file: "frontier.csv")) }
  }
}

extension AssessmentCharts.Proof {
  init(_ table: SeriesTable, of entry: AssessmentEntry, file: String) throws {
    func column(_ name: String) throws -> [Double] {
      guard let values = table.values(of: name) else {
        throw ScheduleFileError(file: file, line: 1, "has no column \(name)")
      }
      return values
    }
    load = PackedSeries(try column("load_mw"))
    left = PackedSeries(try column("left_mw"))
    weight = PackedSeries(try column("weight"))
    var sums: [String: [Double]] = [:]
    for resource in entry.resources {
      guard let power = table.values(of: "\(resource.name)_mw") else { continue }
      var sum = sums[resource.group] ?? Array(repeating: 0, count: table.count)
      for t in sum.indices { sum[t] += power[t] }
      sums[resource.group] = sum
    }
    groups = sums.mapValues { PackedSeries($0) }
  }
}

extension AssessmentCharts.Frontier {
  init(_ table: RecordTable) throws {
    let (power, duration) = (try table.numbers("power_mw"), try table.numbers("hours"))
    shaved = try table.numbers("shaved_percent")
    powers = power.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    hours = Array(duration.prefix(powers.isEmpty ? 0 : duration.count / powers.count))
    guard powers.count * hours.count == shaved.count else {
      throw ScheduleFileError(file: table.file, "is no full grid of powers and hours")
    }
  }
}
