import DispatchFormulation
import GridModel
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Optimal schedules of seeded systems: every curtailed MW has one cause.
@Suite struct CurtailmentCausesTests {
  @Test(arguments: [false, true]) func causesSumToWhatIsCurtailed(_ commitment: Bool) throws {
    var curtailing = 0
    for seed in seeds(commitment ? 15 : 60) {
      let wish = RandomSystems.Wish(
        steps: 2...6, units: 1...3, buses: 1...3, stepMinutes: [60, 30, 15], hasCommitmentData: commitment,
        hasSurplus: true)
      let system = RandomSystems.system(seed: seed, wish)
      let program = DispatchProgram(system, options: .init(commitment: commitment))
      let options = SolveOptions(commitment: commitment, gap: 1e-6, timeLimit: 10)
      guard let schedule = try MonolithicMethod(program, options: options).solve().schedule else { continue }
      let causes = CurtailmentCauses(of: schedule, system: system)
      var energy = 0.0
      for t in 0..<system.horizon.count {
        let parts = causes.power.map { $0[t] }
        #expect(parts.allSatisfy { $0 >= 0 }, "seed \(seed): \(parts)")
        let curtailed = system.renewables.reduce(0.0) {
          let available = $1.availability.scaled(by: $1.capacity).values(count: system.horizon.count)
          return $0 + available[t] - schedule.values(.renewablePower, of: $1.name)[t]
        }
        #expect(abs(parts.reduce(0, +) - curtailed) < 1e-6 * max(1, curtailed), "seed \(seed)")
        energy += curtailed
      }
      if energy > 1 { curtailing += 1 }
    }
    #expect(curtailing > 0)
  }
}
