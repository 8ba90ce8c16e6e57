import Foundation
import SeedsAndSnapshots
import Testing

/// `solve --retrofit` on the case whose both answers are derived by hand.
@Suite struct RetrofitTests {
  private let solve = [
    "solve", TinyCase.cases.appending(path: "tiny-deep-regulation").path, "--commitment", "--gap", "1e-9", "--retrofit",
  ]

  @Test func bothDispatchesAreWrittenAndCompared() throws {
    try withTemporaryFolder { folder in
      let outcome = try Command.expect(0, solve + ["coal", "--out", "study"], in: folder)
      #expect(outcome.output.contains("Flexibility retrofit of 1 unit, 300 MW"))
      #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      for (name, cost) in [("before", 379_600.0), ("after", 330_950)] {
        let objective = try #require(try Summary(in: folder.appending(path: "study/\(name)")).objective)
        #expect(abs(objective - cost) < 1e-3, "\(name): \(objective)")
      }
      try Command.expect(0, ["compare", "study/before", "study/after"], in: folder)
      try Command.expect(1, solve + ["coal", "--out", "study"], in: folder)
      try Command.expect(0, solve + ["all", "--out", "study", "--force", "--report", "--lang", "zh"], in: folder)
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: "study/comparison.html").path))
    }
  }

  @Test func effectsAreWrittenAsJSON() throws {
    struct Effect: Decodable {
      var name: String
      var values: [Double?]
    }
    struct Report: Decodable {
      var units: [String]
      var effects: [Effect]
    }
    try withTemporaryFolder { folder in
      let outcome = try Command.expect(0, solve + ["all", "--json"], in: folder)
      let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
      #expect(report.units == ["coal"])
      let values = Dictionary(uniqueKeysWithValues: report.effects.map { ($0.name, $0.values.compactMap { $0 }) })
      let expected: [String: [Double]] = [
        "deep_regulation_mw": [0, 60], "curtailed_mwh": [143, 13], "oil_t": [0, 1], "coal_t": [351, 280.5],
        "cost": [379_600, 330_950],
      ]
      for (name, pair) in expected {
        let found = values[name] ?? []
        #expect(found.count == 2 && zip(found, pair).allSatisfy { abs($0 - $1) < 1e-3 }, "\(name): \(found)")
      }
    }
  }

  @Test func unknownUnitsAreRefused() throws {
    try withTemporaryFolder { folder in
      let unknown = try Command.run(solve + ["coel"], in: folder)
      #expect(unknown.errors.contains("there is no unit coel") && unknown.errors.contains("--retrofit coal"))
      let unable = try Command.run(solve + ["peaker"], in: folder)
      #expect(unable.errors.contains("peaker has no retrofit_min_mw"))
    }
  }
}
