import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Capacities that are sized together with the dispatch.
@Suite struct ExpansionTests {
  /// Hours of one or two buses; what a MW costs is given for the whole horizon.
  private struct Sized {
    var system: PowerSystem

    init(_ buses: [Bus], hours: Int, lines: [Line] = []) {
      system = PowerSystem(
        name: "sized", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: hours), buses: buses,
        lines: lines)
    }

    func expansion(_ cost: Double, most: Double = 1000) -> Expansion {
      Expansion(yearlyCost: cost / system.horizon.partOfYear, most: most)
    }

    func unit(_ name: String, at bus: String = "a", capacity: Double = 1000, cost: Double) -> ThermalUnit {
      ThermalUnit(
        name: name, bus: bus, capacity: capacity,
        fuelCurve: FuelCurve(coalRate: 1000, minimumOutput: 0, capacity: capacity), fuelPrice: cost)
    }
  }

  private func solved(_ system: PowerSystem, commitment: Bool = false) throws -> DispatchOutcome {
    let program = DispatchProgram(system, options: .init(commitment: commitment))
    return try MonolithicMethod(program, options: SolveOptions(commitment: commitment, gap: 1e-9, timeLimit: 20))
      .solve()
  }

  /// The schedule, audited, its cost, and what is built by name and kind.
  private func expect(
    _ cost: Double, _ system: PowerSystem, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> (schedule: Schedule, uses: [CapacityUse]) {
    let outcome = try solved(system)
    let schedule = try #require(outcome.schedule, sourceLocation: sourceLocation)
    #expect(
      areClose(try #require(outcome.objective), cost), "\(outcome.objective ?? 0)", sourceLocation: sourceLocation)
    let report = audit(schedule, of: system, reportedObjective: outcome.objective)
    #expect(report.passed, "\(report.violations.map(\.message))", sourceLocation: sourceLocation)
    let proven = try #require(report.provenBound, sourceLocation: sourceLocation)
    #expect(areClose(proven, cost), "\(proven)", sourceLocation: sourceLocation)
    let uses = try #require(indicators(of: schedule, system: system).capacities, sourceLocation: sourceLocation)
    return (schedule, uses)
  }

  /// Wind and a store: in hour 1 wind gives 150 of 100 needed, in hour 2 none of 100, and thermal power costs 100.
  ///
  /// The 50 to spare become 50 · 0.8 = 40 MWh inside and are given in hour 2: 40 · 100 saved for 50 MW at 20 and 40 MWh at
  /// 30 is 4000 against 2200. More than 50 cannot be charged. Cost: 60 · 100 + 2200 = 8200. Price 100 in hour 2; a MW of
  /// charging in hour 1 costs p1 + 20 + 0.8 · 30 and gives 80, so p1 = 36, and the next MW and MWh save what they cost.
  @Test func storage() throws {
    var sized = Sized([Bus(name: "a", load: .constant(100))], hours: 2)
    sized.system.thermalUnits = [sized.unit("dear", cost: 100)]
    sized.system.renewables = [
      RenewablePlant(
        name: "wind", bus: "a", technology: .wind, capacity: 150, availability: .series([1, 0]))
    ]
    sized.system.storages = [
      Storage(
        name: "store", bus: "a", chargeCapacity: 0, dischargeCapacity: 0, energyCapacity: 0, chargeEfficiency: 0.8,
        powerExpansion: sized.expansion(20), energyExpansion: sized.expansion(30))
    ]
    let (schedule, uses) = try expect(8200, sized.system)
    #expect(uses.map(\.kind) == [.storagePower, .storageEnergy])
    #expect(areClose(uses[0].built, 50) && areClose(uses[1].built, 40))
    #expect(areClose(schedule.values(.price, of: "a")[0], 36))
    for use in uses {
      #expect(use.limit == nil)
      #expect(areClose(try #require(use.valueOfNext), use.unitCost))
    }
  }

  /// The same where every MW comes with 2 h of energy: 30 MW of charging cost 30 · (20 + 2 · 0) and hold 60 MWh.
  ///
  /// At 50 MW (all there is to spare) 40 MWh are needed and 100 come along; nothing else is to be decided.
  @Test func storageOfGivenDuration() throws {
    var sized = Sized([Bus(name: "a", load: .constant(100))], hours: 2)
    sized.system.thermalUnits = [sized.unit("dear", cost: 100)]
    sized.system.renewables = [
      RenewablePlant(name: "wind", bus: "a", technology: .wind, capacity: 150, availability: .series([1, 0]))
    ]
    sized.system.storages = [
      Storage(
        name: "store", bus: "a", chargeCapacity: 0, dischargeCapacity: 0, energyCapacity: 0, chargeEfficiency: 0.8,
        powerExpansion: sized.expansion(20), builtHours: 2)
    ]
    let (_, uses) = try expect(6000 + 50 * 20, sized.system)
    #expect(areClose(uses[0].built, 50))
  }

  /// Power at `a` costs 10, at `b` 50, where 100 and then 60 are needed; a line of 30 is there, and a MW more costs 50.
  ///
  /// MW 30 to 60 are used for two hours and save 80 each; beyond 60 they are used for one and save 40. So 30 are built:
  /// 40 · 50 + 120 · 10 + 30 · 50 = 4700.
  @Test func line() throws {
    var sized = Sized(
      [Bus(name: "a", load: .constant(0)), Bus(name: "b", load: .series([100, 60]))], hours: 2,
      lines: [Line(name: "line", from: "a", to: "b", capacity: 30)])
    sized.system.thermalUnits = [sized.unit("cheap", cost: 10), sized.unit("dear", at: "b", cost: 50)]
    sized.system.lines[0].expansion = sized.expansion(50)
    let (_, uses) = try expect(4700, sized.system)
    #expect(areClose(uses[0].built, 30) && uses[0].existing == 30)
    #expect(areClose(try #require(uses[0].valueOfNext), uses[0].unitCost))
  }

  /// A plant that cannot be curtailed: 10 MW exist, a MW more costs 30 and saves 20 in each of two hours, up to the load of
  /// 40 that it may not exceed. 30 are built: 30 · 30, and nothing is burnt.
  @Test func plantThatCannotBeCurtailed() throws {
    var sized = Sized([Bus(name: "a", load: .constant(40))], hours: 2)
    sized.system.thermalUnits = [sized.unit("dear", cost: 20)]
    sized.system.renewables = [
      RenewablePlant(
        name: "plant", bus: "a", technology: .biomass, capacity: 10, availability: .constant(1), isCurtailable: false,
        expansion: sized.expansion(30))
    ]
    let (_, uses) = try expect(900, sized.system)
    #expect(areClose(uses[0].built, 30))
    #expect(areClose(try #require(uses[0].valueOfNext), uses[0].unitCost))
  }

  /// Wind of full availability and power at 100 serve 100 and 50; a MW costs 60, and of what wind can give, 80 % must be
  /// taken.
  ///
  /// Each MW up to 50 saves 200, up to 100 another 100. Of x above 50, x + 50 of 2x is taken: x = 250 / 3. Cost: 60 · 250 / 3
  /// for wind, 100 · 50 / 3 for power, 20,000 / 3. The next MW would take 1 and owe 1.6: the rule has a price of 40 / 0.6, at
  /// which it saves the 60 that it costs.
  @Test func leastUse() throws {
    var sized = Sized([Bus(name: "a", load: .series([100, 50]))], hours: 2)
    sized.system.thermalUnits = [sized.unit("dear", cost: 100)]
    sized.system.renewables = [
      RenewablePlant(
        name: "wind", bus: "a", technology: .wind, capacity: 0, availability: .constant(1),
        expansion: sized.expansion(60))
    ]
    sized.system.rules = [
      HorizonRule(name: "use", kind: .renewableUtilisation, period: .horizon, limit: 0.8, price: .infinity)
    ]
    let (schedule, uses) = try expect(20_000 / 3, sized.system)
    #expect(areClose(uses[0].built, 250.0 / 3))
    #expect(areClose(try #require(uses[0].valueOfNext), uses[0].unitCost))
    #expect(areClose(schedule.values(.rulePrice, of: "use")[0], 40 / 0.6))
  }

  /// Of each MW, 0.06 answer within seconds, and 12 are asked for: 200 MW at 20 serve 100 at 10, which is 5000. As energy
  /// alone 100 MW would do.
  @Test func frequencyResponse() throws {
    var sized = Sized([Bus(name: "a", load: .constant(100))], hours: 1)
    sized.system.thermalUnits = [sized.unit("new", capacity: 100, cost: 10)]
    sized.system.thermalUnits[0].expansion = sized.expansion(20)
    sized.system.thermalUnits[0].existingCapacity = 0
    sized.system.reserves = [
      ReserveRule(
        name: "answer", product: .frequency, direction: .up, requirement: .constant(12), shortfallPrice: 1000)
    ]
    let (_, uses) = try expect(5000, sized.system)
    #expect(areClose(uses[0].built, 200))
    #expect(areClose(try #require(uses[0].valueOfNext), uses[0].unitCost))
  }

  /// A tenth is lost, half of it drawn at each end: for 95 at the end, 100 flow and 105 are given. At 10 a MWh and 5 a MW
  /// that is 1550.
  @Test func lossyLine() throws {
    var sized = Sized(
      [Bus(name: "a", load: .constant(0)), Bus(name: "b", load: .constant(95))], hours: 1,
      lines: [Line(name: "ab", from: "a", to: "b", capacity: 0, loss: LineLoss(part: 0.1))])
    sized.system.lines[0].expansion = sized.expansion(5)
    sized.system.thermalUnits = [sized.unit("far", cost: 10)]
    let (_, uses) = try expect(1550, sized.system)
    #expect(areClose(uses[0].built, 100))
    #expect(areClose(try #require(uses[0].valueOfNext), uses[0].unitCost))
  }

  /// What is in a random system besides.
  enum Company: CaseIterable {
    case nothing, water, otherCarriers, processes, products, rules, grid, surplus

    func system(seed: Int) -> PowerSystem {
      let system = RandomSystems.system(
        seed: seed,
        .init(
          steps: 2...6, hasWater: self == .water, hasSurplus: self == .surplus,
          hasOtherCarriers: self == .otherCarriers,
          hasExpansions: true, hasProcesses: self == .processes))
      switch self {
      case .products: return system.withReserveProducts(seed: seed)
      case .rules: return system.withRules(seed: seed, isHard: seed.isMultiple(of: 4)).withoutConflictsOfBuilding()
      case .grid: return withGrid(system, seed: seed).withoutConflictsOfBuilding()
      default: return system
      }
    }
  }

  /// The optimum passes the audit, is proved by its prices, and earns what it costs where no limit binds.
  @Test(arguments: Company.allCases) func randomSystems(company: Company) throws {
    var free = 0
    var solvedCount = 0
    for seed in seeds(40) {
      let whole = company.system(seed: seed)
      var system = whole
      let outcome = try SecuredDispatch.solve(whole) { limited throws(SolverFault) in
        system = limited
        return try MonolithicMethod(DispatchProgram(limited), options: SolveOptions(gap: 1e-9, timeLimit: 20)).solve()
      }
      guard let schedule = outcome.schedule, let objective = outcome.objective else { continue }
      solvedCount += 1
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message))")
      // The form for methods over the steps is the same program.
      let staged = try solve(DispatchProgram(system, options: .init(stagedCapacities: true)).model)
      let plain = try solve(DispatchProgram(system).model)
      #expect(areClose(staged.objective, plain.objective), "seed \(seed): \(staged.objective), not \(plain.objective)")
      guard outcome.certifiedBy != BoundClaim.branchAndCut else { continue }
      let proven = try #require(report.provenBound)
      #expect(areClose(proven, objective), "seed \(seed): \(proven), not \(objective)")
      for use in indicators(of: schedule, system: system).capacities ?? [] {
        guard use.least < use.most else { continue }
        let value = try #require(use.valueOfNext)
        let slack = 1e-6 * max(8760 * 10, abs(value), use.unitCost)
        // What stands at a limit may be worth more or less than it costs.
        if use.limit != .most { #expect(value <= use.unitCost + slack, "seed \(seed): \(use)") }
        guard use.limit == nil else { continue }
        free += 1
        #expect(value >= use.unitCost - slack, "seed \(seed): \(use)")
      }
    }
    #expect(solvedCount > seeds(40).count / 3)
    #expect(free > seeds(40).count / 16)
  }

  /// With commitment, units are built as far as they must be, and everything else as is best.
  @Test func commitment() throws {
    for seed in seeds(10) {
      let system = RandomSystems.system(
        seed: seed, .init(steps: 2...4, units: 1...2, buses: 1...2, hasExpansions: true))
      let outcome = try solved(system, commitment: true)
      guard let schedule = outcome.schedule else { continue }
      let report = audit(schedule, of: system, reportedObjective: outcome.objective)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message))")
      for unit in system.thermalUnits {
        guard let expansion = unit.expansion else { continue }
        #expect(schedule.values(.builtThermal, of: unit.name)[0] == expansion.least)
      }
    }
  }

  /// No window decides what is built: what must be is there.
  @Test func rollingHorizon() throws {
    for seed in seeds(10) {
      let system = RandomSystems.system(
        seed: seed, .init(steps: 6...9, units: 1...2, buses: 1...2, stepMinutes: [60], hasExpansions: true))
      let method = RollingHorizonMethod(system, window: 3, overlap: 2, options: SolveOptions(gap: 1e-6))
      let outcome = try method.solve()
      guard let schedule = outcome.schedule else { continue }
      let claim = BoundClaim(outcome.bound, certifiedBy: outcome.certifiedBy)
      let report = audit(schedule, of: system, reportedObjective: outcome.objective, reportedBound: claim)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message))")
      for option in system.buildOptions {
        #expect(schedule.values(.built(option.kind), of: option.name).allSatisfy { $0 == option.expansion.least })
      }
    }
  }

  /// Every way to claim more than is built is found.
  @Test func breakage() throws {
    var sized = Sized([Bus(name: "a", load: .series([40, 100]))], hours: 2)
    sized.system.thermalUnits = [sized.unit("dear", cost: 100), sized.unit("new", capacity: 50, cost: 20)]
    sized.system.thermalUnits[1].expansion = Expansion(
      yearlyCost: 30 / sized.system.horizon.partOfYear, least: 10, most: 60)
    sized.system.thermalUnits[1].existingCapacity = 0
    let system = sized.system
    let outcome = try solved(system)
    let best = try #require(outcome.schedule)
    #expect(best.values(.builtThermal, of: "new") == [60, 60])
    func rules(built: [Double]) -> Set<AuditRule> {
      var schedule = best
      schedule[.builtThermal] = SeriesTable(names: ["new"], columns: [built])
      return Set(audit(schedule, of: system, reportedObjective: outcome.objective).counts.keys)
    }
    #expect(rules(built: [60, 60]).isEmpty)
    #expect(rules(built: [61, 61]) == [.builtCapacity, .cost])
    #expect(rules(built: [60, 55]) == [.builtCapacity])
    #expect(rules(built: [50, 50]) == [.thermalOutput, .cost])
    #expect(rules(built: [5, 5]) == [.builtCapacity, .thermalOutput, .cost])
  }
}
