import DispatchFormulation
import GridModel
import LinearOptimization
import SeedsAndSnapshots
import Testing

/// Equal to 1e-7, relative to the value; a cost that cancels against another is measured against a thousand.
func areClose(_ a: Double, _ b: Double, _ tolerance: Double = 1e-7) -> Bool {
  abs(a - b) <= tolerance * max(1000, abs(a), abs(b))
}

@Suite struct RelaxationTests {
  @Test(arguments: [false, true]) func agreesWithADenseFormulation(hasWater: Bool) throws {
    var optimal = 0
    for seed in seeds(150) {
      let system = RandomSystems.system(seed: seed, .init(hasWater: hasWater))
      let found = try solve(DispatchProgram(system).model)
      guard case .optimal(let expected, _) = DenseDispatch(system).minimum() else {
        #expect(found.status == .infeasible, "seed \(seed)")
        continue
      }
      optimal += 1
      #expect(found.status == .optimal, "seed \(seed)")
      #expect(areClose(found.objective, expected), "seed \(seed): \(found.objective), not \(expected)")
    }
    #expect(optimal > seeds(150).count / 2)
  }
}
