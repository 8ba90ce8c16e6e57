import DispatchFormulation
import Foundation
import GLPK
import LinearOptimization
import SeedsAndSnapshots
import Testing

/// The optimum of a model that is written to a file and read by GLPK's own reader; `nil` where it has none.
func readBackMinimum(_ format: Problem.FileFormat, of model: LinearModel) throws -> Double? {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("program-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: url) }
  switch format {
  case .freeMPS: try writeMPS(model, to: url)
  case .cplexLP: try writeLP(model, to: url)
  }
  var problem = try Problem()
  try problem.read(format, path: url.path)
  var state = try problem.runSimplex(.dual, milliseconds: 10_000)
  if state.status != .optimal { state = try problem.runSimplex(.primal, milliseconds: 10_000) }
  guard state.status == .optimal, model.integerCount > 0 else {
    return state.status == .optimal ? state.objective : nil
  }
  let result = try problem.runBranchAndCut(
    relativeGap: 0, milliseconds: 10_000, cuts: false, start: nil, poll: { _ in false })
  return result.status == .optimal ? result.tree.incumbent : nil
}

/// The model written to a file and read by GLPK's own reader has the same optimum.
@Suite struct RoundTripTests {
  @Test(arguments: [Problem.FileFormat.freeMPS, .cplexLP], [false, true])
  func readsBackToTheSameOptimum(format: Problem.FileFormat, commitment: Bool) throws {
    for seed in seeds(20) {
      let wish = RandomSystems.Wish(
        steps: 2...4, units: 1...2, hasCommitmentData: commitment, hasWater: true, hasMachines: commitment)
      let system = RandomSystems.system(seed: seed, wish)
      let model = DispatchProgram(system, options: .init(commitment: commitment)).model
      let solution = try solve(model)
      let read = try readBackMinimum(format, of: model)
      switch (solution.status, read) {
      case (.infeasible, nil): break
      case (.optimal, .some(let objective)):
        #expect(areClose(objective, solution.objective), "seed \(seed): \(objective), not \(solution.objective)")
      default: Issue.record("seed \(seed): \(solution.status), but \(String(describing: read)) from the file")
      }
    }
  }
}
