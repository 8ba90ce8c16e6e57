import Foundation
import GridModel
import Reporting
import Schedules
import Testing

/// Starts a month among the rules over the horizon: one of at most one, where another would save 99 900.
@Suite struct StartRuleTests {
  private let system: PowerSystem
  private let schedule: Schedule

  init() {
    var unit = ThermalUnit(
      name: "unit", bus: "bus", capacity: 100, minimumOutput: 40,
      fuelCurve: FuelCurve(outputs: [40, 100], fuels: [40, 100]), fuelPrice: 1)
    unit.initialState = .init(hours: -6, output: 0)
    unit.startLimits.perMonth = 1
    system = PowerSystem(
      name: "starts", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 3),
      valueOfLostLoad: 1000, buses: [Bus(name: "bus", load: .series([100, 0, 100]))], thermalUnits: [unit])
    var schedule = Schedule(horizon: system.horizon)
    schedule[.thermalPower] = SeriesTable(names: ["unit"], columns: [[100, 0, 0]])
    schedule[.thermalStatus] = SeriesTable(names: ["unit"], columns: [[1, 0, 0]])
    schedule[.unservedEnergy] = SeriesTable(names: ["bus"], columns: [[0, 0, 100]])
    schedule[.startPrice] = SeriesTable(names: ["unit"], columns: [[99_900, 99_900, 99_900]])
    self.schedule = schedule
  }

  @Test func table() throws {
    let files = try recordFiles(of: system, schedule: schedule)
    let table = String(decoding: try #require(files["rules.csv"]), as: UTF8.self)
    #expect(table.split(separator: "\n").last == "unit,starts_per_month,1970-01-01T00:00+00:00,starts,1,1,0,99900,")
  }

  @Test func summary() throws {
    var summary = RunSummary(system: system, status: "optimal")
    #expect(summary.evaluate(schedule, of: system).passed)
    let read = try RunSummary(json: try summary.json())
    #expect(read.rules?.map(\.saving) == [99_900])
    let english = summaryText(summary, style: TextStyle(language: .english), isFull: true)
    #expect(english.contains("1.0 starts (≤ 1.0): kept"), "\(english)")
    #expect(
      english.contains("one start more of unit saves 99,900.00 CNY (price in the relaxation)"), "\(english)")
    let chinese = summaryText(summary, style: TextStyle(language: .chinese), isFull: true)
    #expect(chinese.contains("月启动次数") && chinese.contains("松弛问题中的价格"), "\(chinese)")
  }
}
