import LinearOptimization

/// The time and the progress of one solve: what is left of the limit, what each phase took, what to report.
struct SolveClock {
  private let started = ContinuousClock.now
  private let options: SolveOptions
  private(set) var phases: [DispatchOutcome.Phase] = []
  private(set) var incumbent: Double?
  private(set) var bound: Double?

  init(_ options: SolveOptions) {
    self.options = options
  }

  var elapsed: Double { (ContinuousClock.now - started) / .seconds(1) }
  var remaining: Double? { options.timeLimit.map { max(0, $0 - elapsed) } }

  var stopReason: StopReason? {
    if options.cancellation?.isCancelled == true { return .cancelled }
    if let remaining, remaining <= 0 { return .timeLimit }
    return nil
  }

  /// Runs a part of the work under a name.
  mutating func phase<R, Fault: Error>(
    _ name: String, _ work: (inout SolveClock) throws(Fault) -> R
  ) throws(Fault) -> R {
    let before = elapsed
    report(name)
    let result = try work(&self)
    if let index = phases.firstIndex(where: { $0.name == name }) {
      phases[index].seconds += elapsed - before
    } else {
      phases.append(.init(name: name, seconds: elapsed - before))
    }
    return result
  }

  mutating func found(objective: Double) { incumbent = min(incumbent ?? .infinity, objective) }
  mutating func proved(bound: Double) { if bound.isFinite { self.bound = max(self.bound ?? -.infinity, bound) } }

  /// Whether the best schedule is proven good enough.
  var isWithinGap: Bool {
    guard let incumbent, let bound else { return false }
    return options.accepts(objective: incumbent, bound: bound)
  }

  func report(_ phase: String) {
    options.progress?(SolveProgress(phase: phase, incumbent: incumbent, bound: bound, elapsed: elapsed))
  }

  /// Options for one call of the solver within what is left, reporting under a phase's name.
  func solverOptions(phase: String, limit: Double? = nil) -> SolverOptions {
    var solver = SolverOptions()
    solver.method = .automatic
    solver.relativeGap = options.gap
    solver.timeLimit = [remaining, limit].compactMap { $0 }.min()
    solver.cancellation = options.cancellation
    if let progress = options.progress {
      let (incumbent, bound, before) = (incumbent, bound, elapsed)
      solver.progress = { state in
        let isSearch = state.phase == .branchAndCut
        progress(
          SolveProgress(
            phase: phase, incumbent: isSearch ? state.incumbent ?? incumbent : incumbent,
            bound: isSearch ? state.bound ?? bound : bound, elapsed: before + state.elapsed))
      }
    }
    return solver
  }
}
