/// Why GLPK could not be asked, or could not answer. That a problem is infeasible is no fault but a result.
public enum SolverFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// GLPK reported an error, with its own words. Every problem of the thread is dead; new ones work.
  case failed(String)
  /// Input refused before GLPK saw it: what is wrong and where. The problem is unchanged.
  case invalid(String)
  /// GLPK asked for more memory than it was allowed or the machine has. Every problem of the thread is dead, unless the
  /// limit was exceeded before the call.
  case memoryLimit
  /// The problem died with an earlier fault on its thread.
  case problemIsDead
  /// The problem was made on another thread.
  case wrongThread
  /// GLPK was called from inside its own branch and cut.
  case insideCallback
  /// The call was stopped as its caller asked. Every problem of the thread is dead; new ones work.
  case interrupted

  public var description: String {
    switch self {
    case .failed(let message): "GLPK: \(message)"
    case .invalid(let what): what
    case .memoryLimit: "GLPK exceeded its memory limit"
    case .problemIsDead: "the problem died with an earlier fault of GLPK on this thread"
    case .wrongThread: "the problem belongs to another thread"
    case .insideCallback: "GLPK cannot be called from inside its own branch and cut"
    case .interrupted: "the call was stopped"
    }
  }
}
