import Foundation
import Testing

/// One number changed in a file of the results: the audit says which device, which hour, which rule and by how much.
@Suite struct TamperTests {
  struct Change: Sendable {
    var run: String
    var quantity: String
    var component: String
    var hour: Int
    var value: Double
    /// The line that the audit prints.
    var finding: String

    init(
      _ run: String, _ quantity: String, _ component: String, hour: Int, to value: Double, _ finding: String
    ) {
      (self.run, self.quantity, self.component) = (run, quantity, component)
      (self.hour, self.value, self.finding) = (hour, value, finding)
    }
  }

  private static let day = "2030-01-01T0"

  static let changes: [Change] = [
    Change(
      "tiny-merit-order", "thermal-power", "base", hour: 1, to: 151,
      "city at \(day)1:00+08:00: bus-balance: supply of 251.0 MW, must be 250.0 MW, 1.0 MW off"),
    Change(
      "tiny-merit-order", "renewable-power", "wind", hour: 2, to: 41.5,
      "wind at \(day)2:00+08:00: renewable-output: output of 41.5 MW, at most 40.0 MW, 1.5 MW too much"),
    Change(
      "tiny-merit-order", "unserved-energy", "city", hour: 3, to: 0,
      "city at \(day)3:00+08:00: bus-balance: supply of 360.0 MW, must be 380.0 MW, 20.0 MW off"),
    Change(
      "tiny-merit-order", "prices", "city", hour: 3, to: 40000,
      "summary.json: indicators prices city maximum: reported 30000.0, recomputed 40000.0"),
    Change(
      "tiny-commitment", "thermal-status", "middle", hour: 1, to: 0,
      "middle at \(day)1:00+08:00: thermal-output: output when off of 80.0 MW, at most 0.0 MW, 80.0 MW too much"),
    Change(
      "tiny-commitment", "thermal-power", "large", hour: 5, to: 301,
      "large at \(day)5:00+08:00: thermal-output: output of 301.0 MW, at most 300.0 MW, 1.0 MW too much"),
    Change(
      "tiny-storage", "storage-charge", "battery", hour: 0, to: 40,
      "battery at \(day)0:00+08:00: storage-balance: level of 47.0 MWh, must be 56.0 MWh, 9.0 MWh off"),
    Change(
      "tiny-storage", "storage-discharge", "battery", hour: 2, to: 20.8,
      "battery at \(day)2:00+08:00: storage-balance: level of 20.0 MWh, must be 21.0 MWh, 1.0 MWh off"),
    Change(
      "tiny-storage", "storage-energy", "battery", hour: 3, to: 19,
      "battery at \(day)3:00+08:00: storage-end-level: level at the end of 19.0 MWh, must be 20.0 MWh, 1.0 MWh off"),
    // What is told of the schedule besides.
    Change(
      "tiny-merit-order", "curtailment", "price", hour: 0, to: 7,
      "curtailment.csv: price at \(day)0:00+08:00: recorded 7.0, the case has "),
    Change(
      "tiny-merit-order", "power-balance", "load_mw", hour: 0, to: 7,
      "power-balance.csv: load_mw of 2030-01-01: recorded 7.0, recomputed 380"),
    Change(
      "tiny-merit-order", "energy-balance", "load_mwh", hour: 0, to: 7,
      "energy-balance.csv: load_mwh of 2030-01-01: recorded 7.0, recomputed "),
    Change(
      "tiny-merit-order", "regulation-balance", "deep_margin_mw", hour: 0, to: 7,
      "regulation-balance.csv: deep_margin_mw of 2030-01-01: recorded 7.0, recomputed "),
    // The published prices have to prove the bound, each of them.
    Change(
      "tiny-merit-order", "prices", "city", hour: 1, to: 310,
      "lower bound: bound: held against the published prices: reported 875200.0 CNY, at most 874700.0 CNY, 500.0 CNY"),
    Change(
      "tiny-storage", "water-values", "battery", hour: 1, to: 480,
      "lower bound: bound: held against the published prices: reported 147006.0 CNY, at most 146206.0 CNY, 800.0 CNY"),
    Change(
      "tiny-network", "loop-prices", "west-south", hour: 1, to: -90,
      "lower bound: bound: held against the published prices: reported 1766000.0 CNY, at most 1764500.0 CNY, 1500.0 CNY"
    ),
    Change(
      "tiny-flexibility", "interruptible-load", "smelter", hour: 2, to: 21,
      "smelter at \(day)2:00+08:00: interruptible-limit: interruption of 21.0 MW, at most 20.0 MW, 1.0 MW too much"),
    Change(
      "tiny-flexibility", "shiftable-load-down", "ev-charging", hour: 2, to: 16,
      "ev-charging at \(day)2:00+08:00: shiftable-limit: lowering of 16.0 MW, at most 15.0 MW, 1.0 MW too much"),
    Change(
      "tiny-flexibility", "shiftable-load-up", "ev-charging", hour: 1, to: 4,
      "ev-charging at \(day)0:00+08:00: shiftable-neutrality: raised in the window 14.0 MWh, must be 15.0 MWh, 1.0 MWh off"
    ),
    Change(
      "tiny-flexibility", "export-power", "tie", hour: 1, to: 59,
      "tie at \(day)1:00+08:00: export-schedule: sent out 59.0 MW, must be 60.0 MW, 1.0 MW off"),
    Change(
      "tiny-vehicles", "vehicle-charge", "taxis", hour: 0, to: 21,
      "taxis at \(day)0:00+08:00: vehicle-power: charging of 21.0 MW, at most 20.0 MW, 1.0 MW too much"),
    Change(
      "tiny-vehicles", "vehicle-discharge", "taxis", hour: 2, to: 21,
      "taxis at \(day)2:00+08:00: vehicle-power: giving back of 21.0 MW, at most 20.0 MW, 1.0 MW too much"),
    Change(
      "tiny-vehicles", "vehicle-energy", "cars", hour: 1, to: 81,
      "cars at \(day)1:00+08:00: vehicle-level: level of 81.0 MWh, at most 80.0 MWh, 1.0 MWh too much"),
    Change(
      "tiny-vehicles", "vehicle-unmet", "cars", hour: 1, to: 1,
      "cars at \(day)1:00+08:00: vehicle-departure: unmet need of 1.0 MWh, at most 0.0 MWh, 1.0 MWh too much"),
    Change(
      "tiny-vehicles", "vehicle-unmanaged", "cars", hour: 1, to: 777,
      "vehicle-unmanaged.csv: cars at \(day)1:00+08:00: recorded 777.0, the case has "),
    Change(
      "tiny-vehicles", "shift-ramp-prices", "smelter", hour: 1, to: 0,
      "lower bound: bound: held against the published prices: reported 82500.0 CNY, at most "),
    Change(
      "tiny-vehicles", "vehicle-values", "taxis", hour: 1, to: 150,
      "lower bound: bound: held against the published prices: reported 82500.0 CNY, at most "),
    Change(
      "tiny-network", "line-flow", "west-south", hour: 1, to: 101,
      "west-south at \(day)1:00+08:00: line-limit: flow of 101.0 MW, at most 100.0 MW, 1.0 MW too much"),
    Change(
      "my-case", "load", "city", hour: 4, to: 1,
      "load.csv: city at 2030-01-07T04:00+08:00: recorded 1.0, the case has "),
    Change(
      "my-case", "renewable-available", "ridge-wind", hour: 4, to: 1000,
      "renewable-available.csv: ridge-wind at 2030-01-07T04:00+08:00: recorded 1000.0, the case has "),
    Change(
      "my-case", "reserve-requirements", "spinning-up", hour: 4, to: 1,
      "reserve-requirements.csv: spinning-up at 2030-01-07T04:00+08:00: recorded 1.0, the case has "),
    Change(
      "my-case", "thermal-reserve-up", "hills-1", hour: 4, to: 1000,
      "hills-1 at 2030-01-07T04:00+08:00: thermal-reserve-headroom: "),
    Change(
      "my-case", "storage-reserve-up", "city-battery", hour: 4, to: 1000,
      "city-battery at 2030-01-07T04:00+08:00: storage-reserve-power: "),
    Change(
      "my-case", "reserve-shortfall", "spinning-up", hour: 4, to: -1,
      "spinning-up at 2030-01-07T04:00+08:00: reserve-requirement: shortfall of -1.0 MW, at least 0.0 MW, 1.0 MW too little"
    ),
  ]

  /// And no table of these results can be changed without notice.
  @Test(arguments: Set(changes.map(\.run)).sorted()) func auditNamesEveryChange(_ run: String) throws {
    try withResults(of: run) { folder, caseFolder in
      let results = folder.appending(path: "results")
      for change in Self.changes where change.run == run {
        let copy = folder.appending(path: "changed")
        try FileManager.default.copyItem(at: results, to: copy)
        defer { try? FileManager.default.removeItem(at: copy) }
        try Self.apply(change, in: copy)
        let outcome = try Command.expect(1, ["audit", caseFolder, "changed"], in: folder)
        let lines = outcome.output.components(separatedBy: "\n")
        let found = lines.drop { $0 != "Adequacy" }
        #expect(lines.contains { $0.hasPrefix(change.finding) }, "expected \(change.finding)\nin \(found)")
        #expect(lines.dropLast().last?.hasPrefix("audit failed: ") == true)
      }
      let tables = try names(in: results).filter { $0.hasSuffix(".csv") }
      let changed = Set(Self.changes.map { $0.quantity + ".csv" })
      #expect(tables.filter { !changed.contains($0) } == [])
    }
  }

  private static func apply(_ change: Change, in results: URL) throws {
    let file = results.appending(path: "\(change.quantity).csv")
    var rows = try text(of: file).components(separatedBy: "\n").map { $0.components(separatedBy: ",") }
    let column = try #require(rows[0].firstIndex(of: change.component))
    rows[1 + change.hour][column] = "\(change.value)"
    try Data(rows.map { $0.joined(separator: ",") }.joined(separator: "\n").utf8).write(to: file)
  }

  @Test func claimedCostIsHeldAgainstTheSchedule() throws {
    try withResults(of: "tiny-merit-order") { folder, caseFolder in
      let file = folder.appending(path: "results/summary.json")
      try Data(text(of: file).replacing("\"objective\" : 875200", with: "\"objective\" : 875000").utf8).write(to: file)
      let outcome = try Command.expect(1, ["audit", caseFolder, "results"], in: folder)
      #expect(outcome.output.contains("objective: cost: reported 875000.0 CNY, must be 875200.0 CNY, 200.0 CNY off\n"))
    }
  }

  @Test func claimedBoundIsHeldAgainstThePrices() throws {
    try withResults(of: "tiny-storage") { folder, caseFolder in
      let sound = try Command.expect(0, ["audit", caseFolder, "results"], in: folder)
      #expect(sound.output.contains(/Bound from the prices +147,006\.00 CNY\n/))
      let file = folder.appending(path: "results/summary.json")
      let claims = try text(of: file).replacing(#/"bound" : \d+[.\d]*/#, with: "\"bound\" : 147106")
      try Data(claims.utf8).write(to: file)
      let dearer = try Command.expect(1, ["audit", caseFolder, "results"], in: folder)
      #expect(
        dearer.output.contains("lower bound: bound: held against the cost: reported 147106.0 CNY, at most 147006.0"))
      try FileManager.default.removeItem(at: folder.appending(path: "results/water-values.csv"))
      try Data(text(of: file).replacing("\"bound\" : 147106", with: "\"bound\" : 147006").utf8).write(to: file)
      let unproven = try Command.expect(1, ["audit", caseFolder, "results"], in: folder)
      #expect(unproven.output.contains("lower bound: bound: held against the published prices: reported 147006.0 CNY"))
    }
  }

  @Test func claimedIndicatorIsHeldAgainstTheSchedule() throws {
    try withResults(of: "tiny-merit-order") { folder, caseFolder in
      let file = folder.appending(path: "results/summary.json")
      let changed = try text(of: file).replacing("\"unserved_energy_mwh\" : 20", with: "\"unserved_energy_mwh\" : 2")
      try Data(changed.utf8).write(to: file)
      let outcome = try Command.expect(1, ["audit", caseFolder, "results"], in: folder)
      #expect(outcome.output.contains("indicators unserved_energy_mwh: reported 2.0, recomputed 20.0\n"))
      #expect(outcome.output.hasSuffix("audit failed: 0 violations and 1 number of the summary wrong\n"))
    }
  }

  @Test func recordOfTheSystemIsHeldAgainstTheCase() throws {
    try withResults(of: "tiny-network") { folder, caseFolder in
      let file = folder.appending(path: "results/system.json")
      try Data(text(of: file).replacing("\"reverse_capacity_mw\" : 100", with: "\"reverse_capacity_mw\" : 400").utf8)
        .write(to: file)
      let outcome = try Command.expect(1, ["audit", caseFolder, "results"], in: folder)
      #expect(outcome.output.contains("reverse_capacity_mw: reported 400.0, recomputed 100.0\n"))
      #expect(outcome.output.contains("not the case's\n"))
      // Results from before it was written have none, and are sound.
      try FileManager.default.removeItem(at: file)
      try Command.expect(0, ["audit", caseFolder, "results"], in: folder)
    }
  }

  @Test func tableThatCannotBeReadIsNamed() throws {
    try withResults(of: "tiny-merit-order") { folder, caseFolder in
      let file = folder.appending(path: "results/thermal-power.csv")
      try Data(text(of: file).replacing("T01:00+08:00,150", with: "T01:00+08:00,many").utf8).write(to: file)
      let outcome = try Command.expect(1, ["audit", caseFolder, "results"], in: folder)
      #expect(outcome.errors.contains("error: results/thermal-power.csv:3:24: \"many\" for base, expected a number\n"))
      try FileManager.default.removeItem(at: file)
      let missing = try Command.expect(1, ["audit", caseFolder, "results"], in: folder)
      #expect(missing.output.contains("missing-table"))
    }
  }

  @Test func resultsOfAnotherCaseFail() throws {
    try withResults(of: "tiny-merit-order") { folder, _ in
      let other = TinyCase.cases.appending(path: "tiny-storage").path
      let outcome = try Command.expect(1, ["audit", other, "results"], in: folder)
      #expect(
        outcome.errors == "warning: results holds results of the case tiny-merit-order, and this is tiny-storage\n")
      #expect(outcome.output.contains("component-names"))
      let later = TinyCase.cases.appending(path: "taiyuan-2030").path
      try Command.expect(1, ["audit", later, "results"], in: folder)
    }
  }

  /// Runs with the results of a run in `results` beside the case.
  private func withResults(of run: String, _ body: (URL, String) throws -> Void) throws {
    try StarterCase.inFolder { folder in
      let tiny = TinyCase.all.first { $0.name == run }
      let caseFolder = tiny?.folder.path ?? StarterCase.name
      let options = try tiny?.answer().options ?? ["--hours", "0..<24"]
      try Command.expect(0, ["solve", caseFolder, "--gap", "0", "--out", "results"] + options, in: folder)
      try body(folder, caseFolder)
    }
  }
}
