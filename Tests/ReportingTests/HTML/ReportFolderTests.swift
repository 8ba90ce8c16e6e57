import Foundation
import SeedsAndSnapshots
import Testing

@testable import Reporting

/// Folders that hold no results, or damaged ones: a message that says what is wrong, never a crash.
@Suite struct ReportFolderTests {
  private func inResults(_ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { parent in
      let village = Village()
      let folder = parent.appending(path: "results")
      try writeResults(
        schedule: village.schedule, summary: village.summary, to: folder,
        attachments: recordFiles(of: village.system, schedule: village.schedule))
      try body(folder)
    }
  }

  private func message(_ folder: URL) -> String? {
    do {
      _ = try reportPage(of: folder, language: .english)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func soundResultsHaveNoMessage() throws {
    try inResults { #expect(message($0) == nil) }
  }

  @Test func folderWithoutSummaryIsNone() throws {
    try withTemporaryFolder {
      #expect(message($0)?.contains("has no summary.json, so it is no results folder") == true)
    }
  }

  @Test func missingFilesAreNamed() throws {
    for file in ["thermal-power.csv", "system.json", "load.csv"] {
      try inResults { folder in
        try FileManager.default.removeItem(at: folder.appending(path: file))
        #expect(message(folder)?.contains("lacks \(file)") == true, "\(file)")
      }
    }
  }

  @Test(arguments: [
    ("load.csv", "time,Village\n2030-01-17T18:00+08:00,100\n", "load.csv:3: ends after 1 of 2 steps"),
    ("prices.csv", "time,Village\n2030-01-17T18:00+08:00,x\n", "prices.csv:2:24: \"x\" for Village"),
    ("thermal-power.csv", "\u{0}\u{1}\u{2}", "thermal-power.csv:1:1: the header"),
    ("renewable-available.csv", "", "renewable-available.csv:1:1: the header"),
    ("system.json", "{}", "system.json cannot be read"),
    ("summary.json", "{", "summary.json cannot be read"),
  ])
  func damagedFilesAreNamedWithTheirPlace(_ file: String, _ content: String, _ expected: String) throws {
    try inResults { folder in
      try Data(content.utf8).write(to: folder.appending(path: file))
      let found = message(folder)
      #expect(found?.contains(expected) == true, "\(found ?? "none")")
    }
  }

  @Test(arguments: ["2030-13-01T00:00+08:00", "", "2030-01-17T18:00", "yesterday, at about noon"])
  func horizonsThatAreNoneAreRefused(_ start: String) throws {
    try inResults { folder in
      var summary = try ResultsFolder.summary(in: folder)
      summary.horizon.start = start
      try summary.json().write(to: folder.appending(path: ResultsFolder.summaryName))
      #expect(message(folder)?.contains("no horizon is 2 steps of 30 min from \"\(start)\"") == true)
    }
  }

  @Test func assessmentsThatAreDamagedAreRefused() throws {
    try withTemporaryFolder { folder in
      try Data("{\"case\": 3}".utf8).write(to: folder.appending(path: AssessmentFolder.reportName))
      #expect(message(folder)?.contains("assessment.json cannot be read") == true)
    }
  }

  /// A later --force must be able to replace results that hold a page.
  @Test func pageBelongsToTheResults() throws {
    try inResults { folder in
      try reportPage(of: folder, language: .english).write(to: folder.appending(path: ResultsFolder.reportName))
      try ResultsFolder.checkPlace(folder, force: true)
    }
  }
}
