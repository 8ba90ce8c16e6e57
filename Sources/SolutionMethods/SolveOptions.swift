import LinearOptimization

/// How a dispatch is solved, whichever method solves it.
public struct SolveOptions: Sendable {
  /// Whether thermal units are switched on and off.
  public var commitment: Bool
  /// Proven relative gap at which a solve is done.
  public var gap: Double
  /// Seconds for the whole solve.
  public var timeLimit: Double?
  public var cancellation: Cancellation?
  /// Called on the solving thread a few times a second.
  public var progress: (@Sendable (SolveProgress) -> Void)?

  public init(
    commitment: Bool = false, gap: Double = 1e-3, timeLimit: Double? = nil, cancellation: Cancellation? = nil,
    progress: (@Sendable (SolveProgress) -> Void)? = nil
  ) {
    self.commitment = commitment
    self.gap = gap
    self.timeLimit = timeLimit
    self.cancellation = cancellation
    self.progress = progress
  }

  /// Whether a cost is proven close enough to the optimum. Less than 1e-9 is rounding: a gap of 0 asks for an optimum,
  /// not for equal digits.
  func accepts(objective: Double, bound: Double) -> Bool {
    relativeGap(objective: objective, bound: bound) <= gap + 1e-9
  }
}

/// Where a running solve stands.
public struct SolveProgress: Sendable {
  public var phase: String
  /// Cost of the best schedule so far.
  public var incumbent: Double?
  /// Proven lower bound on the cost.
  public var bound: Double?
  /// Seconds since the solve began.
  public var elapsed: Double
  /// Part of the work that is behind, where that is known.
  public var done: Double?

  public var gap: Double? {
    guard let incumbent, let bound else { return nil }
    return relativeGap(objective: incumbent, bound: bound)
  }
}

/// (objective − bound) / |objective|, never negative; 0 where both are 0.
public func relativeGap(objective: Double, bound: Double) -> Double {
  max(0, objective - bound) / max(abs(objective), 1e-10)
}
