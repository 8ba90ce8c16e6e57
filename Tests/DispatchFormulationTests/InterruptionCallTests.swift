import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// The formulation of calls against every pattern of on and off that there is.
@Suite struct InterruptionCallTests {
  private static let steps = 7

  /// One unit of 100 MW at 300 a MWh, a load that may be called for 1,000, lost load for 30,000.
  private func system(_ random: inout SeededGenerator) -> PowerSystem {
    var load = InterruptibleLoad(name: "smelter", bus: "bus", capacity: 20, price: 1000)
    load.calls.minimumHours = random.pick([0, 1, 2, 3])
    load.calls.maximumHours = random.pick([3, 4, .infinity])
    load.calls.restHours = random.pick([0, 1, 2, 3])
    load.calls.perDay = random.pick([1, 2, .infinity])
    load.calls.perYear = random.pick([1, 2, 3, .infinity])
    load.calls.minimumPart = random.pick([0, 0.5, 1])
    load.called.hours = random.pick([nil, nil, 1, 2, -1, -2])
    load.called.inDay = (load.called.hours ?? -1) > 0 ? 1 : 0
    load.called.inYear = load.called.inDay
    let unit = ThermalUnit(
      name: "unit", bus: "bus", capacity: 100, minimumOutput: 0,
      fuelCurve: FuelCurve(coalRate: 300, minimumOutput: 0, capacity: 100), fuelPrice: 1000)
    // From 20:00, so that a midnight lies within.
    return PowerSystem(
      name: "calls",
      horizon: Horizon(
        start: 1_893_427_200 + 4 * 3600, utcOffsetSeconds: 8 * 3600, stepMinutes: 60, count: Self.steps),
      valueOfLostLoad: 30_000,
      buses: [Bus(name: "bus", load: .series((0..<Self.steps).map { _ in random.pick([80, 95, 110, 118, 130]) }))],
      thermalUnits: [unit], interruptibleLoads: [load])
  }

  /// The rules read word by word.
  private func obeys(_ isOn: [Bool], _ system: PowerSystem) -> Bool {
    let load = system.interruptibleLoads[0]
    let before = load.called.hours
    var runs: [(isOn: Bool, hours: Double, starts: Int?)] = []
    if let before { runs.append((before > 0, abs(before), nil)) }
    for (t, on) in isOn.enumerated() {
      if runs.last?.isOn == on { runs[runs.count - 1].hours += 1 } else { runs.append((on, 1, t)) }
    }
    for (k, run) in runs.enumerated() {
      let isLast = k == runs.count - 1
      if run.isOn, run.hours > load.calls.maximumHours { return false }
      if run.isOn, !isLast, run.hours < load.calls.minimumHours { return false }
      let isBetween = !run.isOn && !isLast && (k > 0 || before != nil)
      if isBetween, run.hours < load.calls.restHours { return false }
    }
    let starts = runs.filter(\.isOn).compactMap(\.starts)
    for (k, day) in system.horizon.days.enumerated() {
      let begun = Double(starts.count { day.contains($0) }) + (k == 0 ? load.called.inDay : 0)
      if begun > load.calls.perDay, starts.contains(where: day.contains) { return false }
    }
    return starts.isEmpty || Double(starts.count) + load.called.inYear <= load.calls.perYear
  }

  /// What the pattern costs: no more is interrupted than is short, or than the call must.
  private func cost(_ isOn: [Bool], _ system: PowerSystem) -> Double {
    let load = system.interruptibleLoads[0]
    return zip(isOn, system.totalLoad).reduce(0) { sum, step in
      let (on, demand) = step
      let least = load.capacity * load.calls.minimumPart
      let power = on ? min(load.capacity, max(least, demand - 100)) : 0
      let served = min(100, demand - power)
      return sum + 300 * served + 1000 * power + 30_000 * (demand - power - served)
    }
  }

  @Test(arguments: seeds(12)) func agreesWithEveryPattern(seed: Int) throws {
    var random = SeededGenerator(seed)
    let system = system(&random)
    guard !system.interruptibleLoads[0].calls.areUnrestricted else { return }
    let program = DispatchProgram(system, options: .init(commitment: true))
    let status = try #require(program.calls.first)
    var best = Double.infinity
    for bits in 0..<1 << Self.steps {
      let isOn = (0..<Self.steps).map { bits >> $0 & 1 == 1 }
      let held = status.indices.map { program.model.columnLower[$0]...program.model.columnUpper[$0] }
      guard zip(held, isOn).allSatisfy({ $0.contains($1 ? 1 : 0) }) else {
        #expect(!obeys(isOn, system))
        continue
      }
      var fixed = program.model.relaxed()
      for t in 0..<Self.steps {
        fixed.setBounds(column: status.first + t, lower: isOn[t] ? 1 : 0, upper: isOn[t] ? 1 : 0)
      }
      let isFeasible = try solve(fixed).status == .optimal
      #expect(isFeasible == obeys(isOn, system), "\(isOn) \(system.interruptibleLoads)")
      if isFeasible { best = min(best, cost(isOn, system)) }
    }
    let outcome = try MonolithicMethod(program, options: SolveOptions(commitment: true, gap: 0)).solve()
    guard best < .infinity else { return }
    let schedule = try #require(outcome.schedule)
    #expect(abs(try #require(outcome.objective) - best) < 1e-6 * best)
    #expect(audit(schedule, of: system).passed)
  }

  /// Without commitment the rules are left out, as those of units are: 4 h of 20 MW at will.
  @Test func areLeftOutWithoutCommitment() throws {
    var random = SeededGenerator(3)
    var system = system(&random)
    system.interruptibleLoads[0].calls.perYear = 0
    system.buses[0].load = .series([110, 90, 110, 90, 110, 90, 110])
    let program = DispatchProgram(system)
    #expect(program.calls.isEmpty)
    let schedule = try #require(try MonolithicMethod(program, options: SolveOptions()).solve().schedule)
    #expect(schedule.values(.interruption, of: "smelter") == [10, 0, 10, 0, 10, 0, 10])
    #expect(schedule[.interruptionCall] == nil && audit(schedule, of: system).passed)
  }
}
