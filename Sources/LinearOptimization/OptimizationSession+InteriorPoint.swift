import GLPK

extension OptimizationSession {
  /// Runs GLPK's interior-point method and judges its point by our own measures: GLPK's verdict is often wrong.
  mutating func solveInterior() throws(SolverFault) -> Solution {
    _ = try problem.runInteriorPoint()
    let point = try problem.values(.interior)
    // Without any point GLPK leaves zeros, which no model with a row limit passes by accident unless they are feasible.
    let feasible = feasibilityError(of: point.columns, in: model) <= 1e-6
    var solution = Solution(.stoppedWithoutSolution, .numericalTrouble)
    solution.bound = model.lagrangianBound(rowDuals: point.rowDuals)
    solution.rowDuals = point.rowDuals
    solution.reducedCosts = model.reducedCosts(of: point.rowDuals)
    guard feasible else { return solution }
    solution.columnValues = point.columns
    solution.rowActivities = model.rowActivities(of: point.columns)
    solution.objective = model.objective(of: point.columns)
    if solution.objective - solution.bound <= 1e-6 * max(1, abs(solution.objective)) {
      (solution.status, solution.stopReason) = (.optimal, nil)
    } else {
      solution.status = .stoppedWithSolution
    }
    return solution
  }
}
