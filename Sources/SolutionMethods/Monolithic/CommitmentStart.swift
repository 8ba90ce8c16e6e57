import DispatchFormulation
import LinearOptimization

/// A first commitment for branch and cut: the relaxation, rounded at several thresholds, repaired to obey the minimum
/// times, and dispatched. Stock branch and cut finds no schedule at all on real fleets.
struct CommitmentStart {
  let program: DispatchProgram
  let gap: Double

  struct Outcome {
    /// How the relaxation ended, where it was not solved.
    var failure: Solution?
    var bound = -Double.infinity
    var certifiedBy = "GLPK simplex (relaxation)"
    /// One per row: those that prove the bound, 0 for rows that a decomposition leaves to its blocks.
    var relaxationDuals: [Double] = []
    /// The basis of the whole relaxation, to start branch and cut from.
    var basis: Basis?
    /// The dispatch at the best commitment found; with its duals where no rule of operation is left open.
    var best: Solution?
  }

  init(_ program: DispatchProgram, gap: Double) {
    self.program = program
    self.gap = gap
  }

  func find(_ clock: inout SolveClock) throws(SolverFault) -> Outcome {
    var outcome = Outcome()
    var session = try LazySession(program.model)
    let relaxation = try clock.phase("relaxation") { clock throws(SolverFault) in
      try session.solve(clock.solverOptions(phase: "relaxation"))
    }
    guard relaxation.status == .optimal else {
      outcome.failure = relaxation
      return outcome
    }
    (outcome.bound, outcome.basis) = (relaxation.bound, relaxation.basis)
    outcome.relaxationDuals = relaxation.rowDuals
    clock.proved(bound: relaxation.bound)
    for threshold in [0.3, 0.1, 0.5, 0.02, 0.7] where clock.stopReason == nil && !clock.isWithinGap {
      let statuses = rounded(relaxation.columnValues, threshold)
      let solution = try clock.phase("rounding and repair") { clock throws(SolverFault) in
        try session.setBounds(columns: statuses.columns, lower: statuses.values, upper: statuses.values)
        return try dispatch(&session, clock.solverOptions(phase: "rounding and repair"))
      }
      guard solution.status == .optimal else { continue }
      if solution.objective < clock.incumbent ?? .infinity {
        outcome.best = solution
        // Its stores may charge and discharge at once: the final dispatch has yet to see to that.
        outcome.best?.rowDuals = []
      }
      clock.found(objective: solution.objective)
    }
    return outcome
  }

  /// The dispatch at the statuses that are set, its deep stages those that the outputs ask for.
  private func dispatch(
    _ session: inout LazySession, _ options: SolverOptions
  ) throws(SolverFault) -> Solution {
    let open = try session.solve(options)
    let columns = program.stageColumns.flatMap(\.indices)
    guard open.status == .optimal, !columns.isEmpty else { return open }
    let held = program.stageStatuses(at: open.columnValues)
    try session.setBounds(columns: held.map(\.column), lower: held.map(\.value), upper: held.map(\.value))
    var solution = try session.solve(options)
    try session.setBounds(
      columns: columns, lower: columns.map { program.model.columnLower[$0] },
      upper: columns.map { program.model.columnUpper[$0] })
    guard solution.status == .optimal else { return solution }
    program.settleStages(&solution.columnValues)
    solution.objective = program.model.objective(of: solution.columnValues)
    return solution
  }

  /// Status columns with their rounded and repaired values.
  private func rounded(_ values: [Double], _ threshold: Double) -> (columns: [Int], values: [Double]) {
    var columns: [Int] = []
    var statuses: [Double] = []
    for block in program.commitments {
      let pattern = CommitmentPattern(block, relaxed: values[block.status.indices], threshold: threshold)
      columns += block.status.indices
      statuses += pattern.isOn.map { $0 ? 1 : 0 }
    }
    // No call that need not be: branch and cut makes them.
    for block in program.calls {
      columns += block.indices
      statuses += block.indices.map { program.model.columnLower[$0] }
    }
    // Machines of stores as the relaxation uses them, and in the end at rest.
    var powers = values
    for operation in program.operations {
      if threshold < 0.6 { operation.round(&powers, in: program.model) } else { operation.rest(&powers) }
      for block in operation.columns {
        columns += block.indices
        statuses += powers[block.indices]
      }
    }
    return (columns, statuses)
  }
}
