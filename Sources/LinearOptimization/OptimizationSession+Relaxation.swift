import GLPK

extension OptimizationSession {
  /// How a simplex run ended.
  struct SimplexOutcome {
    var status: SolutionStatus
    var stopReason: StopReason?
    var iterations: Int
  }

  mutating func solveRelaxation(_ options: SolverOptions, _ watch: SolveWatch) throws(SolverFault) -> Solution {
    let outcome = try runSimplex(options, watch)
    return try relaxationSolution(outcome, keepsBasis: !options.presolve)
  }

  /// Reads what an LP run left behind.
  func relaxationSolution(_ outcome: SimplexOutcome, keepsBasis: Bool = true) throws(SolverFault) -> Solution {
    var solution = Solution(outcome.status, outcome.stopReason)
    solution.iterations = outcome.iterations
    if keepsBasis {
      let basis = try problem.basis()
      solution.basis = Basis(columnStatus: basis.columns, rowStatus: basis.rows)
    }
    switch outcome.status {
    case .infeasible:
      solution.bound = .infinity
      return solution
    case .unbounded: return solution
    case .optimal, .feasible, .stoppedWithSolution, .stoppedWithoutSolution: break
    }
    let point = try problem.values(.basic)
    (solution.rowDuals, solution.reducedCosts) = (point.rowDuals, point.reducedCosts)
    if outcome.status != .stoppedWithoutSolution {
      (solution.columnValues, solution.rowActivities) = (point.columns, point.rows)
      solution.objective = model.objective(of: point.columns)
    }
    solution.bound =
      outcome.status == .optimal ? solution.objective : model.lagrangianBound(rowDuals: point.rowDuals)
    return solution
  }

  /// Runs the simplex method in slices, so that it can be watched and stopped, and repairs what can be repaired.
  mutating func runSimplex(_ options: SolverOptions, _ watch: SolveWatch) throws(SolverFault) -> SimplexOutcome {
    var method: Problem.SimplexMethod = options.method == .primalSimplex ? .primal : .dual
    // A run that needs more than this cycles. After a dual one, primal does better from where it stands; GLPK's primal may
    // cycle as well, after warnings of numerical instability, and then a fresh basis helps.
    let mostIterations = 20_000 + 10 * (model.rowCount + model.columnCount)
    var patience = mostIterations
    var (iterations, changes, repairs) = (0, 0, 0)
    // Milliseconds. Each slice factorises anew and forgets the edge weights, so they grow; nobody watching, one will do.
    var slice = watch.isWatched ? 200.0 : .infinity
    var presolve = options.presolve
    var feasible = false

    func stopped(_ reason: StopReason) -> SimplexOutcome {
      SimplexOutcome(
        status: feasible ? .stoppedWithSolution : .stoppedWithoutSolution, stopReason: reason, iterations: iterations)
    }
    func ended(_ status: SolutionStatus) -> SimplexOutcome {
      SimplexOutcome(status: status, stopReason: nil, iterations: iterations)
    }

    while true {
      if let reason = watch.stopReason { return stopped(reason) }
      let left = options.iterationLimit.map { max($0 - iterations, 0) } ?? .max
      if left == 0 { return stopped(.iterationLimit) }
      let milliseconds = min(presolve ? .infinity : slice, watch.remainingMilliseconds)
      let state = try problem.runSimplex(
        method, milliseconds: Int(milliseconds), iterations: min(left, patience), presolve: presolve)
      iterations += state.iterations
      patience -= state.iterations
      feasible = state.primal == .feasible
      watch.progress?(
        SolverProgress(
          phase: .simplex, iterations: iterations, incumbent: feasible ? state.objective : nil,
          bound: state.dual == .feasible ? state.objective : nil, nodes: 0, elapsed: watch.elapsed))

      var needsOtherMethod = false
      switch state.end {
      case .finished:
        switch state.status {
        case .optimal: return ended(.optimal)
        case .nonexistent: return ended(.infeasible)
        case .unbounded: return ended(.unbounded)
        case .undefined, .feasible, .infeasible: needsOtherMethod = true
        }
      case .noPrimalFeasiblePoint: return ended(.infeasible)
      case .noDualFeasiblePoint:
        // Unbounded or infeasible: only a run without the presolver tells.
        presolve = false
      case .timeLimit, .iterationLimit:
        // A slice in which a large model does not even get started doubles the next.
        slice = state.iterations == 0 ? slice * 2 : max(slice, min(slice * 1.2, 1000))
        needsOtherMethod = patience <= 0
        if needsOtherMethod, method == .primal { try problem.setAdvancedBasis() }
      case .badBasis:
        repairs += 1
        if repairs == 1 {
          try problem.setStandardBasis()
        } else if repairs == 2 {
          try problem.setAdvancedBasis()
        } else {
          return stopped(.numericalTrouble)
        }
      case .trouble:
        presolve = false
        needsOtherMethod = true
      }
      if needsOtherMethod {
        changes += 1
        if changes > 3 { return stopped(.numericalTrouble) }
        method = method == .dual ? .primal : .dual
        patience = mostIterations
      }
    }
  }
}
