import Foundation
import Schedules
import SeedsAndSnapshots
import Testing

@testable import Reporting

@Suite struct SummaryTests {
  @Test func jsonIsAsItWas() throws {
    let text = String(decoding: try Village().summary.json(), as: UTF8.self)
    try expectSnapshot("summary.json", text)
  }

  @Test func englishTextIsAsItWas() throws {
    try expectSnapshot("summary.en.txt", Village().text())
    try expectSnapshot("summary-full.en.txt", Village().text(isFull: true))
  }

  @Test func chineseTextIsAsItWas() throws {
    try expectSnapshot("summary.zh.txt", Village().text(.chinese))
    try expectSnapshot("summary-full.zh.txt", Village().text(.chinese, isFull: true))
  }

  @Test func numbersThatAreNotFiniteBecomeNull() throws {
    let text = String(decoding: try Village().summary.json(), as: UTF8.self)
    #expect(text.contains("\"gap\" : null"))
    #expect(!text.contains("not finite"))
  }

  /// Without commitment, coal at 270 sets the price of both half hours.
  @Test func boundDerivedAgainIsShownBesideTheReported() throws {
    var village = Village()
    village.schedule[.thermalStatus] = nil
    village.schedule[.price] = SeriesTable(names: ["Village"], columns: [[270, 270]])
    village.summary.bound = 16_200
    village.summary.evaluate(village.schedule, of: village.system)
    // 180 MW for half an hour at 270, less the 60 MW of wind.
    let bound = try #require(village.summary.rederivedBound)
    #expect(abs(bound - 16_200) < 1e-6)
    #expect(abs(try #require(village.summary.rederivedGap) - 1350 / 17_550) < 1e-9)
    #expect(village.summary.audit?.passed == true)
    let text = summaryText(village.summary, isFull: true)
    #expect(text.contains(#/Bound from the prices +16,200\.00 CNY\n +Gap to it +7\.6923 %/#))
    #expect(village.text(.chinese, isFull: true).contains("由电价重算的下界"))
  }

  @Test func failedAuditIsShown() {
    var village = Village()
    village.schedule[.renewablePower] = nil
    village.summary.evaluate(village.schedule, of: village.system)
    let text = summaryText(village.summary)
    #expect(text.contains("FAILED, 1 violation\n"))
    #expect(text.contains("renewable-power: missing-table"))
  }

  /// Colours go around verdicts, and take nothing away.
  @Test func verdictsHaveColoursWhereTheyAreAskedFor() {
    let village = Village()
    let style = TextStyle(hasColours: true)
    let text = summaryText(village.summary, profile: village.profile, style: style, isFull: true)
    #expect(text.contains("Audit") && text.contains("\u{1B}[32mpassed\u{1B}[0m"))
    #expect(text.contains("\u{1B}[1;31m83.33 % (≥ 90.0): not met\u{1B}[0m"))
    #expect(text.replacing(/\u{1B}\[[0-9;]*m/, with: "") == village.text(isFull: true))
  }

  @Test func thousandsAreApart() {
    #expect(grouped(1_234_567.89) == "1,234,567.9")
    #expect(grouped(-999.96) == "-1,000.0")
    #expect(grouped(-0.01) == "0.0")
    #expect(grouped(12, places: 0) == "12")
    #expect(grouped(0.05, places: 2) == "0.05")
    #expect(grouped(nil) == "–")
    #expect(grouped(5e14, places: 3) == "500,000,000,000,000.0")
  }
}
