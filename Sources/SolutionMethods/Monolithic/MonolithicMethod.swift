import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules

/// Solves the dispatch as one model with GLPK: the relaxation, a start by rounding and repair, branch and cut, and the
/// dispatch at the commitment found, whose duals are the prices.
public struct MonolithicMethod: Sendable {
  let program: DispatchProgram
  let options: SolveOptions

  public init(_ program: DispatchProgram, options: SolveOptions) {
    self.program = program
    self.options = options
  }

  /// Runs on the current thread until the gap is met, a limit is reached or the solve is cancelled.
  ///
  /// - Throws: `SolverFault` where GLPK itself fails; an infeasible or stopped solve is an outcome.
  public func solve() throws(SolverFault) -> DispatchOutcome {
    var clock = SolveClock(options)
    let result =
      options.commitment && program.model.integerCount > 0
      ? try solveCommitment(&clock) : try solveDispatch(program.model, &clock)
    let infeasibility =
      result.status == .infeasible ? try InfeasibilityStudy(program, options).explain(&clock) : nil
    var outcome = outcome(of: result, clock)
    outcome.infeasibility = infeasibility
    return outcome
  }

  /// A point with its proof.
  struct Result {
    var status: SolutionStatus
    var stopReason: StopReason?
    var objective = Double.nan
    var bound = -Double.infinity
    var columnValues: [Double] = []
    var rowDuals: [Double] = []
    var certifiedBy = "GLPK simplex"
    /// The duals that prove the bound, where row duals alone do; those of the point are other ones if it comes from a
    /// later, more restricted LP.
    var certificate: OptimalityCertificate?
    /// Of a relaxation of the commitment, one per row: for what the dispatch at a commitment cannot price.
    var relaxationDuals: [Double] = []

    init(_ status: SolutionStatus, _ reason: StopReason? = nil, bound: Double = -.infinity) {
      self.status = status
      stopReason = reason
      self.bound = bound
    }

    init(_ solution: Solution) {
      status = solution.status
      stopReason = solution.stopReason
      objective = solution.objective
      bound = solution.bound
      columnValues = solution.columnValues
      rowDuals = solution.rowDuals
    }

    /// The solution of an LP, its bound proved by its duals and not by the solver's word.
    init(_ solution: Solution, certifiedIn model: LinearModel) {
      self.init(solution)
      guard !rowDuals.isEmpty else { return }
      let certificate = OptimalityCertificate(rowDuals: rowDuals, of: model, maker: "GLPK simplex")
      (bound, certifiedBy) = (certificate.bound, certificate.certifiedBy)
      self.certificate = certificate
    }

    /// Takes over a bound with what proves it.
    mutating func takeBound(of other: Result) {
      (bound, certifiedBy, certificate) = (other.bound, other.certifiedBy, other.certificate)
    }

    var hasPoint: Bool { !columnValues.isEmpty }

    /// What to publish as prices: where row duals prove the bound, those that do.
    var publishedDuals: [Double] { certificate?.rowDuals ?? rowDuals }
  }

  func outcome(of result: Result, _ clock: SolveClock) -> DispatchOutcome {
    var outcome = DispatchOutcome(
      status: result.status, stopReason: result.stopReason, bound: result.bound, certifiedBy: result.certifiedBy,
      size: .init(program.model), phases: clock.phases)
    guard result.hasPoint else { return outcome }
    var schedule = program.schedule(columnValues: result.columnValues)
    let duals = result.publishedDuals
    if !duals.isEmpty { program.addPrices(rowDuals: duals, to: &schedule) }
    if !result.relaxationDuals.isEmpty {
      program.addStartPrices(relaxationDuals: result.relaxationDuals, to: &schedule)
    }
    outcome.schedule = schedule
    outcome.objective = result.objective
    // Rounding may put a bound a hair above the optimum that it proves.
    outcome.bound = min(result.bound, result.objective)
    return outcome
  }

  /// A bound and a first schedule, from the decomposition or for small models the relaxation; the search, where the
  /// model is small enough for it to help; and the dispatch at the commitment that is best.
  private func solveCommitment(_ clock: inout SolveClock) throws(SolverFault) -> Result {
    var start =
      try !program.commitments.isEmpty && CommitmentSize(program.model).decomposes
      ? LagrangianDecomposition(program, gap: options.gap).find(&clock) : nil
    if start == nil, clock.stopReason == nil { start = try CommitmentStart(program, gap: options.gap).find(&clock) }
    guard var start else { return Result(.stoppedWithoutSolution, clock.stopReason) }
    if let failure = start.failure { return Result(failure) }
    if let found = start.best { start.best = try withWholeMachines(found, &clock) }
    var (best, bound, certifiedBy) = (start.best, start.bound, start.certifiedBy)
    var stopReason = StopReason.iterationLimit
    let isClose =
      program.operations.isEmpty ? clock.isWithinGap : start.best.map { isWithinGap(Result($0), bound) } ?? false
    if !isClose, clock.stopReason == nil, CommitmentSize(program.model).searches {
      let solution = try branchAndCut(start, &clock)
      if solution.status == .infeasible { return Result(solution) }
      if solution.objective < best?.objective ?? .infinity { best = solution }
      if solution.bound > bound { (bound, certifiedBy) = (solution.bound, BoundClaim.branchAndCut) }
      stopReason = solution.stopReason ?? .numericalTrouble
    }
    stopReason = clock.stopReason ?? stopReason
    guard let best else {
      var nothing = Result(.stoppedWithoutSolution, stopReason, bound: bound)
      nothing.certifiedBy = certifiedBy
      return nothing
    }
    var result = best.rowDuals.isEmpty ? try finalDispatch(at: best.columnValues, &clock) : Result(best)
    if !isWithinGap(result, bound), clock.stopReason == nil, CommitmentSize(program.model).searches {
      let exclusive = try searchDirections(from: best.columnValues, result, bound: bound, &clock)
      if exclusive.bound > bound { (bound, certifiedBy) = (exclusive.bound, BoundClaim.branchAndCut) }
      result = exclusive
    }
    guard result.hasPoint else {
      return result.status == .infeasible ? result : Result(.stoppedWithoutSolution, stopReason, bound: bound)
    }
    (result.bound, result.certifiedBy, result.certificate) = (bound, certifiedBy, nil)
    result.relaxationDuals = start.relaxationDuals
    let isDone = isWithinGap(result, bound)
    result.status = isDone ? .optimal : .stoppedWithSolution
    result.stopReason = isDone ? nil : stopReason
    return result
  }

  /// The schedule at the commitment of one that lets machines of stores run in part: as near to it as whole ones come, or
  /// with all of them at rest; `nil` where neither is possible.
  private func withWholeMachines(_ found: Solution, _ clock: inout SolveClock) throws(SolverFault) -> Solution? {
    func isWhole(_ value: Double) -> Bool { abs(value - value.rounded()) < 1e-6 }
    let columns = program.operations.flatMap { $0.columns.flatMap(\.indices) }
    if columns.allSatisfy({ isWhole(found.columnValues[$0]) }) { return found }
    for rests in [false, true] {
      var values = found.columnValues
      for operation in program.operations {
        if rests { operation.rest(&values) } else { operation.round(&values, in: program.model) }
      }
      let result = try finalDispatch(at: values, &clock)
      guard result.hasPoint else { continue }
      var whole = found
      (whole.columnValues, whole.objective, whole.rowDuals) = (result.columnValues, result.objective, result.rowDuals)
      return whole
    }
    return nil
  }

  private func branchAndCut(
    _ start: CommitmentStart.Outcome, _ clock: inout SolveClock
  ) throws(SolverFault) -> Solution {
    try clock.phase("branch and cut") { clock throws(SolverFault) in
      var solver = clock.solverOptions(phase: "branch and cut")
      solver.startBasis = start.basis
      solver.incumbent = start.best?.columnValues
      let solution = try LinearOptimization.solve(program.model, options: solver)
      clock.proved(bound: solution.bound)
      if !solution.columnValues.isEmpty { clock.found(objective: solution.objective) }
      return solution
    }
  }

  /// A gap of 0 means equal but for rounding.
  func isWithinGap(_ result: Result, _ bound: Double) -> Bool {
    result.hasPoint && options.accepts(objective: result.objective, bound: bound)
  }

  /// The dispatch at a commitment. It is small work that yields the prices, so it runs even when time is up; should it
  /// not end, the point it was to improve stands, without prices. Where stores cannot keep to one direction at the
  /// commitment there is no point.
  func finalDispatch(at values: [Double], _ clock: inout SolveClock) throws(SolverFault) -> Result {
    var fixed = program.model.relaxed()
    for block in program.commitments.map(\.status) + program.calls + program.stageColumns
      + program.operations.flatMap(\.columns)
    {
      for column in block.indices {
        let value = values[column].rounded()
        fixed.setBounds(column: column, lower: value, upper: value)
      }
    }
    let commitment = fixed
    let grace = 60.0
    var patient = options
    patient.timeLimit = clock.elapsed + max(clock.remaining ?? grace, grace)
    patient.cancellation = nil
    let method = MonolithicMethod(program, options: patient)
    var inner = SolveClock(patient)
    var result = try clock.phase("dispatch") { _ throws(SolverFault) in try method.solveDispatch(commitment, &inner) }
    if result.hasPoint, !program.stageColumns.isEmpty {
      program.settleStages(&result.columnValues)
      result.objective = program.model.objective(of: result.columnValues)
    }
    if result.hasPoint || result.status == .infeasible || !clashingSteps(values).isEmpty { return result }
    var kept = Result(.stoppedWithSolution, result.stopReason)
    kept.columnValues = values
    kept.objective = program.model.objective(of: values)
    return kept
  }
}

/// Which methods a commitment is small or large enough for, by its number of statuses (as measured).
private struct CommitmentSize {
  private let statuses: Int

  init(_ model: LinearModel) { statuses = model.integerCount }

  /// From here on the decomposition has a schedule before the relaxation is solved.
  var decomposes: Bool { statuses >= 400 }
  /// Beyond, branch and cut does not get past the relaxation in useful time.
  var searches: Bool { statuses <= 2500 }
}
