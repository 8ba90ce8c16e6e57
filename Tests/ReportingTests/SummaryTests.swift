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
    let text = summaryText(Village().summary)
    try expectSnapshot("summary.en.txt", text)
  }

  @Test func chineseTextIsAsItWas() throws {
    let text = summaryText(Village().summary, language: .chinese)
    try expectSnapshot("summary.zh.txt", text)
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
    let text = summaryText(village.summary)
    #expect(text.contains(#/Bound from the prices +16,200\.00 CNY\n +Gap to it +7\.6923 %/#))
    #expect(summaryText(village.summary, language: .chinese).contains("由电价重算的下界"))
  }

  @Test func failedAuditIsShown() {
    var village = Village()
    village.schedule[.renewablePower] = nil
    village.summary.evaluate(village.schedule, of: village.system)
    let text = summaryText(village.summary)
    #expect(text.contains("FAILED, 1 violation\n"))
    #expect(text.contains("renewable-power: missing-table"))
  }

  @Test func widthCountsWideCharactersTwice() {
    #expect(displayWidth("峰谷差 MW") == 9)
    #expect(displayWidth("（40%）") == 7)
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
