import Foundation
import Schedules
import SeedsAndSnapshots
import Testing

@testable import Reporting

@Suite struct ResultsFolderTests {
  private let village = Village()

  private func write(_ folder: URL, force: Bool = false, attachments: [String: Data] = [:]) throws {
    try writeResults(
      schedule: village.schedule, summary: village.summary, to: folder, force: force, attachments: attachments)
  }

  private func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func resultsComeBack() throws {
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "deep/results")
      try write(folder, attachments: ["report.html": Data("<p>".utf8)])
      #expect(
        try names(in: folder) == [
          "prices.csv", "renewable-power.csv", "report.html", "summary.json", "thermal-power.csv",
          "thermal-status.csv",
        ])
      let back = try readResults(at: folder, system: village.system)
      #expect(back.schedule == village.schedule)
      #expect(back.summary.indicators == village.summary.indicators)
      #expect(back.summary.cost == village.summary.cost)
      #expect(back.summary.audit == village.summary.audit)
      #expect(back.summary.gap == nil)
      // Nothing else is left beside it.
      #expect(try names(in: folder.deletingLastPathComponent()) == ["results"])
    }
  }

  @Test func roundedScheduleStillPassesItsAudit() throws {
    var village = village
    let third = 1.0 / 3
    village.system.buses[0].load = .series([100 + third, 80 + third / 7])
    village.schedule[.thermalPower] = SeriesTable(names: ["Datong-1"], columns: [[80 + third, 50 + third / 7]])
    village.summary.objective = costBreakdown(of: village.schedule, system: village.system).total
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "results")
      try writeResults(schedule: village.schedule, summary: village.summary, to: folder)
      let back = try readResults(at: folder, system: village.system)
      let schedule = try #require(back.schedule)
      #expect(schedule != village.schedule)
      let report = audit(schedule, of: village.system, reportedObjective: back.summary.objective)
      #expect(report.passed, "\(report.violations.map(\.message))")
    }
  }

  @Test func runWithoutScheduleHasOnlyItsSummary() throws {
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "results")
      try writeResults(schedule: nil, summary: village.summary, to: folder)
      #expect(try names(in: folder) == ["summary.json"])
      #expect(try readResults(at: folder, system: village.system).schedule == nil)
    }
  }

  @Test func existingFolderIsRefusedWithoutForce() throws {
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "results")
      try write(folder)
      let before = try Data(contentsOf: folder.appending(path: "summary.json"))
      let error = #expect(throws: ResultsFolderError.self) { try write(folder) }
      #expect(error?.message.contains("exists already") == true)
      #expect(try Data(contentsOf: folder.appending(path: "summary.json")) == before)
      #expect(try names(in: parent) == ["results"])
    }
  }

  @Test func forceReplacesResults() throws {
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "results")
      try write(folder, attachments: ["report.html": Data()])
      try write(folder, force: true)
      #expect(try !names(in: folder).contains("report.html"))
      #expect(try names(in: parent) == ["results"])
      #expect(try readResults(at: folder, system: village.system).schedule == village.schedule)
    }
  }

  @Test func forceReplacesNothingElse() throws {
    try withTemporaryFolder { parent in
      let empty = parent.appending(path: "empty")
      try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: false)
      let others = parent.appending(path: "others")
      try FileManager.default.createDirectory(at: others, withIntermediateDirectories: false)
      try Data("{}".utf8).write(to: others.appending(path: "summary.json"))
      let mixed = parent.appending(path: "mixed")
      try write(mixed)
      try Data("mine".utf8).write(to: mixed.appending(path: "notes.txt"))
      let file = parent.appending(path: "file")
      try Data("mine".utf8).write(to: file)
      for folder in [empty, others, mixed, file] {
        #expect(throws: ResultsFolderError.self) { try write(folder, force: true) }
      }
      #expect(try names(in: mixed).contains("notes.txt"))
      #expect(try names(in: parent) == ["empty", "file", "mixed", "others"])
    }
  }

  /// What `writeResults` would refuse is refused before the work, too, and nothing is made by asking.
  @Test func placeIsCheckedBefore() throws {
    try withTemporaryFolder { parent in
      let results = parent.appending(path: "results")
      try write(results)
      let others = parent.appending(path: "others")
      try FileManager.default.createDirectory(at: others, withIntermediateDirectories: false)
      let file = parent.appending(path: "file")
      try Data().write(to: file)
      func refusal(_ folder: URL, force: Bool) -> String? {
        do {
          try ResultsFolder.checkPlace(folder, force: force)
          return nil
        } catch {
          return (error as? ResultsFolderError)?.message
        }
      }
      #expect(refusal(parent.appending(path: "a/b/c"), force: false) == nil)
      #expect(refusal(results, force: true) == nil)
      #expect(refusal(results, force: false) == "exists already (use --force to replace it)")
      #expect(refusal(others, force: false) == "exists already and is no results folder; it is not replaced")
      #expect(refusal(others, force: true) == "is no results folder; it is not replaced")
      #expect(refusal(file.appending(path: "a/b"), force: false) == "cannot be made: \(file.path) is no folder")
      #expect(try names(in: parent) == ["file", "others", "results"])
      // As if the program had ended while it replaced them: they will be back.
      try FolderExchange.move(results, to: FolderExchange.aside(results))
      #expect(refusal(results, force: false)?.hasPrefix("exists already") == true)
    }
  }

  @Test func linkedFolderIsReplacedNotItsLink() throws {
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "results")
      try write(folder)
      let link = parent.appending(path: "latest")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder)
      try write(link, force: true)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == folder.path)
      #expect(try names(in: parent) == ["latest", "results"])
    }
  }

  @Test func failureLeavesNothingBehind() throws {
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "results")
      // No such folder to write into.
      #expect(throws: (any Error).self) { try write(folder, attachments: ["a/b": Data()]) }
      #expect(try names(in: parent).isEmpty)
      try write(folder)
      #expect(throws: (any Error).self) { try write(folder, force: true, attachments: ["a/b": Data()]) }
      #expect(try names(in: parent) == ["results"])
      #expect(try readResults(at: folder, system: village.system).schedule == village.schedule)
    }
  }

  @Test func replacementWorksWithoutSwapping() throws {
    try withTemporaryFolder { parent in
      let old = parent.appending(path: "results")
      let new = parent.appending(path: "new")
      try write(old, attachments: ["old.txt": Data()])
      try write(new)
      try FolderExchange.replace(old, with: new, canSwap: false)
      #expect(try names(in: parent) == ["results"])
      #expect(try !names(in: old).contains("old.txt"))
    }
  }

  @Test func interruptedReplacementIsUndone() throws {
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "results")
      try write(folder, attachments: ["old.txt": Data()])
      // As if the program had ended between the two renames.
      try FolderExchange.move(folder, to: FolderExchange.aside(folder))
      #expect(throws: ResultsFolderError.self) { try write(folder) }
      #expect(try names(in: folder).contains("old.txt"))
      // As if it had ended before the old folder was removed.
      try write(FolderExchange.aside(folder))
      try write(folder, force: true)
      #expect(try names(in: parent) == ["results"])
    }
  }

  @Test func folderWithoutSummaryIsNoResult() throws {
    try withTemporaryFolder { parent in
      let error = #expect(throws: ResultsFolderError.self) { try readResults(at: parent, system: village.system) }
      #expect(error?.message.contains("summary.json") == true)
    }
  }

  /// What is summed up is what the files hold, to the last bit.
  @Test func writtenScheduleIsReadBack() throws {
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "results")
      let village = Village()
      var schedule = village.schedule
      var random = SeededGenerator(1)
      for quantity in Quantity.all {
        guard let table = schedule[quantity] else { continue }
        let dust = table.values.map { $0 + random.number(-1...1) * pow(10, random.number(-9...2)) }
        schedule[quantity] = SeriesTable(names: table.names, count: table.count, values: dust)
      }
      try writeResults(schedule: schedule, summary: village.summary, to: folder)
      let back = try #require(try readResults(at: folder, system: village.system).schedule)
      let written = schedule.asWritten
      for quantity in Quantity.all where schedule[quantity]?.names.isEmpty == false {
        #expect(back[quantity] == written[quantity], "\(quantity.name)")
        #expect(schedule[quantity] != written[quantity], "\(quantity.name)")
      }
    }
  }
}
