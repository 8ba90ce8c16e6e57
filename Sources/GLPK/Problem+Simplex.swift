internal import CGLPK

/// What GLPK says of a basic, interior or integer point.
public enum PointStatus: Int32, Sendable {
  case undefined = 1
  case feasible, infeasible, nonexistent, optimal, unbounded
}

/// Why a run of the simplex method ended.
public enum SimplexEnd: Sendable {
  case finished, iterationLimit, timeLimit
  /// The start basis is singular, badly conditioned, or has the wrong number of basic variables.
  case badBasis
  /// The presolver found that no primal (or no dual) feasible point exists.
  case noPrimalFeasiblePoint, noDualFeasiblePoint
  /// Numerical failure.
  case trouble
}

/// Where a run of the simplex method stands; `status` combines `primal` and `dual`.
public struct SimplexState: Sendable {
  public var end: SimplexEnd
  public var status, primal, dual: PointStatus
  /// Iterations of this run.
  public var iterations: Int
  public var objective: Double
}

extension Problem {
  /// Which infeasibility the simplex method works off.
  public enum SimplexMethod: Sendable { case dual, primal }

  /// Continues from the present basis until the end or a limit, with steepest-edge pricing and, for the dual method,
  /// the long-step ratio test. The presolver starts afresh instead, and a limit then leaves nothing to continue from.
  public mutating func runSimplex(
    _ method: SimplexMethod, milliseconds: Int, iterations: Int = .max, presolve: Bool = false
  ) throws(SolverFault) -> SimplexState {
    var options = cglpk_simplex_options(
      method: method == .dual ? GLP_DUAL : GLP_PRIMAL, ratio_test: method == .dual ? GLP_RT_FLIP : GLP_RT_HAR,
      presolve: presolve, milliseconds: Int32(clamping: max(milliseconds, 0)),
      iterations: Int32(clamping: max(iterations, 0)))
    var state = cglpk_simplex_state()
    let code = try Self.check(cglpk_simplex(handle, &options, &state))
    let end: SimplexEnd =
      switch code {
      case 0: .finished
      case GLP_EITLIM: .iterationLimit
      case GLP_ETMLIM: .timeLimit
      case GLP_EBADB, GLP_ESING, GLP_ECOND: .badBasis
      case GLP_ENOPFS: .noPrimalFeasiblePoint
      case GLP_ENODFS: .noDualFeasiblePoint
      default: .trouble
      }
    return SimplexState(
      end: end, status: PointStatus(rawValue: state.status) ?? .undefined,
      primal: PointStatus(rawValue: state.primal_status) ?? .undefined,
      dual: PointStatus(rawValue: state.dual_status) ?? .undefined, iterations: Int(state.iterations),
      objective: state.objective)
  }

  /// Scales rows and columns as GLPK sees fit. The values it returns are not scaled.
  public mutating func scale() throws(SolverFault) {
    try Self.check(cglpk_scale(handle, GLP_SF_AUTO))
  }

  /// Makes every row basic.
  public mutating func setStandardBasis() throws(SolverFault) { try Self.check(cglpk_standard_basis(handle)) }

  /// Builds a triangular basis with as few fixed basic variables as possible.
  public mutating func setAdvancedBasis() throws(SolverFault) { try Self.check(cglpk_advanced_basis(handle)) }

  /// The status of each column and row: 1 basic, 2 at its lower limit, 3 at its upper limit, 4 free, 5 fixed.
  public func basis() throws(SolverFault) -> (columns: [UInt8], rows: [UInt8]) {
    var columns = [UInt8](repeating: 0, count: columnCount)
    var rows = [UInt8](repeating: 0, count: rowCount)
    try Self.check(cglpk_get_basis(handle, &columns, &rows))
    return (columns, rows)
  }

  /// Replaces the basis; whether it is one shows when the simplex method starts from it.
  public mutating func setBasis(columns: [UInt8], rows: [UInt8]) throws(SolverFault) {
    guard columns.count == columnCount, rows.count == rowCount else {
      throw .invalid("a basis of \(columns.count) columns and \(rows.count) rows for \(columnCount) and \(rowCount)")
    }
    for status in columns where !(1...5).contains(status) { throw .invalid("\(status) is no status in a basis") }
    for status in rows where !(1...5).contains(status) { throw .invalid("\(status) is no status in a basis") }
    try Self.check(cglpk_set_basis(handle, columns, rows))
  }

  /// Factorizes the basis, for the simplex method to start from; false where it is singular or badly conditioned.
  public mutating func factorize() throws(SolverFault) -> Bool { try Self.check(cglpk_factorize(handle)) == 0 }
}
