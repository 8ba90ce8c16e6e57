import DispatchFormulation
import GridModel
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Heat and hydrogen beside the grid: what is solved passes the audit, with commitment too.
@Suite struct OtherCarrierTests {
  @Test(arguments: [false, true]) func randomSystemsPassTheAudit(commitment: Bool) throws {
    var (solved, gaveHeat, converted) = (0, 0, 0)
    for seed in seeds(25) {
      let system = RandomSystems.system(
        seed: seed, .init(steps: 2...6, units: 1...3, hasCommitmentData: commitment, hasOtherCarriers: true))
      let program = DispatchProgram(system, options: FormulationOptions(commitment: commitment))
      let options = SolveOptions(commitment: commitment, gap: 0, timeLimit: 20)
      let outcome = try MonolithicMethod(program, options: options).solve()
      guard let schedule = outcome.schedule, let objective = outcome.objective else { continue }
      solved += 1
      if schedule[.thermalHeat]?.values.contains(where: { $0 > 1e-3 }) == true { gaveHeat += 1 }
      if schedule[.converterInput]?.values.contains(where: { $0 > 1e-3 }) == true { converted += 1 }
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message))")
    }
    #expect(min(solved, gaveHeat, converted) > seeds(25).count / 8)
  }

  /// An electrolyser of 10 to 20 MW and a tank; power costs 100 for the first 12 MW of an hour and 400 beyond.
  ///
  /// Hydrogen of 6.5 MW for two hours is 10 MW an hour at 65 %. Without a minimum, or with one of 10, it draws 10 and 10:
  /// 2000. With one of 15, it runs in one hour only, for both: 12 · 100 + 8 · 400 = 4400 for 20 MW.
  @Test(arguments: [(10.0, 2000.0), (15, 4400)]) func electrolyserHasAMinimum(_ minimum: Double, _ cost: Double) throws
  {
    let system = PowerSystem(
      name: "hydrogen", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 2),
      buses: [Bus(name: "grid"), Bus(name: "hydrogen", carrier: .hydrogen, load: .constant(6.5))],
      thermalUnits: [
        ThermalUnit(
          name: "unit", bus: "grid", capacity: 40, fuelCurve: FuelCurve(outputs: [0, 12, 40], fuels: [0, 12, 124]),
          fuelPrice: 100)
      ],
      storages: [
        Storage(
          name: "tank", bus: "hydrogen", chargeCapacity: 20, dischargeCapacity: 20, energyCapacity: 100,
          initialEnergy: 7, endLevel: .atLeast(7))
      ],
      converters: [
        Converter(
          name: "electrolyser", from: "grid", to: "hydrogen", technology: .electrolyser, capacity: 20, efficiency: 0.65,
          minimumInput: minimum)
      ])
    let program = DispatchProgram(system, options: FormulationOptions(commitment: true))
    let outcome = try MonolithicMethod(program, options: SolveOptions(commitment: true, gap: 0)).solve()
    #expect(abs(try #require(outcome.objective) - cost) < 1e-6)
    let schedule = try #require(outcome.schedule)
    #expect(audit(schedule, of: system, reportedObjective: outcome.objective).passed)
  }

  /// Heat by back pressure: 20 MW of heat make 10 MW of power, and the rest of 30 comes from elsewhere at 500.
  ///
  /// The unit burns 10 MW at 200, the other gives 20 MW: 2000 + 10,000.
  @Test func backPressureStaysOnItsLine() throws {
    func unit(_ name: String, _ price: Double, _ heat: CombinedHeat?) -> ThermalUnit {
      ThermalUnit(
        name: name, bus: "grid", capacity: 100, fuelCurve: FuelCurve(outputs: [0, 100], fuels: [0, 100]),
        fuelPrice: price, heat: heat)
    }
    let heat = CombinedHeat(bus: "area", operation: .backPressure, capacity: 50, powerPerHeat: 0.5)
    let system = PowerSystem(
      name: "back pressure", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 1),
      buses: [Bus(name: "grid", load: .constant(30)), Bus(name: "area", carrier: .heat, load: .constant(20))],
      thermalUnits: [unit("steam", 200, heat), unit("other", 500, nil)])
    let outcome = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0)).solve()
    #expect(abs(try #require(outcome.objective) - 12_000) < 1e-6)
    let schedule = try #require(outcome.schedule)
    let report = audit(schedule, of: system, reportedObjective: outcome.objective)
    #expect(report.passed)
    #expect(abs(try #require(report.provenBound) - 12_000) < 1e-3)
  }
}
