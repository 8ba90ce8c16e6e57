import LinearOptimization

/// How a case is solved from start to end, with what the method takes besides `SolveOptions`.
public enum SolveMethod: Sendable, Equatable {
  /// Left to the program, see `MethodChoice.auto`.
  case auto
  /// One model of the whole case, solved by GLPK.
  case monolithic
  /// An interior-point method over the steps, without commitment; with `polish`, GLPK improves schedule and prices in
  /// windows at the end.
  case structured(polish: Bool = false)
  /// Window by window, as operation does: so many hours are kept of each, which looks so many hours further.
  case rolling(windowHours: Double = 48, overlapHours: Double = 24)
  /// One model of the whole case, solved by a program of the user's; its answer is held to the model.
  case external(ExternalSolver)
}

/// Why a case cannot be solved as asked; that it has no schedule is an outcome and no error.
public enum SolveError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The part of a rolling window (`window` or `overlap`) that is no whole number of steps.
  case partOfStep(String, hours: Double, stepMinutes: Int)
  /// The structured method does not switch units on and off.
  case structuredWithCommitment
  case solver(SolverFault)
  case external(ExternalSolverFault)

  public var description: String {
    switch self {
    case .partOfStep(let part, let hours, let stepMinutes):
      "\(part) \(hours): the case has steps of \(stepMinutes) minutes, and windows are whole steps"
    case .structuredWithCommitment: "the structured method takes cases without commitment"
    case .solver(let fault): "the solver failed: \(fault)"
    case .external(let fault): "\(fault)"
    }
  }
}
