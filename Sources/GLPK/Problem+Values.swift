internal import CGLPK

/// A point with its duals; `rowDuals` is the change of the objective per unit of a row's limit.
public struct PointValues: Sendable {
  public var columns, rows, rowDuals, reducedCosts: [Double]
}

extension Problem {
  /// The method whose last point is read; an integer point has no duals, and theirs are empty.
  public enum PointKind: Sendable { case basic, interior, integer }

  /// Reads the last point of a method, whatever its status.
  public func values(_ kind: PointKind) throws(SolverFault) -> PointValues {
    let duals = kind != .integer
    var point = PointValues(
      columns: Array(repeating: 0, count: columnCount), rows: Array(repeating: 0, count: rowCount),
      rowDuals: Array(repeating: 0, count: duals ? rowCount : 0),
      reducedCosts: Array(repeating: 0, count: duals ? columnCount : 0))
    let code =
      switch kind {
      case .basic: CGLPK_BASIC
      case .interior: CGLPK_INTERIOR
      case .integer: CGLPK_MIP
      }
    try Self.check(
      cglpk_get_values(handle, Int32(code), &point.columns, &point.rows, &point.rowDuals, &point.reducedCosts))
    return point
  }

  /// Runs GLPK's interior-point method. True where GLPK calls the point optimal; that is no proof, and its other verdicts
  /// are often wrong too: certify the point.
  ///
  /// - Parameter shouldStop: asked once an iteration; true throws `SolverFault.interrupted`. It cannot call GLPK.
  public mutating func runInteriorPoint(shouldStop: @escaping () -> Bool = { false }) throws(SolverFault) -> Bool {
    var shouldStop = shouldStop
    let code = withUnsafeMutablePointer(to: &shouldStop) { context in
      cglpk_interior(
        handle, { $0.map { $0.assumingMemoryBound(to: (() -> Bool).self).pointee() } ?? false }, context)
    }
    return try Self.check(code) == 0
  }
}
