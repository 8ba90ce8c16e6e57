import Foundation
import GridModel
import PeakShaving
import Schedules

/// What a folder of results holds, as far as it can be held against that of another.
public struct ComparedResults: Sendable {
  enum Content: Sendable {
    case dispatch(RunFolder)
    case peakShaving(AssessmentReport, [ShavenLoad])
  }

  /// The folder as it was given.
  public var name: String
  var content: Content

  /// A load and what an assessment leaves of it, MW by step.
  struct ShavenLoad: Sendable {
    var definition: ShavingDefinition
    var basis: LoadBasis
    var load: [Double]
    var left: [Double]
  }

  /// - Throws: `ResultsFolderError` where the folder holds neither a run nor an assessment, `ScheduleFileError` for a
  ///   table that cannot be read.
  public init(at folder: URL, name: String) throws {
    self.name = name
    func holds(_ file: String) -> Bool {
      FileManager.default.fileExists(atPath: folder.appending(path: file).path)
    }
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw ResultsFolderError(folder: name, "does not exist")
    }
    if holds(ResultsFolder.summaryName) {
      content = .dispatch(try RunFolder(at: folder))
    } else if holds(AssessmentFolder.reportName) {
      content = try Self.assessment(in: folder, name: name)
    } else {
      throw ResultsFolderError(
        folder: name, "holds neither \(ResultsFolder.summaryName) nor \(AssessmentFolder.reportName)")
    }
  }

  private static func assessment(in folder: URL, name: String) throws -> Content {
    let report: AssessmentReport
    do {
      let data = try Data(contentsOf: folder.appending(path: AssessmentFolder.reportName))
      report = try JSONDecoder().decode(AssessmentReport.self, from: data)
    } catch {
      throw ResultsFolderError(folder: name, "\(AssessmentFolder.reportName) cannot be read: \(error)")
    }
    let horizon = try Horizon(report.horizon, in: folder)
    let loads = try report.entries.compactMap { entry -> ShavenLoad? in
      let file = AssessmentFolder.scheduleName(entry.definition, entry.basis)
      guard let data = try? Data(contentsOf: folder.appending(path: file)) else { return nil }
      let table = try readTable(Array(data), file: file, horizon: horizon)
      guard let load = table.values(of: "load_mw"), let left = table.values(of: "left_mw") else { return nil }
      return ShavenLoad(definition: entry.definition, basis: entry.basis, load: load, left: left)
    }
    return .peakShaving(report, loads)
  }

  var caseName: String {
    switch content {
    case .dispatch(let run): run.summary.caseName
    case .peakShaving(let report, _): report.caseName
    }
  }

  public var isPeakShaving: Bool {
    if case .peakShaving = content { true } else { false }
  }

  var horizon: HorizonSummary {
    switch content {
    case .dispatch(let run): run.summary.horizon
    case .peakShaving(let report, _): report.horizon
    }
  }

  var summary: RunSummary? {
    if case .dispatch(let run) = content { run.summary } else { nil }
  }

  var hours: Double { Double(horizon.steps * horizon.stepMinutes) / 60 }
}
