import DispatchFormulation
import GridModel
import Schedules
import SolutionMethods
import Testing

/// What a portfolio must exchange with its bus, by hand.
@Suite struct PortfolioTests {
  /// A city of 100 MW with a unit for 50 CNY/MWh, and a captive plant of 40 MW of load with a unit of its own.
  private func system(captive cost: Double, hours: Int = 2, _ change: (inout Portfolio) -> Void) -> PowerSystem {
    func unit(_ name: String, _ bus: String, _ capacity: Double, _ cost: Double) -> ThermalUnit {
      ThermalUnit(
        name: name, bus: bus, capacity: capacity,
        fuelCurve: FuelCurve(coalRate: 0, minimumOutput: 0, capacity: capacity), fuelPrice: 0, variableCost: cost)
    }
    var works = Portfolio(name: "works", bus: "city", kind: .captivePlant, importLimit: 60, exportLimit: 60)
    change(&works)
    var system = PowerSystem(
      name: "captive", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: hours),
      buses: [Bus(name: "city", load: .constant(100))],
      thermalUnits: [unit("city", "city", 200, 50), unit("captive", "works", 120, cost)])
    system.portfolios = [works]
    system.connectPortfolios { _ in .constant(40) }
    return system
  }

  private func expect(_ cost: Double, flow: Double, _ system: PowerSystem) throws {
    for commitment in [false, true] {
      let program = DispatchProgram(system, options: .init(commitment: commitment))
      let outcome = try MonolithicMethod(program, options: SolveOptions(commitment: commitment, gap: 0)).solve()
      #expect(abs(try #require(outcome.objective) - cost) < 1e-6)
      let schedule = try #require(outcome.schedule)
      #expect(schedule.values(.lineFlow, of: "works").allSatisfy { abs($0 - flow) < 1e-6 })
      let report = audit(schedule, of: system, reportedObjective: outcome.objective)
      #expect(report.passed, "\(report.violations.map(\.message))")
      if let proven = report.provenBound { #expect(abs(proven - cost) < 1e-6) }
    }
  }

  /// The captive unit is the cheaper: it serves its 40 MW, and gives up to 60. Drawing at least 15, it gives 25 only:
  /// (25 · 20 + 115 · 50) · 2.
  @Test func drawsAtLeast() throws {
    try expect(2 * (100 * 20 + 40 * 50), flow: -60, system(captive: 20) { _ in })
    try expect(2 * (25 * 20 + 115 * 50), flow: 15, system(captive: 20) { $0.minimumImport = 15 })
  }

  /// The captive unit is the dearer, and draws all 40. Giving at least 10 it runs at 50: (50 · 80 + 90 · 50) · 2.
  @Test func givesAtLeast() throws {
    try expect(2 * 140 * 50, flow: 40, system(captive: 80) { _ in })
    try expect(2 * (50 * 80 + 90 * 50), flow: -10, system(captive: 80) { $0.minimumExport = 10 })
  }

  /// A plant that must draw 50 MW and uses 40 has no schedule, and is told so.
  @Test func whatCannotBeDrawnIsExplained() throws {
    let outcome = try MonolithicMethod(
      DispatchProgram(system(captive: 20) { $0.minimumImport = 50 }), options: SolveOptions(gap: 0)
    ).solve()
    let change = try #require(outcome.infeasibility?.changes.first)
    #expect(change.limit == .lineLimit && change.device == "works" && abs(change.amount - 10) < 1e-6)
  }

  /// The method of the year holds it too.
  @Test func structuredMethodAgrees() throws {
    let system = system(captive: 20, hours: 30) { $0.minimumImport = 15 }
    let outcome = try #require(try StructuredInteriorPointMethod(system, options: SolveOptions(gap: 1e-4)).solve())
    let cost = 30 * (25 * 20.0 + 115 * 50)
    #expect(abs(try #require(outcome.objective) - cost) < 1e-3 * cost)
    let report = audit(try #require(outcome.schedule), of: system, reportedObjective: outcome.objective)
    #expect(report.passed, "\(report.violations.prefix(3).map(\.message))")
  }
}
