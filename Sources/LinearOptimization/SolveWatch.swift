/// The limits of one solve that hold whatever phase it is in.
struct SolveWatch {
  private let start = ContinuousClock.now
  let timeLimit: Double?
  let cancellation: Cancellation?
  let progress: (@Sendable (SolverProgress) -> Void)?

  init(_ options: SolverOptions) {
    timeLimit = options.timeLimit
    cancellation = options.cancellation
    progress = options.progress
  }

  /// Whether somebody wants to know or to interrupt before the end.
  var isWatched: Bool { cancellation != nil || progress != nil }

  /// Seconds.
  var elapsed: Double { (ContinuousClock.now - start) / .seconds(1) }

  var stopReason: StopReason? {
    if cancellation?.isCancelled == true { return .cancelled }
    if let timeLimit, elapsed >= timeLimit { return .timeLimit }
    return nil
  }

  /// Rounded up, so that a run that uses it all is over the limit; at most what GLPK takes for no limit.
  var remainingMilliseconds: Double {
    guard let timeLimit else { return Double(Int32.max) }
    return min(max((timeLimit - elapsed) * 1000, 0).rounded(.up), Double(Int32.max))
  }
}
