import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import SolutionMethods
import Testing
import YearSystems

/// A week by the structured method with windows of GLPK, against GLPK's optimum of the one model.
@Suite struct PolishedYearTests {
  private func optimum(_ system: PowerSystem) throws -> (program: DispatchProgram, solution: Solution) {
    let program = DispatchProgram(system)
    let solution = try LinearOptimization.solve(program.model)
    try #require(solution.status == .optimal)
    return (program, solution)
  }

  private func check(_ outcome: DispatchOutcome, _ system: PowerSystem, optimum: Double) throws {
    let schedule = try #require(outcome.schedule)
    let cost = try #require(outcome.objective)
    let rounding = 1e-7 * abs(optimum)
    #expect(outcome.bound <= optimum + rounding && optimum <= cost + rounding)
    let broken = audit(schedule, of: system, reportedObjective: cost).counts
    #expect(broken.keys.allSatisfy { $0 == .storageSimultaneous }, "\(broken)")
  }

  @Test(arguments: [YearFamily.oneZone, .fourZones, .reserves, .budgets])
  func polishingNeverLosesAndLeavesAnExactVertexWhereOneWindowHoldsAll(_ family: YearFamily) throws {
    let system = YearSystem(family, seed: 3, hours: 168, units: 10).system()
    let (program, solution) = try optimum(system)
    let options = SolveOptions(gap: 1e-4)
    let plain = try #require(try StructuredInteriorPointMethod(system, options: options).solve())
    let polished = try #require(try StructuredInteriorPointMethod(system, options: options, polishHours: 48).solve())
    let whole = try #require(try StructuredInteriorPointMethod(system, options: options, polishHours: 168).solve())
    for outcome in [plain, polished, whole] { try check(outcome, system, optimum: solution.objective) }
    let gaps = try [plain, polished, whole].map { try #require($0.gap) }
    #expect(gaps[1] <= gaps[0] && gaps[2] <= 1e-6, "\(gaps)")
    // Where other duals are as good, prices may differ; both must prove the optimum.
    var schedule = program.schedule(columnValues: solution.columnValues)
    program.addPrices(rowDuals: solution.rowDuals, to: &schedule)
    let (own, exact) = try (
      #require(whole.schedule?[.price]?.values), #require(schedule[.price]?.values)
    )
    let equal = zip(own, exact).count { abs($0 - $1) <= 1e-5 * max(1, abs($1)) }
    #expect(Double(equal) >= 0.8 * Double(exact.count), "\(equal) of \(exact.count)")
  }

  @Test func theVoltageLawIsObeyed() throws {
    let system = YearSystem(.meshed, seed: 2, hours: 168, units: 6).system()
    let (_, solution) = try optimum(system)
    let outcome = try #require(try StructuredInteriorPointMethod(system, options: SolveOptions(gap: 1e-3)).solve())
    try check(outcome, system, optimum: solution.objective)
    #expect(try #require(outcome.gap) <= 1e-3)
  }
}
