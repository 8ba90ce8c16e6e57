import DispatchFormulation
import GridModel
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Reserve that vehicles hold at the plug.
@Suite struct VehicleReserveTests {
  /// An hour of 100 MW at 10 CNY/MWh from a unit that gives no reserve, and 1000 vehicles that stay, of 10 MW back, 20 MW of
  /// charging and 20 of 50 MWh inside; 15 MW of reserve upwards are asked for.
  ///
  /// For an hour: 10 MW by giving back and 5 by charging no more, which costs 5 · 10. What is given takes 1.25 times out,
  /// 18.75 of 25 MWh. For two hours: charging c leaves 20 + c MWh, which hold (20 + c) / 2.5 MW, so that c = 17.5.
  @Test(arguments: [(1.0, 1050.0), (2, 1175)]) func vehiclesHoldReserve(_ hours: Double, _ cost: Double) throws {
    let system = system(reserveHours: hours)
    for commitment in [false, true] {
      let program = DispatchProgram(system, options: .init(commitment: commitment))
      let outcome = try MonolithicMethod(program, options: SolveOptions(commitment: commitment, gap: 0)).solve()
      #expect(abs(try #require(outcome.objective) - cost) < 1e-6)
      let schedule = try #require(outcome.schedule)
      #expect(abs(schedule.values(.reserve(.vehicles, .up), of: "taxis")[0] - 15) < 1e-6)
      let report = audit(schedule, of: system, reportedObjective: outcome.objective)
      #expect(report.passed, "\(report.violations.map(\.message))")
      if let proven = report.provenBound { #expect(abs(proven - cost) < 1e-6) }
    }
  }

  /// 12 MW downwards for two hours need 24 of the 30 MWh that are free, at 3 CNY per MW and hour.
  @Test func vehiclesArePaidForReserve() throws {
    var system = system(reserveHours: 2)
    system.reserves[0] = ReserveRule(
      name: "down", direction: .down, requirement: .constant(12), shortfallPrice: 1000)
    system.reserves[0].offers = ["vehicles": 3]
    let outcome = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0)).solve()
    #expect(abs(try #require(outcome.objective) - (1000 + 36)) < 1e-6)
    let report = audit(try #require(outcome.schedule), of: system, reportedObjective: outcome.objective)
    #expect(report.passed, "\(report.violations.map(\.message))")
    #expect(abs(try #require(report.provenBound) - 1036) < 1e-6)
  }

  /// Fleets that do not offer reserve hold none: all of it is short.
  @Test func othersGiveNone() throws {
    var system = system(reserveHours: 1)
    system.vehicleFleets[0].givesReserve = false
    let outcome = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0)).solve()
    #expect(abs(try #require(outcome.objective) - (1000 + 15 * 1000)) < 1e-6)
  }

  /// The method of the year agrees with GLPK to its gap.
  @Test func structuredMethodAgrees() throws {
    var compared = 0
    for seed in seeds(10) {
      var system = RandomSystems.system(
        seed: seed, .init(steps: 24...30, units: 2...3, stepMinutes: [60], hasStorage: false))
      guard !system.vehicleFleets.isEmpty, !system.reserves.isEmpty else { continue }
      for index in system.vehicleFleets.indices { system.vehicleFleets[index].givesReserve = true }
      let exact = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0)).solve()
      let method = StructuredInteriorPointMethod(system, options: SolveOptions(gap: 1e-4))
      guard let best = exact.objective, let found = try method.solve(), let objective = found.objective else {
        continue
      }
      compared += 1
      let rounding = 1e-7 * max(1, abs(best))
      #expect(found.bound <= best + rounding && best <= objective + rounding, "seed \(seed)")
      let report = audit(try #require(found.schedule), of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.prefix(3).map(\.message))")
    }
    #expect(compared > 0)
  }

  private func system(reserveHours: Double) -> PowerSystem {
    var taxis = VehicleFleet(
      name: "taxis", bus: "city", arrivals: .constant(0), departures: .constant(0), need: .constant(0),
      initialVehicles: 1000, chargePower: 20, dischargePower: 10, batteryEnergy: 50, arrivalEnergy: 20,
      dischargeEfficiency: 0.8, dischargeCost: 40, unmetPrice: 5000)
    (taxis.givesReserve, taxis.reserveHours) = (true, reserveHours)
    return PowerSystem(
      name: "taxis", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 1),
      buses: [Bus(name: "city", load: .constant(100))],
      thermalUnits: [
        ThermalUnit(
          name: "unit", bus: "city", capacity: 150,
          fuelCurve: FuelCurve(coalRate: 0, minimumOutput: 0, capacity: 150), fuelPrice: 0, variableCost: 10,
          reserveLimit: 0)
      ],
      vehicleFleets: [taxis],
      reserves: [ReserveRule(name: "up", direction: .up, requirement: .constant(15), shortfallPrice: 1000)])
  }
}
