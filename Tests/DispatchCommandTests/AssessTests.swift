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

  /// What README.md shows is what is printed; seconds without optimisation, so not in a quick run.
  @Test(.enabled(if: testScale > 1)) func readmeShowsWhatIsPrinted() throws {
    let root = TinyCase.cases.deletingLastPathComponent()
    let outcome = try Command.expect(0, ["assess", "Cases/lvliang-2030", "--basis", "gross"], in: root)
    let shown = outcome.output.trimmingCharacters(in: .newlines)
    #expect(try text(of: root.appending(path: "README.md")).contains(shown))
  }

  /// What is written passes the audit, and one number changed does not.
  @Test(arguments: ["tiny-flexibility", "tiny-vehicles", "tiny-storage", "tiny-reservoir", "tiny-pumped"])
  func writtenAssessmentIsAudited(name: String) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "shaving")
      try Command.expect(0, ["assess", name, "--brief", "--out", path.path], in: TinyCase.cases)
      let passed = try Command.expect(0, ["audit", name, path.path], in: TinyCase.cases)
      #expect(passed.output.contains("audit passed"))
      let file = path.appending(path: "all-gross.csv")
      let rows = try text(of: file).split(separator: "\n")
      var fields = rows[1].split(separator: ",", omittingEmptySubsequences: false)
      // 500 MW more than any device there has.
      fields[4] = "\((Double(fields[4]) ?? 0) + 500)"
      let changed = [rows[0], Substring(fields.joined(separator: ","))] + rows.dropFirst(2)
      try Data(changed.joined(separator: "\n").utf8).write(to: file)
      let outcome = try Command.expect(1, ["audit", name, path.path], in: TinyCase.cases)
      #expect(outcome.output.contains("all gross: ") && outcome.output.contains("all-gross.csv: left_mw of "))
      // More held than the powers do.
      let json = path.appending(path: "assessment.json")
      try Data(text(of: json).replacing(#""level_mw" : "#, with: #""level_mw" : 1"#).utf8).write(to: json)
      let wrong = try Command.expect(1, ["audit", name, path.path, "--json"], in: TinyCase.cases)
      #expect(wrong.output.contains("level_mw: reported 1"))
    }
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
      #expect(outcome.errors.contains("130"))
    }
    try inCase(targets: "") { folder in
      let series = folder.appending(path: "case/series/load.csv")
      try Data(text(of: series).replacing("T01:00,160", with: "T01:00,-160").utf8).write(to: series)
      let outcome = try Command.expect(1, ["assess", "case"], in: folder)
      #expect(outcome.errors.contains("load.csv:3:18") && outcome.errors.contains("-160"))
    }
  }

  /// A store that may not charge, and must end where it began, gives nothing: 0 MW, and the reason beside it.
  @Test func storeThatCannotRechargeIsNoCapability() throws {
    try inCase(targets: "") { folder in
      let files = ["interruptible-loads.csv": "name,bus,capacity_mw,price_cny_per_mwh\n", "shiftable-loads.csv": ""]
      for (file, content) in files {
        let url = folder.appending(path: "case/\(file)")
        if content.isEmpty {
          try FileManager.default.removeItem(at: url)
        } else {
          try Data(content.utf8).write(to: url)
        }
      }
      let stores =
        "name,bus,technology,charge_capacity_mw,discharge_capacity_mw,energy_mwh\nstuck,city,battery,0,20,40\n"
      try Data(stores.utf8).write(to: folder.appending(path: "case/storages.csv"))
      let outcome = try Command.expect(0, ["assess", "case", "--definition", "all"], in: folder)
      #expect(outcome.output.contains("0 MW") && outcome.output.contains("cannot recharge"))
    }
  }

  /// The peak of 280 MW is shaved by 35 MW; where it is 260 MW for an hour, by no less: the outages of a given year are
  /// drawn, its load is not.
  @Test func givenYearsTakeThePlaceOfDrawnOnes() throws {
    try inCase(targets: "") { folder in
      func give(_ year: String, _ file: String, _ content: String) throws {
        let place = folder.appending(path: "years/\(year)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data(content.utf8).write(to: place.appending(path: file))
      }
      let times = (0..<3).map { "2030-01-01T0\($0):00" }
      func load(_ values: [Int]) -> String {
        "time,city\n" + zip(times, values).map { "\($0),\($1)\n" }.joined()
      }
      try give("2011", "load.csv", load([90, 160, 260]))
      try give("2012", "load.csv", load([90, 160, 300]))
      let options = [
        "assess", "case", "--brief", "--years", "years", "--json", "--definition", "all", "--basis", "gross",
      ]
      let one = try Command.expect(0, options, in: folder)
      let report = try JSONDocument(one.output)
      let three = try JSONDocument(try Command.expect(0, options + ["--threads", "3"], in: folder).output)
      // The command is noted, and differs.
      #expect(try report.text(without: "command") == three.text(without: "command"))
      let firm = try #require((report["firm"] as? [[String: Any]])?.first)
      #expect(firm["years"] as? [String] == ["2011", "2012"] && firm["samples"] as? Int == 100)
      let median = try #require((firm["quantiles"] as? [[String: Any]])?[1]["capability_mw"] as? Double)
      #expect(abs(median - 35) < 0.1)

      try give("2012", "lod.csv", load([90, 160, 300]))
      #expect(try Command.expect(0, options, in: folder).errors.contains("2012/lod.csv: warning"))
      try give("2013", "load.csv", load([90, -160, 300]))
      try give("2014", "rain.csv", "")
      let broken = try Command.expect(1, options, in: folder)
      #expect(broken.errors.contains("2013/load.csv:3:18: error"))
      #expect(broken.errors.contains("2014: error: the year holds none of the case's series files"))
      let none = try Command.expect(1, ["assess", "case", "--years", "nowhere"], in: folder)
      #expect(none.errors.contains("no folder of a year"))
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
