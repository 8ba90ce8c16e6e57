import GridModel
import SolutionMethods

extension PowerSystem {
  /// Dispatches the system at least cost, as `griddispatch solve` does, and audits the schedule.
  ///
  /// Runs on the current thread until the gap is reached or a limit ends it; from asynchronous code, call it on a thread
  /// that may be kept busy. Calls on several threads do not disturb each other.
  /// - Parameter method: what is solved and how; `.auto` is right unless there is a reason.
  /// - Returns: the result, also where the system is infeasible or no schedule was found in time: `outcome.status` says.
  /// - Throws: `SolveError` where the method does not take the system, or the solver itself fails.
  public func solve(
    _ options: SolveOptions = SolveOptions(), by method: SolveMethod = .auto
  ) throws(SolveError) -> DispatchResult {
    let plan = try SolvePlan(self, by: method, commitment: options.commitment)
    let outcome = try plan.solve(options)
    return DispatchResult(outcome, of: self, options: ["commitment": "\(options.commitment)", "gap": "\(options.gap)"])
  }
}
