import Foundation
import GridModel
import Schedules
import SeedsAndSnapshots
import Testing

@testable import Reporting

/// Results side by side.
@Suite struct ComparisonTests {
  /// The village, and one whose coal unit burns more for a load that is lower.
  private func inFolders(
    change: (inout Village) -> Void = { _ in }, _ body: ([ComparedResults]) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      var other = Village()
      other.system.name = "village-2031"
      other.schedule[.thermalPower] = SeriesTable(names: ["Datong-1"], columns: [[70, 50]])
      other.system.buses[0].load = .series([90, 80])
      other.summary = RunSummary(system: other.system, status: "optimal", objective: 16_000, bound: 15_999)
      change(&other)
      other.summary.evaluate(other.schedule, of: other.system)
      for (name, village) in [("before", Village()), ("after", other)] {
        try writeResults(
          schedule: village.schedule, summary: village.summary, to: folder.appending(path: name),
          attachments: recordFiles(of: village.system, schedule: village.schedule))
      }
      try body(["before", "after"].map { try ComparedResults(at: folder.appending(path: $0), name: $0) })
    }
  }

  @Test func textIsAsItWas() throws {
    try inFolders { results in
      let comparison = try #require(Comparison(results))
      try expectSnapshot("comparison.en.txt", comparisonText(comparison))
      try expectSnapshot("comparison.zh.txt", comparisonText(comparison, style: TextStyle(language: .chinese)))
      try expectSnapshot("comparison-full.en.txt", comparisonText(comparison, isFull: true))
    }
  }

  @Test func differencesAreThoseOfTheNumbers() throws {
    try inFolders { results in
      let comparison = try #require(Comparison(results))
      let cost = try #require(comparison.indicators.first { $0.name == "cost" })
      // 10 MW less of coal at 270 for half an hour.
      #expect(cost.differences[0] == nil)
      #expect(abs(try #require(cost.differences[1]) + 1350) < 1e-6)
      #expect(abs(try #require(cost.percents[1]) + 1350 / 17_550 * 100) < 1e-6)
      let load = try #require(comparison.durationCurves.first { $0.quantity == "load" })
      #expect(load.values[0]?.first == 100 && load.values[1]?.first == 90 && load.values[1]?.last == 80)
    }
  }

  /// A sum over an hour and one over half an hour are not subtracted; rates are.
  @Test func differentHorizonsAreNotSubtracted() throws {
    try inFolders(change: { other in
      other.system = other.system.restricted(to: 0..<1)
      other.schedule = Schedule(horizon: other.system.horizon)
      other.schedule[.thermalPower] = SeriesTable(names: ["Datong-1"], columns: [[70]])
      other.schedule[.thermalStatus] = SeriesTable(names: ["Datong-1"], columns: [[1]])
      other.schedule[.renewablePower] = SeriesTable(names: ["Hills"], columns: [[20]])
      other.summary = RunSummary(system: other.system, status: "optimal", objective: 9450)
    }) { results in
      let comparison = try #require(Comparison(results))
      func difference(_ name: String) -> Double? {
        comparison.indicators.first { $0.name == name }?.differences[1]
      }
      #expect(difference("cost") == nil && difference("co2_t") == nil && difference("energy.coal") == nil)
      #expect(difference("coal_rate") != nil && difference("maximum_load_mw") == -10)
      #expect(comparison.caveats.contains { $0.text.english.contains("are not subtracted") })
      let text = comparisonText(comparison)
      #expect(text.contains(#/Cost +CNY +17,550.0 +9,450.0 +–/#), "\(text)")
    }
  }

  @Test func currenciesAndBusesAreNotMixed() throws {
    try inFolders(change: { other in
      other.system.currency = "USD"
      other.summary.currency = "USD"
      other.schedule[.price] = SeriesTable(names: ["Town"], columns: [[1, 1]])
      other.system.buses[0].name = "Town"
      other.system.thermalUnits[0].bus = "Town"
      other.system.renewables[0].bus = "Town"
    }) { results in
      let comparison = try #require(Comparison(results))
      #expect(comparison.indicators.first { $0.name == "cost" }?.differences[1] == nil)
      #expect(comparison.indicators.filter { $0.name.hasPrefix("price.") }.allSatisfy { $0.differences[1] == nil })
      let caveats = comparison.caveats.map(\.text.english)
      #expect(caveats.contains { $0.contains("Currencies differ") } && caveats.contains { $0.contains("Buses differ") })
    }
  }

  @Test func costsWithinTheirGapsAreNotCalledDifferent() throws {
    try inFolders(change: { other in (other.summary.objective, other.summary.bound) = (17_600, 100) }) { results in
      let comparison = try #require(Comparison(results))
      #expect(comparison.caveats.contains { $0.text.english.contains("less than their gaps leave open") })
    }
    try inFolders { results in
      let comparison = try #require(Comparison(results))
      #expect(!comparison.caveats.contains { $0.text.english.contains("leave open") })
    }
  }

  /// Results from before loads were written have all but the curves of load.
  @Test func olderResultsAreCompared() throws {
    try withTemporaryFolder { folder in
      try writeResults(schedule: Village().schedule, summary: Village().summary, to: folder.appending(path: "old"))
      let old = try ComparedResults(at: folder.appending(path: "old"), name: "old")
      let comparison = try #require(Comparison([old, old]))
      #expect(comparison.durationCurves.contains { $0.quantity == "thermal" })
      #expect(!comparison.durationCurves.contains { $0.quantity == "load" })
      #expect(comparison.caveats.contains { $0.text.english.hasPrefix("old is from before loads were written") })
    }
  }

  @Test func linesFit80Columns() throws {
    try inFolders(change: { other in other.summary.caseName = String(repeating: "太原", count: 40) }) { results in
      let comparison = try #require(Comparison(results + results))
      for language in SummaryLanguage.allCases {
        let text = comparisonText(comparison, style: TextStyle(language: language), isFull: true)
        for line in text.split(separator: "\n") { #expect(displayWidth(String(line)) <= 80, "\(line)") }
      }
    }
  }

  @Test func durationCurveFalls() {
    for seed in seeds(50) {
      var random = SeededGenerator(seed)
      let values = random.numbers(Int.random(in: 1...400, using: &random), -100...100)
      let curve = durationCurve(values, at: (0...100).map(Double.init))
      #expect(curve.first == values.max() && curve.last == values.min())
      #expect(zip(curve, curve.dropFirst()).allSatisfy { $0 >= $1 })
      // No more of the steps than said are above it.
      for (percent, value) in curve.enumerated() {
        #expect(values.count { $0 > value } <= Int(Double(percent) / 100 * Double(values.count) + 1e-9), "seed \(seed)")
      }
    }
    #expect(durationCurve([], at: [0, 50]) == [])
  }
}
