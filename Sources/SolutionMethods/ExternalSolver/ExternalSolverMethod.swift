import DispatchFormulation
import LinearOptimization
import Schedules

/// Solves the dispatch as one model by a solver of the user's, whose answer is taken as a suggestion: the schedule is held
/// to the model, its cost counted anew, and the bound is what row duals prove, its own or those of GLPK.
///
/// What the monolithic method does beyond the solver is done here too: stores keep to one direction, and with commitment
/// GLPK dispatches at the statuses found, which gives the prices.
public struct ExternalSolverMethod: Sendable {
  private typealias Result = MonolithicMethod.Result

  private let solver: ExternalSolver
  private let method: MonolithicMethod
  private var program: DispatchProgram { method.program }

  public init(_ program: DispatchProgram, solver: ExternalSolver, options: SolveOptions) {
    self.solver = solver
    method = MonolithicMethod(program, options: options)
  }

  /// Runs on the current thread until the command ends, or a limit or the user ends it.
  public func solve() throws(ExternalSolverFault) -> DispatchOutcome {
    var clock = SolveClock(method.options)
    var (result, claim) =
      program.model.integerCount > 0 ? try solveCommitment(&clock) : try solveDispatch(&clock)
    if result.hasPoint {
      let isDone = method.isWithinGap(result, result.bound)
      result.status = isDone ? .optimal : result.stopReason == nil ? .feasible : .stoppedWithSolution
      if isDone { result.stopReason = nil }
    }
    var outcome = method.outcome(of: result, clock)
    if outcome.status == .feasible, claim == .optimal {
      outcome.note = "\(solver.name) calls it optimal, which is no proof"
    }
    return outcome
  }

  private typealias Claimed = (Result, SolutionFile.Claim?)

  private func run(
    _ model: LinearModel, _ clock: inout SolveClock
  ) throws(ExternalSolverFault) -> ExternalAnswer? {
    try clock.phase(solver.name) { clock throws(ExternalSolverFault) in
      let clock = clock
      return try solver.solve(model) { clock.stopReason }
    }
  }

  /// Without commitment: the point itself where it has duals and every store keeps to one direction.
  private func solveDispatch(_ clock: inout SolveClock) throws(ExternalSolverFault) -> Claimed {
    guard let answer = try run(program.model, &clock) else {
      return (Result(.stoppedWithoutSolution, clock.stopReason), nil)
    }
    var optimum: Result?
    if let duals = answer.rowDuals {
      var found = Result(.feasible, answer.stopReason)
      (found.columnValues, found.rowDuals) = (answer.values, duals)
      found.objective = program.model.objective(of: answer.values)
      found.take(certificate(duals))
      optimum = found
    }
    var result = try byGLPK { () throws(SolverFault) in
      try method.solveDispatch(program.model, from: optimum, &clock)
    }
    if !result.hasPoint, method.clashingSteps(answer.values).isEmpty {
      // GLPK did not get to the duals in time.
      result.columnValues = answer.values
      result.objective = program.model.objective(of: answer.values)
      result.stopReason = result.stopReason ?? .numericalTrouble
    }
    return (result, answer.claim)
  }

  /// With commitment: the dispatch at the statuses found; where stores did both at once, the command searches again with
  /// binaries that choose, until it no longer helps.
  private func solveCommitment(_ clock: inout SolveClock) throws(ExternalSolverFault) -> Claimed {
    var searched = program.model
    var decided: Set<MonolithicMethod.PairStep> = []
    var (best, proof, claim): (Result?, OptimalityCertificate?, SolutionFile.Claim?)
    while let answer = try run(searched, &clock) {
      let point = Array(answer.values.prefix(program.model.columnCount))
      claim = answer.claim
      let found = try byGLPK { () throws(SolverFault) in try method.finalDispatch(at: point, &clock) }
      if found.hasPoint, method.clashingSteps(found.columnValues).isEmpty,
        found.objective < best?.objective ?? .infinity
      {
        best = found
        clock.found(objective: found.objective)
      }
      if proof == nil { proof = try prove(answer, &clock) }
      best?.stopReason = answer.stopReason ?? clock.stopReason
      let isDone = best.map { method.isWithinGap($0, proof?.bound ?? -.infinity) } ?? false
      let new = method.clashingSteps(point).subtracting(decided)
      if isDone || new.isEmpty || clock.stopReason != nil { break }
      for step in new.sorted() { method.addChoice(step, to: &searched) }
      decided.formUnion(new)
    }
    guard var best else {
      guard let reason = clock.stopReason else {
        throw .unusable("\(solver.name): with its whole numbers rounded there is no dispatch", output: "")
      }
      return (Result(.stoppedWithoutSolution, reason), claim)
    }
    if let proof {
      best.take(proof)
      best.relaxationDuals = proof.rowDuals
    }
    best.certificate = nil
    return (best, claim)
  }

  /// Duals of the relaxation: by the command where its solutions have such, else by GLPK.
  private func prove(
    _ answer: ExternalAnswer, _ clock: inout SolveClock
  ) throws(ExternalSolverFault) -> OptimalityCertificate? {
    guard clock.stopReason == nil else { return nil }
    if answer.givesDuals, let duals = try? run(program.model.relaxed(), &clock)?.rowDuals {
      return certificate(duals)
    }
    let relaxation = try byGLPK { () throws(SolverFault) in
      try clock.phase("relaxation") { clock throws(SolverFault) in
        var session = try LazySession(program.model)
        return try session.solve(clock.solverOptions(phase: "relaxation"))
      }
    }
    guard !relaxation.rowDuals.isEmpty else { return nil }
    return OptimalityCertificate(rowDuals: relaxation.rowDuals, of: program.model, maker: "GLPK simplex (relaxation)")
  }

  /// Some write duals with the other sign; the one that proves more is the one that is meant.
  private func certificate(_ duals: [Double]) -> OptimalityCertificate {
    let suffix = program.model.integerCount > 0 ? " (relaxation)" : ""
    let both = [duals, duals.map { -$0 }].map {
      OptimalityCertificate(rowDuals: $0, of: program.model, maker: solver.name + suffix)
    }
    return both[0].bound >= both[1].bound ? both[0] : both[1]
  }

  private func byGLPK<R>(_ work: () throws(SolverFault) -> R) throws(ExternalSolverFault) -> R {
    do {
      return try work()
    } catch {
      throw .solver(error)
    }
  }
}

extension MonolithicMethod.Result {
  /// Takes a bound with what proves it.
  fileprivate mutating func take(_ proof: OptimalityCertificate) {
    (bound, certifiedBy, certificate) = (proof.bound, proof.certifiedBy, proof)
  }
}
