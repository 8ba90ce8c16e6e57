import GLPK

extension OptimizationSession {
  mutating func solveInteger(_ options: SolverOptions, _ watch: SolveWatch) throws(SolverFault) -> Solution {
    let start = try options.incumbent.map { (values) throws(SolverFault) in try validatedStart(values) }
    if model.hasEmptyIntegerColumn {
      var solution = Solution(.infeasible)
      solution.bound = .infinity
      return solution
    }
    var solution = try solveRoot(options, watch)
    guard solution.status == .optimal else {
      if solution.status == .stoppedWithoutSolution, let start { solution.keep(start, of: model) }
      return solution
    }
    try search(options, watch, start: start, into: &solution)
    // The tree leaves the basis of its last node.
    if let basis = solution.basis { try problem.setBasis(columns: basis.columnStatus, rows: basis.rowStatus) }
    return solution
  }

  /// The relaxation, of which only the status, the bound and the basis count.
  private mutating func solveRoot(_ options: SolverOptions, _ watch: SolveWatch) throws(SolverFault) -> Solution {
    var options = options
    options.presolve = false
    let relaxation = try solveRelaxation(options, watch)
    var root = Solution(relaxation.status, relaxation.stopReason)
    if root.status == .stoppedWithSolution { root.status = .stoppedWithoutSolution }
    (root.bound, root.basis, root.iterations) = (relaxation.bound, relaxation.basis, relaxation.iterations)
    return root
  }

  private mutating func search(
    _ options: SolverOptions, _ watch: SolveWatch, start: [Double]?, into solution: inout Solution
  ) throws(SolverFault) {
    var reason: StopReason?
    var reported = (at: -1.0, incumbent: Double?.none)
    let rootIterations = solution.iterations
    let result = try problem.runBranchAndCut(
      relativeGap: options.relativeGap, milliseconds: Int(watch.remainingMilliseconds), cuts: options.cuts,
      start: start
    ) { tree in
      reason = watch.stopReason
      if let limit = options.nodeLimit, tree.nodes > limit { reason = reason ?? .nodeLimit }
      let now = watch.elapsed
      if let progress = watch.progress, now - reported.at >= 0.2 || tree.incumbent != reported.incumbent {
        reported = (now, tree.incumbent)
        progress(
          SolverProgress(
            phase: .branchAndCut, iterations: rootIterations + tree.iterations, incumbent: tree.incumbent,
            bound: tree.bound, nodes: tree.nodes, elapsed: now))
      }
      return reason != nil
    }
    solution.iterations += result.tree.iterations
    solution.nodes = result.tree.nodes
    solution.bound = max(solution.bound, result.tree.bound)
    if result.status == .optimal || result.status == .feasible,
      let point = try repaired(try problem.values(.integer).columns)
    {
      solution.keep(point, of: model)
    }
    if let start, !(solution.objective <= model.objective(of: start)) { solution.keep(start, of: model) }
    let hasPoint = !solution.columnValues.isEmpty

    switch result.end {
    case .finished where result.status == .optimal && hasPoint:
      // A repair may have raised the objective above what the tree proved.
      let proven = min(result.tree.incumbent ?? -.infinity, solution.objective)
      solution.bound = max(solution.bound, proven)
      solution.status = solution.relativeGap <= 1e-6 ? .optimal : .stoppedWithSolution
      solution.stopReason = solution.status == .optimal ? nil : .numericalTrouble
    case .finished where result.status == .nonexistent && !hasPoint:
      solution.status = .infeasible
      solution.bound = .infinity
    case .gapReached where hasPoint:
      solution.status = .optimal
      // The last poll may have come before the bound that ended the search.
      solution.bound = max(solution.bound, solution.objective - options.relativeGap * abs(solution.objective))
    case .timeLimit, .stopped, .finished, .gapReached, .trouble:
      solution.status = hasPoint ? .stoppedWithSolution : .stoppedWithoutSolution
      solution.stopReason = result.end == .timeLimit ? .timeLimit : reason ?? .numericalTrouble
    }
    solution.bound = solution.objective < solution.bound ? solution.objective : solution.bound
  }

  /// GLPK's integer point is integral to a tolerance and then rounded, which can cost feasibility where coefficients are
  /// large: then the other columns are optimised anew for the rounded ones. Nil if they cannot follow.
  private mutating func repaired(_ point: [Double]) throws(SolverFault) -> [Double]? {
    if feasibilityError(of: point, in: model) <= 1e-7 { return point }
    let integers = model.isInteger.indices.filter { model.isInteger[$0] }
    let values = integers.map { point[$0].rounded() }
    try problem.setBounds(columns: integers, lower: values, upper: values)
    let state = try problem.runSimplex(.dual, milliseconds: 10_000)
    let repaired = try problem.values(.basic).columns
    let arrays = model.columnArrays
    try problem.setBounds(
      columns: integers, lower: integers.map { arrays.lower[$0] }, upper: integers.map { arrays.upper[$0] })
    return state.status == .optimal && feasibilityError(of: repaired, in: model) <= 1e-6 ? repaired : nil
  }

  /// A start with its integer columns made integral.
  private func validatedStart(_ values: [Double]) throws(SolverFault) -> [Double] {
    guard values.count == model.columnCount else {
      throw .invalid("an incumbent of \(values.count) values for \(model.columnCount) columns")
    }
    guard integralityError(of: values, in: model) <= 1e-6 else {
      throw .invalid("the incumbent is fractional in an integer column")
    }
    var start = values
    for column in start.indices where model.isInteger[column] { start[column] = start[column].rounded() }
    let error = feasibilityError(of: start, in: model)
    guard error <= 1e-6 else { throw .invalid("the incumbent violates a limit by \(error)") }
    return start
  }
}

extension Solution {
  /// Makes a point the solution's own.
  fileprivate mutating func keep(_ values: [Double], of model: LinearModel) {
    columnValues = values
    rowActivities = model.rowActivities(of: values)
    objective = model.objective(of: values)
    if status == .stoppedWithoutSolution { status = .stoppedWithSolution }
  }
}
