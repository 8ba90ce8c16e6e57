import GLPK

/// Minimises the model on the current thread: by `options.method`, or by branch and cut if a column is integer.
public func solve(_ model: LinearModel, options: SolverOptions = .init()) throws(SolverFault) -> Solution {
  try limitingMemory(to: options.memoryLimitMegabytes) { () throws(SolverFault) -> Solution in
    var session = try OptimizationSession(model)
    return try session.solve(options)
  }
}

/// Solves one model several times on the current thread, each time from the basis of the last; the session cannot
/// escape.
public func withSession<R>(
  _ model: LinearModel, _ body: (inout OptimizationSession) throws(SolverFault) -> R
) throws(SolverFault) -> R {
  var session = try OptimizationSession(model)
  return try body(&session)
}

/// The limit is the thread's and not the problem's, so it is lifted again.
func limitingMemory<R>(to megabytes: Int?, _ body: () throws(SolverFault) -> R) throws(SolverFault) -> R {
  guard let megabytes else { return try body() }
  try Problem.limitMemory(megabytes: max(megabytes, 1))
  defer { try? Problem.limitMemory(megabytes: nil) }
  return try body()
}
