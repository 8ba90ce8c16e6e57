import LevelProgram
import LinearOptimization
import PeakShaving
import Testing

/// Random fleets against the linear program in GLPK.
@Suite struct RandomFleetTests {
  @Test(arguments: seeds(10)) func agreesWithGLPK(seed: Int) throws {
    let fleet = RandomFleet(seed: seed)
    let reference = try solve(
      levelProgram(load: fleet.load, stepHours: fleet.stepHours, envelopes: fleet.envelopes))
    guard reference.status == .optimal else { return }
    let optimum = reference.objective
    let problem = PeakShavingProblem(load: fleet.load, stepHours: fleet.stepHours, envelopes: fleet.envelopes)
    let solution = PeakShavingSolver(problem).solve()
    let names = problem.envelopes.map { "\($0.name) \($0.nominalPower) \($0.nominalEnergy)" }
    let scale = abs(optimum)
    #expect(solution.level - solution.lowerBound <= 1.01e-6 * scale, "\(solution.effort) \(optimum) \(names)")
    #expect(solution.lowerBound <= optimum + 1e-8 * scale)
    #expect(solution.level <= optimum + 1.01e-6 * scale)
    #expect(solution.level >= optimum - 1e-8 * scale)
    let check = FleetCheck(
      solution.schedule(of: problem), of: problem.envelopes, load: fleet.load, stepHours: fleet.stepHours)
    #expect(check.level <= solution.level + 1e-8 * scale)
    #expect(check.powerError <= 1e-7 && check.energyError <= 1e-6, "\(check)")
  }

  /// Months and years, where the certificate stands for the linear program.
  @Test(arguments: seeds(4)) func longHorizonsAreCertified(seed: Int) {
    let fleet = RandomFleet(seed: seed, days: [30, 90, 365, 365][seed % 4])
    let problem = PeakShavingProblem(load: fleet.load, stepHours: fleet.stepHours, envelopes: fleet.envelopes)
    let solution = PeakShavingSolver(problem).solve()
    let scale = abs(solution.level)
    #expect(solution.level - solution.lowerBound <= 1.01e-6 * scale, "\(solution.effort)")
    #expect(solution.lowerBound <= solution.level + 1e-8 * scale)
    let check = FleetCheck(
      solution.schedule(of: problem), of: problem.envelopes, load: fleet.load, stepHours: fleet.stepHours)
    #expect(check.level <= solution.level + 1e-8 * scale)
    #expect(check.powerError <= 1e-7 && check.energyError <= 1e-6, "\(check)")
  }
}
