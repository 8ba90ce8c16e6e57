import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Losses, interfaces, outages, links and flexible channels in random systems.
@Suite struct GridTests {
  private func dispatch(_ system: PowerSystem, commitment: Bool = false) throws -> DispatchOutcome {
    try SecuredDispatch.solve(system) { system throws(SolverFault) in
      try MonolithicMethod(
        DispatchProgram(system, options: .init(commitment: commitment)),
        options: SolveOptions(commitment: commitment, gap: 0, timeLimit: 20)
      ).solve()
    }
  }

  @Test func optimaPassTheirAuditAndProveThemselves() throws {
    var solved = 0
    var published: Set<Quantity> = []
    for seed in seeds(120) {
      let system = withGrid(
        RandomSystems.system(seed: seed, .init(steps: 2...6, units: 1...3, buses: 2...3)), seed: seed)
      let outcome = try dispatch(system)
      guard let schedule = outcome.schedule, let objective = outcome.objective else { continue }
      solved += 1
      published.formUnion(schedule.tables.keys)
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message))")
      let proven = try #require(report.provenBound)
      #expect(proven <= objective + 1e-7 * max(1000, abs(objective)), "seed \(seed): \(proven) above \(objective)")
      guard outcome.certifiedBy != BoundClaim.branchAndCut else { continue }
      #expect(areClose(proven, outcome.bound), "seed \(seed): \(proven), not \(outcome.bound)")
    }
    #expect(solved > seeds(120).count / 2)
    let ours: Set<Quantity> = [
      .interfacePrice, .outagePrice, .exportRampPrice, .exportDayPrice, .exportYearPrice, .renewableSharePrice,
      .renewablePoolPrice,
    ]
    #expect(ours.isSubset(of: published))
  }

  @Test func committedSchedulesPassTheirAudit() throws {
    var solved = 0
    for seed in seeds(30) {
      let wish = RandomSystems.Wish(
        steps: 2...5, units: 1...2, buses: 2...3, hasStorage: false, hasReserves: false, hasCommitmentData: true)
      let system = withGrid(RandomSystems.system(seed: seed, wish), seed: seed)
      let outcome = try dispatch(system, commitment: true)
      guard let schedule = outcome.schedule, let objective = outcome.objective else { continue }
      solved += 1
      let report = audit(schedule, of: system, reportedObjective: objective)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message))")
    }
    #expect(solved > seeds(30).count / 3)
  }

  /// From a to c, b between them on a way whose reactances are 1 and −1/2: F there and 90 − F straight obey
  /// F · 1 − F / 2 = (90 − F) · 1, so F = 60. Of 0 instead of −1/2, F = 90 − F. Limited to 20 MW, the straight line holds
  /// F to 2 · 20 = 40 MW.
  @Test func negativeAndZeroReactanceHoldTheLaw() throws {
    func flows(_ reactance: Double, straight: Double = 1000, overload: LineOverload? = nil) throws -> [Double] {
      var system = PowerSystem(
        name: "star", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 1),
        valueOfLostLoad: 1000, network: .dc,
        buses: [Bus(name: "a"), Bus(name: "b"), Bus(name: "c", load: .constant(90))],
        lines: [
          Line(name: "ab", from: "a", to: "b", capacity: 1000, reactance: 1),
          Line(name: "bc", from: "b", to: "c", capacity: 1000, reactance: reactance),
          Line(name: "ac", from: "a", to: "c", capacity: straight, reactance: 1),
        ],
        renewables: [
          RenewablePlant(name: "w", bus: "a", technology: .wind, capacity: 90, availability: .constant(1))
        ])
      system.lines[2].overload = overload
      let outcome = try dispatch(system)
      let schedule = try #require(outcome.schedule)
      let report = audit(schedule, of: system, reportedObjective: outcome.objective)
      #expect(report.passed, "\(report.violations)")
      if let overload {
        #expect(areClose(try #require(outcome.objective), 10 * overload.price))
        #expect(areClose(schedule.values(.lineOverload, of: "ac")[0], 10))
      }
      #expect(areClose(try #require(report.provenBound), try #require(outcome.objective)))
      if straight == 1000, reactance != 0 {
        let network = try #require(PowerFlow(system))
        #expect(areClose(network.flows(injections: [90, 0, -90])[2], schedule.values(.lineFlow, of: "ac")[0]))
      }
      return ["ab", "bc", "ac"].map { schedule.values(.lineFlow, of: $0)[0] }
    }
    for (reactance, straight, expected) in [
      (-0.5, 1000.0, [60.0, 60, 30]), (0, 1000, [45, 45, 45]), (-0.5, 20, [40, 40, 20]),
    ] {
      #expect(zip(try flows(reactance, straight: straight), expected).allSatisfy { areClose($0, $1) })
    }
    // A MW beyond the 20 of the straight line lets three be served, for less than they are worth.
    let beyond = try flows(-0.5, straight: 20, overload: LineOverload(most: 50, price: 2500))
    #expect(zip(beyond, [60, 60, 30]).allSatisfy { areClose($0, $1) })
  }

  /// Outage rows for all pairs from the start give the same cost as those added where broken.
  @Test func lazyOutagesAreExact() throws {
    var limited = 0
    for seed in seeds(40) {
      var system = withGrid(RandomSystems.system(seed: seed, .init(steps: 2...4, buses: 3...3)), seed: seed)
      guard !system.securedLines.isEmpty else { continue }
      let lazy = try dispatch(system)
      system.outageLimits = system.allOutageLimits
      let whole = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0, timeLimit: 20)).solve()
      #expect(lazy.status == whole.status, "seed \(seed)")
      guard let a = lazy.objective, let b = whole.objective else { continue }
      #expect(areClose(a, b), "seed \(seed): \(a), not \(b)")
      if lazy.schedule?[.outagePrice] != nil { limited += 1 }
    }
    #expect(limited > 0)
  }

  /// The interior point over the steps agrees with GLPK on longer systems, but for its gap.
  @Test func structuredMethodAgrees() throws {
    var solved = 0
    for seed in seeds(12) {
      let wish = RandomSystems.Wish(
        steps: 30...60, units: 2...4, buses: 2...3, stepMinutes: [60], hasFlexibleLoads: false)
      var system = withGrid(RandomSystems.system(seed: seed, wish), seed: seed)
      system.network = .transport
      let exact = try dispatch(system)
      guard let objective = exact.objective, exact.certifiedBy != BoundClaim.branchAndCut else { continue }
      let outcome = try StructuredInteriorPointMethod(system, options: SolveOptions(gap: 1e-3)).solve()
      guard let outcome, let schedule = outcome.schedule, let cost = outcome.objective else {
        Issue.record("seed \(seed): no schedule")
        continue
      }
      solved += 1
      let report = audit(schedule, of: system, reportedObjective: cost)
      #expect(report.passed, "seed \(seed): \(report.violations.map(\.message).prefix(3))")
      #expect(outcome.bound <= objective + 1e-6 * max(1000, abs(objective)), "seed \(seed)")
      #expect(cost >= objective - 1e-6 * max(1000, abs(objective)), "seed \(seed)")
      #expect(abs(cost - objective) <= 3e-3 * max(1000, abs(objective)), "seed \(seed): \(cost), not \(objective)")
    }
    #expect(solved > 0)
  }

  /// Constant data in steps of an hour and of a quarter.
  @Test func costDoesNotDependOnTheStep() throws {
    for seed in seeds(20) {
      let wish = RandomSystems.Wish(
        steps: 3...3, units: 1...2, buses: 2...3, stepMinutes: [60], hasStorage: false, hasReserves: false,
        hasFlexibleLoads: false)
      var hourly = withGrid(RandomSystems.system(seed: seed, wish), seed: seed).restricted(to: 0..<1)
      for i in hourly.exportChannels.indices { hourly.exportChannels[i].flexibility?.ramp = .infinity }
      for i in hourly.thermalUnits.indices {
        (hourly.thermalUnits[i].rampUp, hourly.thermalUnits[i].rampDown) = (.infinity, .infinity)
      }
      var fine = hourly
      fine.horizon = Horizon(
        start: hourly.horizon.start, utcOffsetSeconds: hourly.horizon.utcOffsetSeconds, stepMinutes: 15, count: 4)
      func spread(_ series: HourlySeries) -> HourlySeries { .constant(series.values(count: 1)[0]) }
      for i in fine.buses.indices { fine.buses[i].load = spread(fine.buses[i].load) }
      for i in fine.thermalUnits.indices {
        fine.thermalUnits[i].availability = spread(fine.thermalUnits[i].availability)
        fine.thermalUnits[i].mustRun = spread(fine.thermalUnits[i].mustRun)
      }
      for i in fine.renewables.indices { fine.renewables[i].availability = spread(fine.renewables[i].availability) }
      for i in fine.interfaces.indices {
        fine.interfaces[i].limit = spread(fine.interfaces[i].limit)
        fine.interfaces[i].reverseLimit = spread(fine.interfaces[i].reverseLimit)
      }
      for i in fine.exportChannels.indices {
        fine.exportChannels[i].schedule = spread(fine.exportChannels[i].schedule)
        fine.exportChannels[i].price = spread(fine.exportChannels[i].price)
        if let most = fine.exportChannels[i].flexibility?.most {
          fine.exportChannels[i].flexibility?.most = spread(most)
        }
      }
      let (a, b) = (try dispatch(hourly), try dispatch(fine))
      #expect(a.status == b.status, "seed \(seed)")
      if let a = a.objective, let b = b.objective { #expect(areClose(a, b, 1e-6), "seed \(seed): \(a), not \(b)") }
    }
  }
}
