/// How a model is solved. The defaults are dual simplex and, for integer columns, branch and cut to proven optimality.
public struct SolverOptions: Sendable {
  /// The algorithm for the model, or for the root relaxation of one with integer columns.
  public enum Method: Sendable {
    case dualSimplex, primalSimplex
    /// For models without integer columns (the others use dual simplex): an interior-point method, and simplex from the
    /// basis next to its end. It knows no progress and notices limits once an iteration.
    case interiorPoint
    /// Interior point for the first solve of a large model without a start basis, else dual simplex.
    case automatic
  }

  public var method = Method.dualSimplex
  /// Branch and cut stops, and calls its solution optimal, where (objective − bound) / |objective| is no more.
  public var relativeGap = 1e-9
  /// Seconds.
  public var timeLimit: Double?
  /// Iterations of the simplex method; of branch and cut, its root relaxation.
  public var iterationLimit: Int?
  /// Nodes of the search tree.
  public var nodeLimit: Int?
  /// What GLPK may allocate on the thread; exceeding it throws `SolverFault.memoryLimit`.
  public var memoryLimitMegabytes: Int?
  /// Noticed within a fifth of a second, in long runs of simplex within about one; not while branch and cut solves one
  /// relaxation.
  public var cancellation: Cancellation?
  /// Called on the solving thread, a few times a second and at every new incumbent.
  public var progress: (@Sendable (SolverProgress) -> Void)?
  /// Replaces the basis of the last solve; one that turns out singular is dropped for the standard basis.
  public var startBasis: Basis?
  /// A feasible point from which branch and cut starts; one that is not feasible to 1e-6 is refused.
  public var incumbent: [Double]?
  /// Gomory, rounding, cover and clique cuts.
  public var cuts = true
  /// GLPK's presolver, for models without integer columns: no start basis, no cancellation, and no basis to go on from.
  public var presolve = false

  public init() {}
}

/// Where a running solve stands.
public struct SolverProgress: Sendable {
  /// Which part of the solve is running.
  public enum Phase: String, Sendable { case simplex, branchAndCut }

  public var phase: Phase
  public var iterations: Int
  /// The objective of the best solution so far; nil while there is none.
  public var incumbent: Double?
  /// A proven lower bound; nil while there is none.
  public var bound: Double?
  public var nodes: Int
  /// Seconds.
  public var elapsed: Double
}
