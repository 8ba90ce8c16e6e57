import DispatchFormulation
import LinearOptimization

/// Commitments from fractional statuses: rounded at thresholds, repaired to obey the minimum times, and dispatched.
struct CommitmentRounding: ~Copyable {
  private let program: DispatchProgram
  private var dispatch: CommitmentDispatch?
  private(set) var best: Solution?
  /// Statuses of every block in the best schedule.
  private(set) var bestPatterns: [[Bool]] = []

  init(_ program: DispatchProgram) {
    self.program = program
  }

  /// Looks for the threshold with the cheapest dispatch: upward from low ones, at which reserve is not short.
  mutating func improve(_ means: [[Double]], _ clock: inout SolveClock) throws(SolverFault) {
    for threshold in [0.3, 0.4, 0.5, 0.2, 0.1] where clock.stopReason == nil && !clock.isWithinGap {
      try evaluate(patterns(means, threshold: threshold), &clock)
    }
  }

  /// Statuses of every block from a threshold on, repaired.
  func patterns(_ means: [[Double]], threshold: Double) -> [[Bool]] {
    zip(program.commitments, means).map { CommitmentPattern($0, relaxed: $1[...], threshold: threshold).isOn }
  }

  /// Dispatches a commitment and keeps it if it is the best.
  @discardableResult
  mutating func evaluate(_ patterns: [[Bool]], _ clock: inout SolveClock) throws(SolverFault) -> Solution {
    if dispatch == nil { dispatch = try CommitmentDispatch(program, patterns) }
    guard let solution = try dispatch?.solve(patterns, clock.solverOptions(phase: "rounding and repair")) else {
      preconditionFailure("the dispatch was just made")
    }
    if solution.status == .optimal, solution.objective < best?.objective ?? .infinity {
      best = solution
      bestPatterns = patterns
      clock.found(objective: solution.objective)
    }
    return solution
  }

  consuming func takeBest() -> Solution? { best }
}
