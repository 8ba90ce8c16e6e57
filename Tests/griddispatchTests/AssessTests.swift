import Foundation
import SeedsAndSnapshots
import Testing

/// The assessment of peak shaving from the command line.
@Suite struct AssessTests {
  /// tiny-flexibility has a peak of 280 MW, of which 20 MW can be called off and 15 MW moved: 12.5 %.
  private func inCase(targets: String, _ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let target = folder.appending(path: "case")
      try FileManager.default.copyItem(at: TinyCase.cases.appending(path: "tiny-flexibility"), to: target)
      let settings = target.appending(path: "case.yaml")
      try Data((text(of: settings) + "\n" + targets).utf8).write(to: settings)
      try body(folder)
    }
  }

  @Test func capabilityIsPrintedInBothLanguages() throws {
    let english = try Command.expect(0, ["assess", "tiny-flexibility"], in: TinyCase.cases)
    #expect(english.output.contains("12.50 %"))
    let chinese = try Command.expect(0, ["assess", "tiny-flexibility", "--lang", "zh"], in: TinyCase.cases)
    #expect(chinese.output.contains("电网削峰能力"))
  }

  @Test func missedTargetIsFive() throws {
    try inCase(targets: "targets: { peak_shaving_percent: 13 }") { folder in
      try Command.expect(0, ["assess", "case"], in: folder)
      let outcome = try Command.expect(5, ["assess", "case", "--require-target"], in: folder)
      #expect(outcome.output.contains("FAIL"))
    }
    try inCase(targets: "targets: { peak_shaving_percent: 12, demand_response_percent: [5, 10] }") { folder in
      try Command.expect(0, ["assess", "case", "--require-target"], in: folder)
    }
  }

  @Test func badQuestionsAreOne() throws {
    let none = try Command.expect(1, ["assess", "tiny-flexibility", "--require-target"], in: TinyCase.cases)
    #expect(none.errors.contains("names no target"))
    try Command.expect(1, ["assess", "tiny-flexibility", "--frontier"], in: TinyCase.cases)
    try Command.expect(1, ["assess", "tiny-flexibility", "--scenarios", "0"], in: TinyCase.cases)
    try inCase(targets: "targets: { peak_shaving_percent: 130 }") { folder in
      let outcome = try Command.expect(1, ["assess", "case"], in: folder)
      #expect(outcome.errors.contains("130") || outcome.errors.contains("100 %"))
    }
  }

  @Test func noResourcesIsNoCapability() throws {
    let outcome = try Command.expect(0, ["assess", "tiny-merit-order", "--definition", "all"], in: TinyCase.cases)
    #expect(outcome.output.contains("0 MW, because the case has no such resource"))
  }

  @Test func folderHoldsReportSchedulesAndFrontier() throws {
    try inCase(targets: "") { folder in
      let options = ["assess", "case", "--out", "shaving", "--frontier", "--scenarios", "5", "--regulation", "--json"]
      let outcome = try Command.expect(0, options, in: folder)
      let report = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
      #expect((report?["assessments"] as? [Any])?.count == 4)
      #expect((report?["firm"] as? [Any])?.count == 4)
      let files = try names(in: folder.appending(path: "shaving"))
      #expect(
        files == [
          "all-gross.csv", "all-net.csv", "assessment.json", "demand-gross.csv", "demand-net.csv", "frontier.csv",
        ])
      let frontier = try text(of: folder.appending(path: "shaving/frontier.csv"))
      #expect(frontier.split(separator: "\n").count == 2401)
      try Command.expect(1, ["assess", "case", "--out", "shaving"], in: folder)
      try Command.expect(0, ["assess", "case", "--out", "shaving", "--force"], in: folder)
    }
  }
}
