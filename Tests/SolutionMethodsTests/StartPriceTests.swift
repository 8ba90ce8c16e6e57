import DispatchFormulation
import GridModel
import Schedules
import Testing

@testable import SolutionMethods

/// What one start more a month would save, by hand: a unit of 40 to 100 MW at 1 CNY/MWh, off before the first step, and
/// 1000 for each MWh not served. It starts for every step with load, since it cannot run in one without.
@Suite struct StartPriceTests {
  private func system(load: [Double], most: Double) -> PowerSystem {
    var unit = ThermalUnit(
      name: "unit", bus: "bus", capacity: 100, minimumOutput: 40,
      fuelCurve: FuelCurve(outputs: [40, 100], fuels: [40, 100]), fuelPrice: 1)
    unit.initialState = .init(hours: -6, output: 0)
    unit.startLimits.perMonth = most
    return PowerSystem(
      name: "starts", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: load.count),
      valueOfLostLoad: 1000, buses: [Bus(name: "bus", load: .series(load))], thermalUnits: [unit])
  }

  struct Answer: Sendable {
    var load: [Double]
    var most: Double
    var starts: Double
    var cost: Double
    var saving: Double
  }

  /// - A start at 100 MW saves 100 · (1000 − 1), in the relaxation too: 100 MW need the whole unit.
  /// - Two starts of three allowed: another saves nothing.
  /// - At 40 MW one start more would save 40 · 999, but the relaxation serves both hours with 0.4 of a unit each, and so
  ///   0.8 of a start: it prices the limit at nothing.
  static let answers = [
    Answer(load: [100, 0, 100], most: 1, starts: 1, cost: 100 + 100_000, saving: 99_900),
    Answer(load: [100, 0, 100, 0], most: 3, starts: 2, cost: 200, saving: 0),
    Answer(load: [40, 0, 40], most: 1, starts: 1, cost: 40 + 40_000, saving: 0),
  ]

  @Test(arguments: answers)
  func priceOfTheRelaxation(_ answer: Answer) throws {
    let system = system(load: answer.load, most: answer.most)
    let options = SolveOptions(commitment: true, gap: 0, timeLimit: 20)
    let outcome = try MonolithicMethod(DispatchProgram(system, options: .init(commitment: true)), options: options)
      .solve()
    let schedule = try #require(outcome.schedule)
    #expect(abs(try #require(outcome.objective) - answer.cost) < 1e-6)
    #expect(audit(schedule, of: system, reportedObjective: outcome.objective).passed)
    let uses = ruleUses(of: schedule, system: system)
    let use = try #require(uses.first)
    #expect(uses.count == 1)
    #expect(use.rule == "unit" && use.kind == "starts_per_month" && use.unit == "starts")
    #expect(use.used == answer.starts && use.limit == answer.most && use.missed == 0)
    #expect(abs(try #require(use.saving) - answer.saving) < 1e-6, "\(use)")
  }

  /// The multipliers of the decomposition, whose bound is within a millionth here, price it alike; and it never starts
  /// more often than it may.
  @Test(arguments: answers)
  func priceOfTheDecomposition(_ answer: Answer) throws {
    let program = DispatchProgram(
      system(load: answer.load, most: answer.most), options: .init(commitment: true))
    var clock = SolveClock(SolveOptions(commitment: true, gap: 0))
    let found = try #require(try LagrangianDecomposition(program, gap: 0).find(&clock))
    if let best = found.best {
      #expect(best.objective > answer.cost - 1e-6)
      let report = audit(program.schedule(columnValues: best.columnValues), of: program.system)
      #expect(report.passed, "\(report.violations.map(\.message))")
    }
    var schedule = Schedule(horizon: program.system.horizon)
    program.addStartPrices(relaxationDuals: found.relaxationDuals, to: &schedule)
    let prices = schedule.values(.startPrice, of: "unit")
    #expect(prices.count == answer.load.count)
    #expect(prices.allSatisfy { abs($0 - answer.saving) < 1 }, "\(prices), bound \(found.bound)")
  }

  /// Without commitment there are no starts, and nothing is said of them.
  @Test func dispatchHasNone() throws {
    let system = system(load: [100, 0, 100], most: 1)
    let outcome = try MonolithicMethod(DispatchProgram(system), options: SolveOptions(gap: 0)).solve()
    let schedule = try #require(outcome.schedule)
    #expect(ruleUses(of: schedule, system: system).isEmpty)
    #expect(schedule[.startPrice] == nil)
  }
}
