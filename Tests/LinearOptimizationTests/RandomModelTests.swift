import Foundation
import GLPK
import LinearOptimization
import SeedsAndSnapshots
import Testing

@Suite struct RandomModelTests {
  @Test(arguments: [SolverOptions.Method.dualSimplex, .primalSimplex])
  func linearModelsAgreeWithEnumeration(method: SolverOptions.Method) throws {
    var options = SolverOptions()
    options.method = method
    var optimal = 0
    for seed in seeds(150) {
      let model = randomModel(seed: seed, columns: 1 + seed % 4, rows: seed % 5)
      let expected = Oracle.minimum(of: model)
      let found = try verdict(of: model, options: options)
      #expect(agree(found, expected), "seed \(seed): \(String(describing: found)), not \(expected)")
      if case .optimal = expected { optimal += 1 }
    }
    #expect(optimal > seeds(150).count / 5)
  }

  @Test func integerModelsAgreeWithEnumeration() throws {
    for seed in seeds(100) {
      let model = randomModel(seed: seed, columns: 4 + seed % 2, rows: 1 + seed % 4, integers: 3)
      let expected = Oracle.minimum(of: model)
      for cuts in [true, false] {
        var options = SolverOptions()
        options.cuts = cuts
        let found = try verdict(of: model, options: options)
        // Of an unbounded relaxation we do not know whether it has an integer point.
        #expect(
          agree(found, expected) || found == .unbounded && expected == .infeasible,
          "seed \(seed): \(String(describing: found)), not \(expected)")
      }
    }
  }

  @Test func optimalPointsAreFeasibleAndTheirDualsProveIt() throws {
    var optimal = 0
    for seed in seeds(60) {
      let model = randomModel(seed: seed, columns: 30, rows: 12)
      let solution = try solve(model)
      guard solution.status == .optimal else { continue }
      optimal += 1
      #expect(feasibilityError(of: solution.columnValues, in: model) < 1e-6)
      let scale = max(1, abs(solution.objective))
      // Strong duality, with reduced costs computed anew.
      #expect(abs(boxed(model).lagrangianBound(rowDuals: solution.rowDuals) - solution.objective) < 1e-6 * scale)
      for (given, anew) in zip(solution.reducedCosts, model.reducedCosts(of: solution.rowDuals)) {
        #expect(abs(given - anew) < 1e-7)
      }
      // Complementary slackness: a dual of either sign has its limit met.
      for row in 0..<model.rowCount where abs(solution.rowDuals[row]) > 1e-7 {
        let limit = solution.rowDuals[row] > 0 ? model.rowLower[row] : model.rowUpper[row]
        #expect(abs(solution.rowActivities[row] - limit) < 1e-6)
      }
      for column in 0..<model.columnCount where abs(solution.reducedCosts[column]) > 1e-7 {
        let limit = solution.reducedCosts[column] > 0 ? model.columnLower[column] : model.columnUpper[column]
        #expect(abs(solution.columnValues[column] - limit) < 1e-6)
      }
    }
    #expect(optimal > 0)
  }

  @Test func rowDualIsTheSlopeOfTheMinimum() throws {
    var model = dispatchModel(hours: 24, units: 4)
    let solution = try solve(model)
    for row in stride(from: model.rowCount - 24, to: model.rowCount, by: 5) {
      let limit = model.rowLower[row]
      model.setBounds(row: row, lower: limit + 1e-4, upper: limit + 1e-4)
      let slope = (try solve(model).objective - solution.objective) / 1e-4
      model.setBounds(row: row, lower: limit, upper: limit)
      #expect(abs(slope - solution.rowDuals[row]) < 1e-3)
    }
  }
}
