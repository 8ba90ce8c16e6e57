import CaseFiles
import Foundation
import GridModel
import SeedsAndSnapshots
import Testing

@Suite struct CaseSettingsTests {
  /// The base case with other text in `case.yaml`.
  private func read(_ changes: [(String, String)]) throws -> PowerSystem {
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "case")
      try FileManager.default.copyItem(at: MalformedCase.folder("Malformed").appending(path: "base"), to: folder)
      let file = folder.appending(path: "case.yaml")
      var text = try String(contentsOf: file, encoding: .utf8)
      for (old, new) in changes { text = text.replacing(old, with: new) }
      try Data(text.utf8).write(to: file)
      let (system, findings) = readCase(at: folder)
      return try #require(system, "\(findings)")
    }
  }

  @Test func scalarsAreText() throws {
    #expect(try read([("name: base", "name: no")]).name == "no")
    #expect(try read([("name: base", "name: 12:30")]).name == "12:30")
    #expect(try read([("name: base", "name: 0123")]).name == "0123")
  }

  @Test(arguments: [
    ("Asia/Shanghai", "+08:00"), ("Europe/Berlin", "+01:00"), ("America/New_York", "-05:00"),
    ("Australia/Sydney", "+10:00"), ("UTC", "+00:00"), ("\"-03:30\"", "-03:30"),
  ]) func zonesKeepTheirStandardOffset(zone: String, offset: String) throws {
    #expect(try read([("\"+08:00\"", zone)]).horizon.timestamp(0) == "2030-01-01T00:00\(offset)")
  }

  @Test func stepsFollowFromEndOrRows() throws {
    #expect(try read([("steps: 6", "end: 2030-01-01T06:00")]).horizon.count == 6)
    #expect(try read([("steps: 6\n", "")]).horizon.count == 6)
  }

  @Test func targetsAreMinimaButForTheCoalRate() throws {
    let targets = try read([("[5, 10]", "[null, 10]")]).targets
    #expect(targets == [PolicyTarget(.peakShaving, maximum: 10), PolicyTarget(.coalRate, maximum: 300)])
    #expect(try read([("[5, 10]", "5")]).targets[0] == PolicyTarget(.peakShaving, minimum: 5))
  }

  /// Loads of bus a (zone west) are 200, 210, … 250 MW, of bus b 80 … 85 MW; wind is 100 MW at b.
  @Test func reserveRequirementsAddUp() throws {
    #expect(try read([]).reserves[0].requirement == .series([20, 21.5, 23, 24.5, 26, 27.5]))
    let parts = """
      zone: east
          mw: 5
          percent_of_maximum_load: 10
          percent_of_wind: 50
          shortfall_price_cny_per_mwh: 7
      """
    let east = try read([
      ("zone: west\n    percent_of_load: 5\n    series: true", parts),
      ("series/wind.csv]", "series/wind.csv]\n  reserve: []"),
    ])
    #expect(east.reserves[0].shortfallPrice == 7)
    let wind = [0.1, 0.5, 0.9, 0.4, 0.2, 0]
    let expected = wind.map { 5 + 8.5 + 50 * $0 }
    let values = east.reserves[0].requirement.values(count: 6)
    #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 1e-9 })
    let largest = try read([("percent_of_load: 5", "at_least_largest_unit: yes")])
    #expect(largest.reserves[0].requirement == .constant(300))
    #expect(largest.reserves[0].shortfallPrice == 10_000)
  }

  /// Findings of the base case with rules or reserves added.
  private func findings(_ text: String) throws -> [String] {
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "case")
      try FileManager.default.copyItem(at: MalformedCase.folder("Malformed").appending(path: "base"), to: folder)
      let file = folder.appending(path: "case.yaml")
      try Data((String(contentsOf: file, encoding: .utf8) + text + "\n").utf8).write(to: file)
      return readCase(at: folder).findings.map(\.message)
    }
  }

  @Test(arguments: [
    ("{name: a, kind: co2_cap}", "no value for limit_t"),
    ("{name: a, kind: co2_cap, limit_t: 5, limit_percent: 3}", "limited by limit_t and nothing else"),
    ("{name: a, kind: coal_cup, limit_t: 5}", "expected co2_cap"),
    ("{name: a, kind: fuel_cap, limit_tce: 5, fuel: peat}", "no unit burns \"peat\""),
    ("{name: a, kind: fuel_cap, limit_tce: 5, zone: moon}", "no bus lies in zone \"moon\""),
    ("{name: a, kind: take_or_pay, limit_tce: 5, shortfall_price_cny: 1e6}", "more than the fuel itself"),
    ("{name: a, kind: maintenance, unit: nobody, hours: 2}", "no thermal unit is called \"nobody\""),
  ]) func rulesAreChecked(rule: String, message: String) throws {
    let found = try findings("rules:\n  - \(rule)")
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }

  @Test func outagesLieInTheirWindow() throws {
    let unit = try read([]).thermalUnits[0].name
    let found = try findings("rules:\n  - {name: a, kind: maintenance, unit: \"\(unit)\", hours: 200}")
    #expect(found.contains { $0.contains("no 200 hours of outage lie in the window") }, "\(found)")
    #expect(try findings("rules:\n  - {name: a, kind: maintenance, unit: \"\(unit)\", hours: 2}").isEmpty)
  }

  /// The load of the base case rises by 11 MW an hour; wind is constant.
  @Test func rampingReserveFollowsTheNetLoad() throws {
    let text = """
      product: ramping
          zone: west
          percent_of_net_load_change: 150
          providers: [thermal]
          offers_cny_per_mwh: {storage: 2}
          at_least_largest_infeed: no
      """
    let rule = try read([("zone: west\n    percent_of_load: 5\n    series: true", text)]).reserves[0]
    #expect(rule.product == .ramping && rule.providers == ["thermal"] && rule.offers == ["storage": 2])
    #expect(rule.requirement == .series([15, 15, 15, 15, 15, 0]))
  }
}
