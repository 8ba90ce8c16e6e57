import Foundation
import Schedules
import Testing

@testable import Reporting

/// What an audit says of numbers in a summary that are not those of the schedule.
@Suite struct SummaryDifferencesTests {
  private let village = Village()

  private var recomputed: RunSummary {
    var summary = village.summary
    summary.evaluate(village.schedule, of: village.system)
    return summary
  }

  @Test func sameScheduleHasTheSameNumbers() throws {
    #expect(recomputed.differences(from: recomputed) == [])
    #expect(recomputed.differences(from: try RunSummary(json: recomputed.json())) == [])
  }

  @Test func roundingIsForgiven() {
    var reported = recomputed
    reported.indicators?.co2 *= 1 + 1e-7
    reported.indicators?.unservedEnergy += 1e-5
    #expect(recomputed.differences(from: reported) == [])
  }

  @Test func changedNumberIsNamed() throws {
    var reported = recomputed
    let co2 = try #require(reported.indicators?.co2)
    reported.indicators?.co2 = co2 + 1
    let bus = try #require(reported.indicators?.prices.first?.bus)
    reported.indicators?.prices[0].maximum = 77
    let maximum = try #require(recomputed.indicators?.prices[0].maximum)
    #expect(
      recomputed.differences(from: reported) == [
        "indicators co2_t: reported \(co2 + 1), recomputed \(co2)",
        "indicators prices \(bus) maximum: reported 77.0, recomputed \(maximum)",
      ])
  }

  @Test func whatIsMissingIsNamed() {
    var reported = recomputed
    reported.cost = nil
    reported.indicators?.prices = []
    let differences = recomputed.differences(from: reported)
    #expect(differences.first == "cost: reported none, recomputed values")
    #expect(differences.count == 1 + (recomputed.indicators?.prices.count ?? 0))
  }
}
