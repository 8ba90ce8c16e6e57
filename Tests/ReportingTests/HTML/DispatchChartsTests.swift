import Foundation
import GridModel
import Schedules
import SeedsAndSnapshots
import Testing

@testable import Reporting

/// What a page draws, against the summary and figures derived by hand.
@Suite struct DispatchChartsTests {
  /// Two buses, a line between, a day of hours: coal and a battery in the town, wind and an export in the hills.
  private struct Valley {
    var system: PowerSystem
    var schedule: Schedule
    static let line = Array(repeating: 30.0, count: 12) + Array(repeating: 10.0, count: 12)

    init() {
      let horizon = Horizon(
        start: LocalTime(year: 2030, month: 1, day: 31, hour: 12).localSeconds - 28_800, utcOffsetSeconds: 28_800,
        stepMinutes: 60, count: 24)
      let town = (0..<24).map { 100 + Double($0) }
      system = PowerSystem(
        name: "valley", horizon: horizon,
        buses: [
          Bus(name: "town", load: .series(town)), Bus(name: "hills", load: .constant(5)),
        ],
        lines: [Line(name: "pass", from: "hills", to: "town", capacity: 30)],
        thermalUnits: [
          ThermalUnit(
            name: "coal", bus: "town", capacity: 200, minimumOutput: 60,
            fuelCurve: FuelCurve(coalRate: 300, minimumOutput: 60, capacity: 200), fuelPrice: 900, co2PerFuel: 2.5)
        ],
        renewables: [
          RenewablePlant(name: "ridge", bus: "hills", technology: .wind, capacity: 100, availability: .constant(0.6))
        ],
        storages: [
          Storage(
            name: "cells", bus: "town", chargeCapacity: 20, dischargeCapacity: 20, energyCapacity: 40,
            initialEnergy: 0, endLevel: .free)
        ],
        exportChannels: [ExportChannel(name: "east", bus: "hills", capacity: 10, schedule: .constant(10))],
        reserves: [
          ReserveRule(name: "up", direction: .up, requirement: .constant(12), shortfallPrice: 1000)
        ])
      var coal = (0..<24).map { town[$0] - Self.line[$0] }
      var charge = Array(repeating: 0.0, count: 24)
      var discharge = charge
      charge[0] = 8
      coal[0] += 8
      discharge[23] = 8
      coal[23] -= 8
      schedule = Schedule(horizon: horizon)
      schedule[.thermalPower] = SeriesTable(names: ["coal"], columns: [coal])
      schedule[.renewablePower] = SeriesTable(names: ["ridge"], columns: [Self.line.map { $0 + 15 }])
      schedule[.storageCharge] = SeriesTable(names: ["cells"], columns: [charge])
      schedule[.storageDischarge] = SeriesTable(names: ["cells"], columns: [discharge])
      schedule[.storageEnergy] = SeriesTable(
        names: ["cells"], columns: [(0..<24).map { $0 < 23 ? 8.0 : 0 }])
      schedule[.exportPower] = SeriesTable(names: ["east"], columns: [Array(repeating: 10, count: 24)])
      schedule[.lineFlow] = SeriesTable(names: ["pass"], columns: [Self.line])
      // The line is full in the first half: the hills pay less.
      let hills = Array(repeating: 0.0, count: 12) + Array(repeating: 270.0, count: 12)
      schedule[.price] = SeriesTable(names: ["town", "hills"], columns: [Array(repeating: 270, count: 24), hills])
    }

    func run(_ body: (URL, RunFolder, DispatchCharts) throws -> Void) throws {
      try withTemporaryFolder { parent in
        let folder = parent.appending(path: "results")
        var summary = RunSummary(system: system, status: "optimal")
        summary.evaluate(schedule, of: system)
        try writeResults(
          schedule: schedule, summary: summary, to: folder, attachments: recordFiles(of: system, schedule: schedule))
        let run = try RunFolder(at: folder)
        try body(folder, run, DispatchCharts(run))
      }
    }
  }

  @Test func energyDrawnIsThatOfTheSummary() throws {
    try Valley().run { _, run, charts in
      let energy = try #require(run.summary.indicators).energy
      let series = try #require(charts.areas.first).series
      let keys = [
        "coal": "coal", "wind": "wind", "battery": "discharge:battery", "load": "load", "export": "export",
        "storage-discharge": "discharge:battery", "storage-charge": "charge:battery",
      ]
      for entry in energy where entry.energy != 0 {
        let packed = try #require(series[keys[entry.source] ?? ""], "\(entry.source)")
        #expect(abs(packed.values.reduce(0, +) - entry.energy) <= 24 * packed.step + 1e-9)
      }
      let curtailed = try #require(series["curtailed"]).values.reduce(0, +)
      #expect(abs(curtailed - (try #require(run.summary.indicators?.newEnergy).curtailed)) < 0.1)
    }
  }

  @Test func everyZoneIsBalanced() throws {
    try Valley().run { _, _, charts in
      #expect(charts.areas.map(\.zone) == [nil, "town", "hills"])
      for area in charts.areas {
        func at(_ key: String, _ t: Int) -> Double { area.series[key]?.values[t] ?? 0 }
        for t in 0..<24 {
          let given = ["coal", "wind", "discharge:battery", "exchange"].reduce(0) { $0 + at($1, t) }
          let used = ["load", "export", "charge:battery"].reduce(0) { $0 + at($1, t) }
          #expect(abs(given - used) < 0.02, "\(area.zone ?? "all") \(t)")
        }
      }
    }
  }

  /// Cars that come at hour 2 with 10 MWh to take by hour 20 would take them at once, and take them later; a pump takes 4 MW
  /// from the town and gives 2 to the hills; a park draws its 3 MW from the town.
  @Test func vehiclesProcessesAndPortfoliosAreDrawn() throws {
    func only(_ value: Double, at hours: [Int]) -> [Double] { (0..<24).map { hours.contains($0) ? value : 0 } }
    var valley = Valley()
    valley.system.vehicleFleets = [
      VehicleFleet(
        name: "cars", bus: "town", arrivals: .series(only(1000, at: [2])), departures: .series(only(1000, at: [20])),
        need: .constant(10), chargePower: 5, batteryEnergy: 50, unmetPrice: 5000)
    ]
    valley.system.processes = [
      LinearProcess(
        name: "pump",
        ports: [.init(bus: "town", rate: .constant(-1)), .init(bus: "hills", rate: .constant(0.5))], capacity: 20)
    ]
    valley.system.portfolios = [Portfolio(name: "park", bus: "town", kind: .park, importLimit: 5)]
    valley.system.connectPortfolios { _ in .constant(3) }
    valley.schedule[.vehicleCharge] = SeriesTable(names: ["cars"], columns: [only(5, at: [10, 11])])
    valley.schedule[.processLevel] = SeriesTable(names: ["pump"], columns: [Array(repeating: 4, count: 24)])
    valley.schedule[.lineFlow] = SeriesTable(
      names: ["pass", "park"], columns: [Valley.line, Array(repeating: 3, count: 24)])
    try valley.run { _, _, charts in
      #expect(charts.areas.map(\.zone) == [nil, "town", "hills", "park"])
      func at(_ key: String, _ t: Int, in area: Int = 0) -> Double { charts.areas[area].series[key]?.values[t] ?? 0 }
      let all = 0..<24
      #expect(all.allSatisfy { abs(at("process-use", $0) - 2) < 0.01 && at("process", $0) == 0 })
      #expect(abs(at("process-use", 7, in: 1) - 4) < 0.01 && abs(at("process", 7, in: 2) - 2) < 0.01)
      #expect(
        all.filter { at("unmanaged", $0) > 1 } == [2, 3] && all.filter { at("charge:vehicles", $0) > 1 } == [10, 11])
      // Before and after hold the same energy.
      let before = all.reduce(0) { $0 + at("unmanaged", $1) }
      #expect(abs(before - all.reduce(0) { $0 + at("charge:vehicles", $1) }) < 0.1 && abs(before - 10) < 0.1)
      #expect(abs(at("exchange", 5, in: 3) - 3) < 0.01 && abs(at("load", 5, in: 3) - 3) < 0.01)
      #expect(at("coal", 5, in: 3) == 0)
      let parts = try #require(charts.balances?.energy.first).parts
      #expect(abs((parts["process-use"] ?? 0) - 24) < 0.1 && parts["unmanaged"] == nil)
    }
  }

  @Test func balancesAreDerivedByHand() throws {
    try Valley().run { _, _, charts in
      let balances = try #require(charts.balances)
      // Twelve hours of the last day of January and twelve of the first of February: by day, as the run is short.
      #expect(balances.energy.map(\.month) == ["2030-01-31", "2030-02-01"])
      let first = balances.energy[0].parts
      #expect(abs((first["load"] ?? 0) - (12 * 105 + 66)) < 1e-6)
      #expect(abs((first["wind"] ?? 0) - 12 * 45) < 1e-6)
      #expect(abs((first["curtailed"] ?? 0) - 12 * 15) < 1e-6)
      let peak = balances.power[1]
      #expect(peak.time == "2030-02-01T11:00+08:00")
      #expect(abs(peak.load - 128) < 1e-9 && peak.export == 10 && peak.reserve == 12)
      #expect(peak.available == ["coal": 200, "wind": 60, "discharge:battery": 20])
      #expect(abs(peak.margin - (280 - 150)) < 1e-9)
    }
  }

  /// In the second half the line has room for 20 of the 35 MW that coal in the town could have made room for.
  @Test func theScheduleTellsWhyPowerIsCurtailed() throws {
    try Valley().run { _, _, charts in
      let months = try #require(charts.curtailment).months
      #expect(Set(months[0].causes.keys) == ["network"] && Set(months[1].causes.keys) == ["network", "price"])
      #expect(abs((months[0].causes["network"] ?? 0) - 180) < 1e-6)
      #expect(abs((months[1].causes["price"] ?? 0) - 12 * 20) < 1e-6)
      #expect(abs((months[1].causes["network"] ?? 0) - 12 * 15) < 1e-6)
      #expect(abs(months[0].available - 720) < 1e-6)
    }
  }

  @Test func congestedHoursAreThoseAtTheLimit() throws {
    try Valley().run { _, _, charts in
      let network = try #require(charts.network)
      let edge = try #require(network.edges.first)
      #expect(edge.congestedForward == 12 && edge.congestedReverse == 0)
      #expect(abs(edge.forward - 480) < 1e-6 && edge.most == 30)
      #expect(network.channels.map(\.sent) == [240])
    }
  }

  @Test func stagesOfCoalUnitsAreThoseOfTheSummary() throws {
    try Valley().run { _, run, charts in
      let strip = try #require(charts.commitment)
      let hours = try #require(strip.units.first).hours
      #expect(hours.reduce(0, +) == 24)
      for (stage, below) in try #require(run.summary.indicators).deepRegulation.enumerated() {
        #expect(below.unitHours == hours[(2 + stage)...].reduce(0, +))
      }
      #expect(hours[2] > 0)
      let bits = try #require(Data(base64Encoded: strip.stages))
      #expect(bits.count == 12)
      let stages = (0..<24).map { t -> UInt8 in t.isMultiple(of: 2) ? bits[t / 2] & 15 : bits[t / 2] >> 4 }
      #expect(stages.count { $0 == 2 } == Int(hours[2]))
    }
  }

  @Test func fuelAndCO2AreThoseOfTheSummary() throws {
    try Valley().run { _, run, charts in
      let fuel = try #require(charts.fuels?.first)
      let indicators = try #require(run.summary.indicators)
      #expect(abs(fuel.co2 - indicators.co2) < 1e-6)
      #expect(abs(fuel.burnt / fuel.energy * 1000 - (try #require(indicators.coalRate))) < 1e-6)
      #expect(abs(fuel.cost - (try #require(run.summary.cost).fuel)) < 1e-4)
    }
  }

  @Test func regulationIsThatOfEveryDay() throws {
    try Valley().run { _, _, charts in
      let days = try #require(charts.balances).regulation.map(\.worst)
      #expect(days.map(\.day) == ["2030-01-31", "2030-02-01"])
      #expect(days.allSatisfy { $0.committed == 200 && $0.deepMinimum == 60 && $0.chargingRoom == 20 })
    }
  }

  /// A year of quarters of an hour is drawn by the hour, and its page stays small.
  @Test func longRunsAreDrawnByTheHour() throws {
    let count = 35_040
    let horizon = Horizon(start: 1_893_427_200, utcOffsetSeconds: 28_800, stepMinutes: 15, count: count)
    let load = (0..<count).map { 100 + 30 * sin(Double($0) / 15) }
    let system = PowerSystem(
      name: "quarters", horizon: horizon, buses: [Bus(name: "town", load: .series(load))],
      thermalUnits: (1...2).map {
        ThermalUnit(
          name: "coal-\($0)", bus: "town", capacity: 100, minimumOutput: 30,
          fuelCurve: FuelCurve(coalRate: 300, minimumOutput: 30, capacity: 100), fuelPrice: 900)
      })
    var schedule = Schedule(horizon: horizon)
    schedule[.thermalPower] = SeriesTable(
      names: ["coal-1", "coal-2"], columns: [load.map { min($0, 90) }, load.map { max(0, $0 - 90) }])
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "results")
      var summary = RunSummary(system: system, status: "optimal")
      summary.evaluate(schedule, of: system)
      try writeResults(
        schedule: schedule, summary: summary, to: folder, attachments: recordFiles(of: system, schedule: schedule))
      let charts = DispatchCharts(try RunFolder(at: folder))
      #expect(charts.count == 8760 && charts.stepMinutes == 60)
      let drawn = try #require(charts.areas.first?.series["load"])
      #expect(abs(drawn.values[1] - load[4..<8].reduce(0, +) / 4) <= drawn.step)
      #expect(abs(drawn.values.reduce(0, +) - load.reduce(0, +) / 4) <= 8760 * drawn.step)
      let strip = try #require(charts.commitment)
      #expect(Data(base64Encoded: strip.stages)?.count == 2 * 4380)
      #expect(strip.units.allSatisfy { $0.hours.reduce(0, +) == 8760 })
      #expect(try reportPage(of: folder, language: .english).count < 1_000_000)
    }
  }

  /// Results from before the inputs were written along give a page all the same.
  @Test func earlierResultsAreStillDrawn() throws {
    try Valley().run { folder, run, _ in
      var summary = run.summary
      let names = [
        RecordFile.system, RecordFile.load, RecordFile.renewableAvailable, RecordFile.reserveRequirements,
      ]
      summary.files.removeAll { names.contains($0) }
      for name in names { try FileManager.default.removeItem(at: folder.appending(path: name)) }
      try summary.json().write(to: folder.appending(path: ResultsFolder.summaryName))
      let charts = try DispatchCharts(RunFolder(at: folder))
      #expect(!charts.isComplete && charts.areas.isEmpty && charts.commitment == nil)
      #expect(charts.prices.count == 3 && charts.stores.map(\.name) == ["cells"])
      #expect(!(try reportPage(of: folder, language: .english)).isEmpty)
    }
  }
}
