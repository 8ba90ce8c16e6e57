import DispatchFormulation
import LinearOptimization

/// Commitment where a store gains by charging and discharging at once, which the search does not forbid at first.
extension MonolithicMethod {
  /// Searches again with a binary for every step in which the last point did both, until none does or the best schedule
  /// is within the gap.
  ///
  /// - Parameters:
  ///   - point: column values of the search so far.
  ///   - dispatch: the best schedule that keeps stores to one direction; no point where there is none at its commitment.
  /// - Returns: the best such schedule with the best bound.
  func searchDirections(
    from point: [Double], _ dispatch: Result, bound: Double, _ clock: inout SolveClock
  ) throws(SolverFault) -> Result {
    var (point, best, bound) = (point, dispatch, bound)
    var model = program.model
    var choices: [PairStep] = []
    while !isWithinGap(best, bound), clock.stopReason == nil {
      let clashes = clashingSteps(point).subtracting(choices).sorted()
      if clashes.isEmpty { break }
      for step in clashes { addChoice(step, to: &model) }
      choices += clashes
      let searched = model
      let incumbent = best.hasPoint ? withChoices(best.columnValues, choices) : nil
      let solution = try clock.phase("branch and cut") { clock throws(SolverFault) in
        var solver = clock.solverOptions(phase: "branch and cut")
        solver.incumbent = incumbent
        return try LinearOptimization.solve(searched, options: solver)
      }
      if solution.status == .infeasible, !best.hasPoint { return Result(solution) }
      bound = max(bound, solution.bound)
      if solution.columnValues.isEmpty { break }
      point = solution.columnValues
      let found = try finalDispatch(at: point, &clock)
      let keepsDirections = found.hasPoint && clashingSteps(found.columnValues).isEmpty
      if keepsDirections, !best.hasPoint || found.objective < best.objective { best = found }
    }
    if !best.hasPoint { best = Result(.stoppedWithoutSolution, clock.stopReason) }
    best.bound = bound
    return best
  }

  /// A point of the program with the values of the binaries that choose directions.
  private func withChoices(_ values: [Double], _ choices: [PairStep]) -> [Double] {
    Array(values.prefix(program.model.columnCount))
      + choices.map { values[program.exclusions[$0.pair].first.first + $0.step] > 0 ? 1 : 0 }
  }
}
