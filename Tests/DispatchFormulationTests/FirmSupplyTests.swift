import DispatchFormulation
import GridModel
import Schedules
import SolutionMethods
import Testing

/// Load that must be served, stores that do both at once and steps of several hours, by hand.
@Suite struct FirmSupplyTests {
  private func system(
    load: [Double], minutes: Int = 60, units: [ThermalUnit] = [], plants: [RenewablePlant] = [],
    storages: [Storage] = []
  ) -> PowerSystem {
    PowerSystem(
      name: "firm", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: minutes, count: load.count),
      valueOfLostLoad: .infinity, buses: [Bus(name: "bus", load: .series(load))], thermalUnits: units,
      renewables: plants, storages: storages)
  }

  private func unit(_ name: String, cost: Double, capacity: Double, available: [Double]) -> ThermalUnit {
    ThermalUnit(
      name: name, bus: "bus", capacity: capacity,
      fuelCurve: FuelCurve(coalRate: 0, minimumOutput: 0, capacity: capacity), fuelPrice: 0, variableCost: cost,
      availability: .series(available))
  }

  private func cost(of system: PowerSystem) throws -> Double? {
    let outcome = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0)).solve()
    guard let schedule = outcome.schedule else {
      #expect(outcome.status == .infeasible)
      #expect(outcome.infeasibility != nil)
      return nil
    }
    let report = audit(schedule, of: system, reportedObjective: outcome.objective)
    #expect(report.passed, "\(report.violations)")
    let bound = try #require(provenBound(by: schedule, of: system))
    #expect(abs(bound - (outcome.objective ?? 0)) < 1e-6)
    return outcome.objective
  }

  /// 40 MW serve 30 at 10 each, and 50 not at all.
  @Test(arguments: [(30.0, 300.0 as Double?), (50, nil)]) func loadIsServedOrTheCaseHasNoSchedule(
    _ load: Double, _ expected: Double?
  ) throws {
    let found = try cost(
      of: system(load: [load], units: [unit("unit", cost: 10, capacity: 40, available: [1])]))
    #expect(found == expected)
  }

  /// 30 MW must be taken and 10 MW are wanted. A store that loses half each way takes 26 2/3 and gives 6 2/3 at once, at
  /// 1 each; one that does one at a time has no use for 20 MW.
  @Test(arguments: [true, false]) func storeMayBurnWhatIsTooMuch(bothAtOnce: Bool) throws {
    var store = Storage(
      name: "store", bus: "bus", chargeCapacity: 40, dischargeCapacity: 20, energyCapacity: 1, chargeEfficiency: 0.5,
      dischargeEfficiency: 0.5, dischargeCost: 1)
    store.bothAtOnce = bothAtOnce
    let plant = RenewablePlant(
      name: "plant", bus: "bus", technology: .hydro, capacity: 30, availability: .constant(1), isCurtailable: false)
    let program = DispatchProgram(system(load: [10], plants: [plant], storages: [store]))
    let outcome = try MonolithicMethod(program, options: SolveOptions(gap: 0)).solve()
    guard bothAtOnce else {
      #expect(outcome.schedule == nil)
      return
    }
    #expect(abs(try #require(outcome.objective) - 20.0 / 3) < 1e-6)
    let schedule = try #require(outcome.schedule)
    #expect(audit(schedule, of: program.system, reportedObjective: outcome.objective).passed)
  }

  /// 72.9 MW for three hours are 218.7 MWh, for which a store that loses a tenth an hour needs 300 MWh three hours earlier:
  /// 100 MW at 10 each.
  @Test func stepsMayBeHoursLong() throws {
    let store = Storage(
      name: "store", bus: "bus", chargeCapacity: 200, dischargeCapacity: 200, energyCapacity: 400,
      selfDischargePerHour: 0.1, initialEnergy: 0, endLevel: .free)
    let found = try cost(
      of: system(
        load: [0, 72.9], minutes: 180, units: [unit("early", cost: 10, capacity: 200, available: [1, 0])],
        storages: [store]))
    #expect(abs(try #require(found) - 3000) < 1e-6)
  }
}
