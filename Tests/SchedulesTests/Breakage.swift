import GridModel
import Testing

@testable import Schedules

/// A schedule broken on purpose, and what the audit must say of it.
struct Breakage: Sendable, CustomTestStringConvertible {
  let rule: AuditRule
  let component: String
  let step: Int?
  let amount: Double
  let report: AuditReport

  var testDescription: String { "\(rule.rawValue) of \(component)" }

  init(
    _ rule: AuditRule, _ component: String, step: Int?, by amount: Double, reportedObjective: Double? = nil,
    reportedBound: Double? = nil, _ breakIt: (inout Toy) -> Void
  ) {
    var toy = Toy()
    breakIt(&toy)
    self.init(
      rule, component, step: step, by: amount,
      toy.audited(reportedObjective: reportedObjective, reportedBound: reportedBound))
  }

  init(_ rule: AuditRule, _ component: String, step: Int?, by amount: Double, _ report: AuditReport) {
    self.rule = rule
    self.component = component
    self.step = step
    self.amount = amount
    self.report = report
  }

  static let all: [Breakage] =
    tables + network + thermal + thermalReserve + storage + water + calls + vehicles + heat + processes + built + rules
    + rest

  static var built: [Breakage] {
    func breakage(step: Int?, by amount: Double, least: Double = 0, _ values: [Double]) -> Breakage {
      Breakage(.builtCapacity, "North-South", step: step, by: amount) {
        $0.system.lines[0].expansion = Expansion(yearlyCost: 0, least: least, most: 20)
        $0.values[.builtLine] = [values]
      }
    }
    return [
      breakage(step: nil, by: 10, [30, 30, 30, 30]), breakage(step: nil, by: 4, least: 12, [8, 8, 8, 8]),
      breakage(step: 2, by: 3, [5, 5, 8, 5]),
    ]
  }

  static var tables: [Breakage] {
    let toy = Toy()
    var short = toy.schedule
    short[.renewablePower] = SeriesTable(names: ["Hills"], count: 3, values: [200, 200, 200])
    var shorter = Schedule(horizon: toy.system.horizon.restricted(to: 0..<3))
    for (quantity, table) in toy.schedule.tables { shorter[quantity] = table }
    var stranger = toy.schedule
    stranger[.thermalPower] = SeriesTable(names: ["Datong-2"], columns: toy.values[.thermalPower] ?? [])
    var twice = toy.schedule
    twice[.unservedEnergy] = SeriesTable(names: ["North", "North", "Area"], columns: toy.values[.unservedEnergy] ?? [])
    return [
      Breakage(.horizon, "renewable-power", step: nil, by: 1, audit(short, of: toy.system)),
      Breakage(.horizon, "schedule", step: nil, by: 1, audit(shorter, of: toy.system)),
      Breakage(.missingTable, "storage-energy", step: nil, by: 1) { $0.values[.storageEnergy] = nil },
      Breakage(.componentNames, "Datong-2", step: nil, by: 1, audit(stranger, of: toy.system)),
      Breakage(.componentNames, "North", step: nil, by: 1, audit(twice, of: toy.system)),
      Breakage(.finiteValues, "Datong-1", step: 2, by: 1) { $0[.thermalPower][2] = .nan },
      Breakage(.finiteValues, "Yuanqu", step: 3, by: 1) { $0[.storageReserveDown][3] = -.infinity },
    ]
  }

  static var network: [Breakage] {
    [
      Breakage(.busBalance, "North", step: 2, by: 10) { $0[.thermalPower][2] = 260 },
      Breakage(.lineLimit, "North-South", step: 0, by: 10) { $0.system.lines[0].capacity = 140 },
      Breakage(.lineLimit, "North-South", step: 0, by: 30) {
        $0.system.lines[0] = Line(name: "North-South", from: "South", to: "North", capacity: 200, reverseCapacity: 120)
        $0[.lineFlow] = [-150, -150, -150, -150]
      },
      Breakage(.lineLimit, "North-South", step: 0, by: 10) {
        $0.system.lines[0].capacity = 100
        $0.system.lines[0].overload = LineOverload(most: 60, price: 5)
        $0.values[.lineOverload] = [[40, 50, 50, 50]]
      },
      Breakage(.lineLimit, "North-South", step: 1, by: 5) {
        $0.system.lines[0].capacity = 100
        $0.system.lines[0].overload = LineOverload(most: 50, price: 5)
        $0.values[.lineOverload] = [[50, 55, 50, 50]]
      },
      Breakage(.lineLoss, "North-South", step: 2, by: 1) {
        $0.system.lines[0].loss = LineLoss(part: 0.04)
        // 150 of 200 MW lose 6, half of it at each end.
        $0.values[.lineLoss] = [[6, 6, 5, 6]]
        $0.system.buses[0].load = .series([297, 297, 297.5, 297])
        $0.system.buses[1].load = .series([97, 97, 97.5, 97])
      },
      // What must flow at least, either way.
      Breakage(.lineLimit, "North-South", step: 0, by: 10) { $0.system.lines[0].reverseCapacity = -160 },
      Breakage(.lineLimit, "North-South", step: 0, by: 20) {
        $0.system.lines[0] = Line(name: "North-South", from: "South", to: "North", capacity: -170, reverseCapacity: 200)
        $0[.lineFlow] = [-150, -150, -150, -150]
      },
      Breakage(.interfaceLimit, "cut", step: 1, by: 15) {
        $0.system.interfaces = [
          Interface(name: "cut", members: [.init("North-South", weight: 0.5)], limit: .series([75, 60, 75, 75]))
        ]
      },
      Breakage(.interfaceLimit, "cut", step: 0, by: 10) {
        $0.system.interfaces = [
          Interface(name: "cut", members: [.init("North-South", weight: -1)], limit: 0, reverseLimit: 140)
        ]
      },
      Breakage(.linkMinimum, "North-South", step: 0, by: 10) {
        $0.system.lines[0].kind = .hvdc
        $0.system.lines[0].minimumFlow = 160
      },
      Breakage(
        .outageLimit, "C-B|A-C", step: 0, by: 10,
        Triangle.report(flows: [[20, 20], [20, 20], [40, 40]]) {
          $0.lines[2].isSecured = true
          $0.lines[1].emergencyCapacity = 50
        }),
      Breakage(.voltageLaw, "C-B", step: 1, by: 2, Triangle.report(flows: [[20, 20], [20, 20], [40, 43]])),
      Breakage(.unservedLimit, "North", step: 1, by: 5) {
        $0[.thermalPower][1] = 255
        $0[.unservedEnergy][1] = -5
      },
      Breakage(.unservedLimit, "South", step: 3, by: 20) {
        $0.values[.unservedEnergy]?[1][3] = 120
        $0[.lineFlow][3] = 30
        $0[.renewablePower][3] = 80
      },
    ]
  }

  static var thermal: [Breakage] {
    [
      Breakage(.thermalStatus, "Datong-1", step: 1, by: 0.3) { $0[.thermalStatus][1] = 0.7 },
      Breakage(.thermalOutput, "Datong-1", step: 2, by: 10) {
        $0.system.thermalUnits[0].availability = .series([1, 1, 0.8, 1])
        $0.withoutReserve()
      },
      Breakage(.thermalOutput, "Datong-1", step: 2, by: 20) { $0.run([200, 160, 80, 120]) },
      Breakage(.thermalOutput, "Datong-1", step: 3, by: 40) {
        $0.run([200, 160, 150, 40])
        $0[.thermalStatus][3] = 0
      },
      Breakage(.mustRun, "Datong-1", step: 2, by: 1) {
        $0.system.thermalUnits[0].mustRun = .constant(1)
        $0.run([150, 150, 0, 0])
      },
      Breakage(.rampUp, "Datong-1", step: 2, by: 20) { $0.run([200, 130, 250, 250]) },
      Breakage(.rampUp, "Datong-1", step: 0, by: 30) {
        $0.system.thermalUnits[0].initialState?.output = 120
        $0.run([250, 250, 250, 250])
      },
      Breakage(.rampDown, "Datong-1", step: 2, by: 20) { $0.run([250, 250, 130, 130]) },
      Breakage(.deepRamp, "Datong-1", step: 2, by: 20) {
        $0.system.thermalUnits[0].deepRegulation.withoutOil = .init(below: 160, ramp: 20)
        $0.run([200, 150, 110, 110])
      },
      Breakage(.startsPerDay, "Datong-1", step: 0, by: 1) {
        $0.system.thermalUnits[0].startLimits.perDay = 0
        $0.system.thermalUnits[0].minimumDownHours = 1
        $0.run([150, 0, 150, 250])
      },
      Breakage(.startsPerMonth, "Datong-1", step: 0, by: 1) {
        $0.system.thermalUnits[0].startLimits.perMonth = 3
        $0.system.thermalUnits[0].startLimits.inMonth = 3
        $0.system.thermalUnits[0].minimumDownHours = 1
        $0.run([150, 0, 150, 250])
      },
      Breakage(.startUpRamp, "Datong-1", step: 1, by: 50) {
        $0.system.thermalUnits[0].initialState = .init(hours: -10, output: 0)
        $0.run([0, 200, 250, 250])
      },
      Breakage(.shutDownRamp, "Datong-1", step: 2, by: 50) { $0.run([250, 200, 0, 0]) },
      Breakage(.shutDownRamp, "Datong-1", step: 0, by: 50) { $0.run([0, 0, 0, 0]) },
      Breakage(.minimumUpTime, "Datong-1", step: 1, by: 1) {
        $0.system.thermalUnits[0].initialState = .init(hours: -10, output: 0)
        $0.run([150, 0, 0, 0])
      },
      Breakage(.minimumUpTime, "Datong-1", step: 0, by: 1) {
        $0.system.thermalUnits[0].initialState = .init(hours: 1, output: 150)
        $0.run([0, 0, 0, 0])
      },
      Breakage(.minimumDownTime, "Datong-1", step: 1, by: 1) {
        $0.system.thermalUnits[0].initialState = .init(hours: 10, output: 150)
        $0.run([0, 150, 250, 250])
      },
      Breakage(.minimumDownTime, "Datong-1", step: 0, by: 0.5) {
        $0.system.thermalUnits[0].initialState = .init(hours: -1.5, output: 0)
        $0.run([150, 250, 250, 250])
      },
    ]
  }

  static var thermalReserve: [Breakage] {
    [
      Breakage(.thermalReserveLimit, "Datong-1", step: 0, by: 10) { $0.system.thermalUnits[0].reserveLimit = 20 },
      Breakage(.thermalReserveLimit, "Datong-1", step: 1, by: 3) { $0[.thermalReserveDown][1] = -3 },
      Breakage(.thermalReserveHeadroom, "Datong-1", step: 2, by: 10) { $0[.thermalReserveUp][2] = 60 },
      Breakage(.thermalReserveHeadroom, "Datong-1", step: 3, by: 5) {
        $0.run([200, 150, 130, 120])
        $0[.thermalReserveDown][3] = 25
      },
      Breakage(.thermalReserveHeadroom, "Datong-1", step: 3, by: 5) {
        $0.run([200, 150, 150, 0])
        $0[.thermalReserveUp][3] = 5
      },
      Breakage(.thermalReserveRamp, "Datong-1", step: 0, by: 10) { $0.system.thermalUnits[0].rampUp = 70 },
      Breakage(.thermalReserveRamp, "Datong-1", step: 1, by: 15) {
        $0.run([250, 160, 250, 250])
        $0[.thermalReserveDown][1] = 25
      },
      // Upward reserve counts in the first step on and the last.
      Breakage(.startUpRamp, "Datong-1", step: 1, by: 20) {
        $0.system.thermalUnits[0].initialState = .init(hours: -10, output: 0)
        $0.run([0, 150, 250, 250])
        $0[.thermalReserveUp][1] = 20
      },
      Breakage(.shutDownRamp, "Datong-1", step: 2, by: 10) {
        $0.run([200, 150, 0, 0])
        $0[.thermalReserveUp][1] = 10
      },
    ]
  }

  static var heat: [Breakage] {
    func broken(
      _ rule: AuditRule, _ component: String, step: Int, by amount: Double, _ breakIt: @escaping (inout Toy) -> Void
    )
      -> Breakage
    {
      Breakage(rule, component, step: step, by: amount) {
        $0.withoutReserve()
        breakIt(&$0)
        $0.balance()
      }
    }
    return [
      Breakage(.surplusLimit, "Area", step: 1, by: 2) {
        $0.system.buses[2].surplusPrice = 0
        $0.system.buses[2].load = .series([0, 2, 0, 0])
        $0.values[.surplusEnergy] = [[0, -2, 0, 0]]
      },
      broken(.heatLimit, "Datong-1", step: 1, by: 20) { $0[.thermalHeat][1] = 220 },
      broken(.heatLimit, "Datong-1", step: 2, by: 3) {
        $0[.thermalHeat][2] = -3
        $0[.converterInput][2] = 3
      },
      broken(.heatLine, "Datong-1", step: 0, by: 30) {
        $0.system.thermalUnits[0].heat?.powerPerHeat = 1.4
        $0[.thermalHeat][0] = 200
      },
      broken(.heatLine, "Datong-1", step: 3, by: 50) {
        $0.system.thermalUnits[0].heat?.operation = .backPressure
        $0.system.thermalUnits[0].heat?.powerPerHeat = 1.25
        $0[.thermalHeat] = [200, 200, 200, 160]
      },
      // Heat takes power: what is on the bus has more output behind it.
      broken(.thermalOutput, "Datong-1", step: 2, by: 10) {
        $0[.thermalPower][2] = 280
        $0[.thermalHeat][2] = 150
      },
      broken(.converterLimit, "Boiler", step: 1, by: 5) { $0[.converterInput][1] = 25 },
      broken(.converterLimit, "Boiler", step: 2, by: 4) {
        $0.system.converters[0].minimumInput = 10
        $0.values[.converterStatus] = [[1, 1, 1, 1]]
        $0[.converterInput] = [10, 10, 6, 10]
      },
      broken(.converterRamp, "Boiler", step: 3, by: 7) {
        $0.system.converters[0].ramp = 10
        $0[.converterInput][3] = 17
      },
      broken(.converterStatus, "Boiler", step: 2, by: 0.4) {
        $0.system.converters[0].minimumInput = 10
        $0.values[.converterStatus] = [[1, 1, 0.6, 1]]
        $0[.converterInput] = [10, 10, 10, 10]
      },
    ]
  }

  /// A pump that draws 20 MW from South at most.
  static var processes: [Breakage] {
    func pump(_ levels: [Double], _ change: (inout LinearProcess) -> Void = { _ in }) -> (inout Toy) -> Void {
      var process = LinearProcess(name: "Pump", ports: [.init(bus: "South", rate: .constant(-1))], capacity: 20)
      change(&process)
      return {
        $0.system.processes = [process]
        $0.values[.processLevel] = [levels]
        $0.balance()
      }
    }
    return [
      Breakage(.processLimit, "Pump", step: 1, by: 5, pump([0, 25, 0, 0])),
      Breakage(.processLimit, "Pump", step: 2, by: 2, pump([10, 10, 8, 10]) { $0.least = .constant(0.5) }),
      Breakage(.processRamp, "Pump", step: 1, by: 3, pump([0, 8, 8, 8]) { $0.rampUp = 5 }),
      Breakage(.processRamp, "Pump", step: 0, by: 4, pump([0, 0, 0, 0]) { ($0.rampDown, $0.initialLevel) = (6, 10) }),
    ]
  }

  /// Four hours of 250 MW of coal, which are 300 tce, and of 200 MW of wind, of which 200 are available; load is 400 MW.
  static var rules: [Breakage] {
    func rule(_ kind: HorizonRule.Kind, _ limit: Double, by amount: Double) -> Breakage {
      Breakage(.horizonRule, kind.rawValue, step: 0, by: amount) {
        $0.system.rules = [
          HorizonRule(name: kind.rawValue, kind: kind, period: .horizon, limit: limit, price: .infinity)
        ]
        $0.system.renewables[0].capacity = 250
      }
    }
    return [
      rule(.co2Cap, 800, by: 10), rule(.fuelCap, 280, by: 20), rule(.takeOrPay, 330, by: 30),
      rule(.renewableUtilisation, 0.9, by: 100), rule(.renewableShareOfLoad, 0.55, by: 80),
      rule(.renewableShareOfGeneration, 0.5, by: 100),
      // Without commitment: no more than 600 MWh in the window. With it: never off for two hours.
      Breakage(.horizonRule, "overhaul", step: 0, by: 400) {
        $0.overhaul()
        $0.values[.thermalStatus] = nil
      },
      Breakage(.horizonRule, "overhaul", step: 0, by: 400) { $0.overhaul() },
    ]
  }

  static var rest: [Breakage] {
    [
      Breakage(.reserveRequirement, "spinning-up", step: 2, by: 10) { $0[.thermalReserveUp][2] = 20 },
      Breakage(.reserveRequirement, "spinning-up", step: 0, by: 30) { $0.system.reserves[0].zone = "South" },
      Breakage(.renewableOutput, "Hills", step: 0, by: 20) { $0.system.renewables[0].availability = .constant(0.9) },
      Breakage(.renewableOutput, "Hills", step: 3, by: 10) {
        $0.system.renewables[0].isCurtailable = false
        $0[.thermalPower][3] = 260
        $0.balance()
      },
      Breakage(.interruptibleLimit, "Smelter", step: 1, by: 5) {
        $0[.interruption][1] = 25
        $0.balance()
      },
      Breakage(.interruptibleDay, "Smelter", step: 0, by: 20) {
        $0[.interruption] = [20, 20, 20, 0]
        $0.balance()
      },
      Breakage(.interruptibleYear, "Smelter", step: 0, by: 20) {
        $0.system.interruptibleLoads[0].hoursPerDay = .infinity
        $0[.interruption] = [20, 20, 20, 20]
        $0.balance()
      },
      Breakage(.shiftableLimit, "Cars", step: 1, by: 5) {
        $0[.shiftDown][1] = 15
        $0[.shiftUp] = [0, 0, 7.5, 7.5]
        $0.balance()
      },
      Breakage(.shiftableNeutrality, "Cars", step: 0, by: 10) {
        $0[.shiftDown][1] = 10
        $0.balance()
      },
      Breakage(.exportSchedule, "Beijing", step: 1, by: 10) {
        $0[.exportPower][1] = 40
        $0.balance()
      },
      Breakage(.exportSchedule, "Beijing", step: 2, by: 10) { $0.flexible(most: 40, [40, 40, 50, 40]) },
      Breakage(.exportSchedule, "Beijing", step: 2, by: 20) { $0.flexible(least: 20, [40, 40, 0, 40]) },
      Breakage(.exportRamp, "Beijing", step: 2, by: 5) {
        $0.flexible([40, 40, 25, 25])
        $0.system.exportChannels[0].flexibility?.ramp = 10
      },
      Breakage(.exportEnergy, "Beijing", step: 0, by: 40) {
        $0.flexible([40, 40, 40, 40])
        $0.system.exportChannels[0].flexibility?.energyPerDay = 0...720
      },
      Breakage(.exportEnergy, "Beijing", step: 0, by: 40) {
        $0.flexible([40, 40, 40, 40])
        $0.system.exportChannels[0].flexibility?.energyPerYear = 50 * 8760...60 * 8760
      },
      Breakage(.exportLevel, "Beijing", step: 1, by: 5) {
        $0.flexible([40, 35, 40, 40])
        $0.system.exportChannels[0].flexibility?.levels = [20, 40]
      },
      Breakage(.exportLevelTime, "Beijing", step: 2, by: 1) {
        $0.flexible([40, 20, 40, 40])
        $0.system.exportChannels[0].flexibility?.levels = [20, 40]
        $0.system.exportChannels[0].flexibility?.minimumLevelHours = 2
      },
      Breakage(.exportDesignation, "Beijing", step: 3, by: 10) { $0.designate([50, 50, 50, 60]) },
      Breakage(.renewableDesignation, "zone South", step: 0, by: 10) {
        $0.designate([10, 0, 0, 0], part: 0.05)
        $0.system.exportChannels[0].renewables?.zone = "South"
      },
      Breakage(.exportRenewableShare, "Beijing", step: 0, by: 20) { $0.designate([20, 20, 20, 20]) },
      Breakage(.reserveProduct, "Datong-1", step: 1, by: 2) {
        $0.system.reserves[0].product = .frequency
        $0.values[.reserve(.thermal, .frequency, .up)] = [[18, 20, 18, 18]]
        $0[.thermalReserveUp] = [18, 20, 18, 18]
        $0[.reserveShortfall] = [12, 10, 12, 12]
      },
      Breakage(.interruptibleReserve, "Smelter", step: 2, by: 5) {
        $0.values[.reserve(.interruptible, .up)] = [[20, 20, 25, 20]]
      },
      // 4 h of 250 MW at 0.3 t/MWh × 900 + 10, 200 MW at 2, less 50 MW at 300.
      Breakage(.cost, "objective", step: nil, by: 1000, reportedObjective: 4 * (250 * 280 + 400 - 15_000) + 1000) { _ in
      },
      // A bound above that cost, and one that prices of nothing are to prove.
      Breakage(.bound, "lower bound", step: nil, by: 500, reportedBound: 4 * (250 * 280 + 400 - 15_000) + 500) { _ in },
      Breakage(.bound, "lower bound", step: nil, by: 1000, reportedBound: 1000 + 4 * (400 - 15_000)) {
        $0.values[.thermalStatus] = nil
        $0.values[.price] = Array(repeating: [0, 0, 0, 0], count: 3)
      },
    ]
  }
}
