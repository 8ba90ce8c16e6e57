/// How a solve ended; each is a result, not a fault.
public enum SolutionStatus: String, Sendable {
  case optimal, infeasible
  /// A point that is not proven to be as good as asked: no solver ends so, but a heuristic may.
  case feasible
  /// The model, or with integer columns its relaxation, has no finite optimum.
  case unbounded
  case stoppedWithSolution, stoppedWithoutSolution
}

/// Why a solve stopped before its end.
public enum StopReason: String, Sendable {
  case timeLimit, iterationLimit, cancelled, numericalTrouble, nodeLimit
  /// The relaxation is solved, and no schedule was found as near to it as was asked.
  case relaxationSolved
}

/// A basis of the simplex method: 1 basic, 2 at the lower limit, 3 at the upper limit, 4 free, 5 fixed.
public struct Basis: Sendable, Equatable {
  public var columnStatus: [UInt8]
  public var rowStatus: [UInt8]

  public init(columnStatus: [UInt8], rowStatus: [UInt8]) {
    self.columnStatus = columnStatus
    self.rowStatus = rowStatus
  }
}

/// What a solve found: a point, a proven bound, and for models without integer columns the duals.
public struct Solution: Sendable {
  public var status: SolutionStatus
  /// Set with the two stopped statuses only.
  public var stopReason: StopReason?
  /// With the model's offset; NaN if there is no point.
  public var objective = Double.nan
  /// No point of the model is better: −∞ if nothing is proven, +∞ if the model is infeasible.
  public var bound = -Double.infinity
  /// Empty if there is no point.
  public var columnValues: [Double] = []
  public var rowActivities: [Double] = []
  /// The change of the minimum per unit of the row's limit; empty with integer columns.
  public var rowDuals: [Double] = []
  /// Cost less the value of the rows' duals; empty with integer columns.
  public var reducedCosts: [Double] = []
  public var iterations = 0
  public var nodes = 0
  /// From simplex; with integer columns, of the root relaxation.
  public var basis: Basis?

  init(_ status: SolutionStatus, _ stopReason: StopReason? = nil) {
    self.status = status
    self.stopReason = stopReason
  }

  /// Of a solve that came to nothing.
  public static var none: Solution { Solution(.stoppedWithoutSolution) }

  /// A point that a method other than the solver's own has led to, with the duals that it ended with.
  public init(_ status: SolutionStatus, columnValues: [Double], objective: Double, rowDuals: [Double]) {
    self.init(status)
    (self.columnValues, self.objective, self.rowDuals) = (columnValues, objective, rowDuals)
  }

  /// (objective − bound) / max(|objective|, 1e-10), and 0 where they are equal; NaN without a point.
  public var relativeGap: Double {
    objective == bound ? 0 : (objective - bound) / max(abs(objective), 1e-10)
  }
}
