import DispatchFormulation
import GridModel
import Schedules
import SolutionMethods
import Testing

/// Days whose cost is derived by hand for steps of any length: every limit, duration and price scales with the step.
@Suite struct StepLengthDayTests {
  /// 300 CNY/MWh.
  private func unit(
    _ name: String, capacity: Double, minimumOutput: Double = 0, rate: Double = 300,
    _ change: (inout ThermalUnit) -> Void = { _ in }
  ) -> ThermalUnit {
    var unit = ThermalUnit(
      name: name, bus: "city", capacity: capacity, minimumOutput: minimumOutput,
      fuelCurve: FuelCurve(coalRate: rate, minimumOutput: minimumOutput, capacity: capacity), fuelPrice: 1000)
    change(&unit)
    return unit
  }

  /// Loads by the hour, from a local midnight, in steps of so many minutes.
  private func system(_ minutes: Int, loads: [Double], _ change: (inout PowerSystem) -> Void) -> PowerSystem {
    let parts = 60 / minutes
    var system = PowerSystem(
      name: "day",
      horizon: Horizon(
        start: 1_893_456_000, utcOffsetSeconds: 0, stepMinutes: minutes, count: loads.count * parts),
      buses: [Bus(name: "city", load: .series(loads.flatMap { Array(repeating: $0, count: parts) }))])
    change(&system)
    return system
  }

  private func flat(_ value: Double, hours: Int) -> [Double] { Array(repeating: value, count: hours) }

  /// Solves to the optimum, audits, and compares with the cost derived.
  private func expect(
    _ cost: Double, _ system: PowerSystem, commitment: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let program = DispatchProgram(system, options: .init(commitment: commitment))
    let outcome = try MonolithicMethod(program, options: SolveOptions(commitment: commitment, gap: 0)).solve()
    let schedule = try #require(outcome.schedule, sourceLocation: sourceLocation)
    let report = audit(schedule, of: system, reportedObjective: outcome.objective)
    #expect(report.passed, "\(report.violations.map(\.message))", sourceLocation: sourceLocation)
    let found = try #require(outcome.objective)
    #expect(abs(found - cost) < 1e-6 * abs(cost), "\(found), not \(cost)", sourceLocation: sourceLocation)
  }

  /// From 100 MW a unit climbs 60 MW an hour towards 300; what it has not reached at the end of a step is unserved in it.
  @Test(arguments: [15, 30, 60], [false, true]) func rampsUp(_ minutes: Int, _ commitment: Bool) throws {
    let system = system(minutes, loads: flat(300, hours: 4)) {
      $0.thermalUnits = [
        unit("coal", capacity: 400) {
          $0.rampUp = 60
          $0.mustRun = .constant(1)
          $0.initialState = .init(hours: 10, output: 100)
        }
      ]
    }
    let hours = Double(minutes) / 60
    let cost = (1...system.horizon.count).reduce(0.0) {
      let output = min(300, 100 + 60 * hours * Double($1))
      return $0 + hours * (300 * output + 30_000 * (300 - output))
    }
    try expect(cost, system, commitment: commitment)
  }

  /// From 300 MW down 80 MW an hour towards 50; the wind that finds no room costs 5 CNY/MWh.
  @Test(arguments: [15, 30, 60], [false, true]) func rampsDown(_ minutes: Int, _ commitment: Bool) throws {
    let system = system(minutes, loads: flat(300, hours: 4)) {
      $0.thermalUnits = [
        unit("coal", capacity: 400, minimumOutput: 50) {
          $0.rampDown = 80
          $0.initialState = .init(hours: 10, output: 300)
          $0.mustRun = .constant(1)
        }
      ]
      $0.renewables = [
        RenewablePlant(
          name: "wind", bus: "city", technology: .wind, capacity: 250, availability: .constant(1), curtailmentPrice: 5)
      ]
    }
    let hours = Double(minutes) / 60
    let cost = (1...system.horizon.count).reduce(0.0) {
      let output = max(50, 300 - 80 * hours * Double($1))
      return $0 + hours * (300 * output + 5 * (output - 50))
    }
    try expect(cost, system, commitment: commitment)
  }

  /// Two calls of three hours, four hours apart, are all that the rules allow; the rest goes unserved.
  @Test(arguments: [15, 30, 60]) func calls(_ minutes: Int) throws {
    let system = system(minutes, loads: flat(100, hours: 24)) {
      $0.thermalUnits = [unit("coal", capacity: 80)]
      var mill = InterruptibleLoad(name: "mill", bus: "city", capacity: 20, price: 500)
      mill.calls.minimumHours = 2
      mill.calls.maximumHours = 3
      mill.calls.restHours = 4
      mill.calls.perDay = 2
      mill.calls.minimumPart = 1
      $0.interruptibleLoads = [mill]
    }
    try expect(80 * 24 * 300 + 20 * 6 * 500 + 20 * 18 * 30_000, system, commitment: true)
  }

  /// Two hours a day and three a year, of which the second day has one; 10 MW go out at 200 CNY/MWh.
  @Test(arguments: [15, 30, 60], [false, true]) func budgets(_ minutes: Int, _ commitment: Bool) throws {
    let system = system(minutes, loads: flat(100, hours: 48)) {
      $0.thermalUnits = [unit("coal", capacity: 90)]
      $0.interruptibleLoads = [
        InterruptibleLoad(name: "mill", bus: "city", capacity: 20, price: 500, hoursPerDay: 2, hoursPerYear: 3)
      ]
      $0.exportChannels = [
        ExportChannel(name: "cable", bus: "city", capacity: 10, schedule: .constant(10), price: 200)
      ]
    }
    let cost: Double = 90 * 48 * 300 + 20 * 3 * 500 + 20 * 45 * 30_000 - 10 * 48 * 200
    try expect(cost, system, commitment: commitment)
  }

  /// 10 MW over six hours move from the dear unit to the cheap one within the window of twelve.
  @Test(arguments: [15, 30, 60], [false, true]) func shifts(_ minutes: Int, _ commitment: Bool) throws {
    let system = system(minutes, loads: flat(100, hours: 6) + flat(60, hours: 6)) {
      $0.thermalUnits = [unit("cheap", capacity: 80), unit("dear", capacity: 100, rate: 600)]
      $0.shiftableLoads = [
        ShiftableLoad(name: "mill", bus: "city", downCapacity: 10, upCapacity: 10, windowHours: 12, price: 20)
      ]
    }
    try expect(6 * (24_000 + 6000) + 6 * 21_000 + 60 * 20, system, commitment: commitment)
  }

  /// A store that loses 2 % an hour is cheapest filled up at the end, by what 24 hours lost.
  @Test(arguments: [15, 30, 60]) func selfDischarge(_ minutes: Int) throws {
    let system = system(minutes, loads: flat(100, hours: 24)) {
      $0.thermalUnits = [unit("coal", capacity: 400)]
      $0.storages = [
        Storage(
          name: "lake", bus: "city", chargeCapacity: 250, dischargeCapacity: 0, energyCapacity: 200,
          chargeEfficiency: 0.9, selfDischargePerHour: 0.02, initialEnergy: 100, endLevel: .cyclic)
      ]
    }
    var kept = 1.0
    for _ in 0..<24 { kept *= 0.98 }
    try expect(300 * (100 * 24 + 100 * (1 - kept) / 0.9), system)
  }

  /// 30 MW of reserve: 20 from the unit's headroom, 9 from a store that holds four hours of it, 1 short at 1000 CNY.
  @Test(arguments: [15, 30, 60], [false, true]) func reserve(_ minutes: Int, _ commitment: Bool) throws {
    let system = system(minutes, loads: flat(100, hours: 24)) {
      $0.thermalUnits = [unit("coal", capacity: 120)]
      $0.storages = [
        Storage(
          name: "lake", bus: "city", chargeCapacity: 30, dischargeCapacity: 30, energyCapacity: 40,
          dischargeEfficiency: 0.9, initialEnergy: 40, reserveHours: 4)
      ]
      $0.reserves = [ReserveRule(name: "up", direction: .up, requirement: .constant(30), shortfallPrice: 1000)]
    }
    try expect(100 * 24 * 300 + 24 * 1000, system, commitment: commitment)
  }

  /// The peaker is needed in hours 0–1 and 5–6, stays on for three hours each time, off for two, and starts hot: a cold
  /// start is four hours off.
  @Test(arguments: [15, 30, 60]) func durationsAndStarts(_ minutes: Int) throws {
    let system = system(minutes, loads: [150, 150, 90, 90, 90, 150, 150, 90]) {
      $0.thermalUnits = [
        unit("base", capacity: 100),
        unit("peaker", capacity: 100, minimumOutput: 40, rate: 600) {
          $0.minimumUpHours = 3
          $0.minimumDownHours = 2
          $0.startClasses = [.init(offlineHours: 0, cost: 1000), .init(offlineHours: 4, cost: 5000)]
          $0.initialState = .init(hours: -3, output: 0)
        },
      ]
    }
    let peak = 100 * 300 + 50 * 600.0
    let kept = 50 * 300 + 40 * 600.0
    try expect(4 * peak + 2 * kept + 2 * 90 * 300 + 2 * 1000, system, commitment: true)
  }
}
