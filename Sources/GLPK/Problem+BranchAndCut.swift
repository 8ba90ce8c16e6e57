internal import CGLPK

/// Where a search tree stands.
public struct TreeState: Sendable {
  /// The objective of the best integer point so far.
  public var incumbent: Double?
  /// No integer point is better than this.
  public var bound: Double
  public var nodes, iterations: Int

  init(_ state: cglpk_tree_state) {
    incumbent = state.has_incumbent ? state.incumbent : nil
    bound = state.bound
    (nodes, iterations) = (Int(state.nodes), Int(state.iterations))
  }
}

/// Why branch and cut ended.
public enum SearchEnd: Sendable {
  case finished, gapReached, timeLimit, stopped
  case trouble
}

extension Problem {
  /// Runs branch and cut from an optimal basis of the relaxation. GLPK's presolver stays off: on small random models it
  /// fails its own assertions about once in a thousand.
  ///
  /// - Parameters:
  ///   - start: a feasible point with integral values in the integer columns.
  ///   - poll: called some fifty times a second and at every new incumbent, except while one relaxation is solved; true
  ///     stops the search. It cannot call GLPK.
  /// - Returns: `status` is optimal, feasible (an incumbent), nonexistent or undefined.
  public mutating func runBranchAndCut(
    relativeGap: Double, milliseconds: Int, cuts: Bool, start: [Double]?,
    poll: @escaping (TreeState) -> Bool
  ) throws(SolverFault) -> (end: SearchEnd, status: PointStatus, tree: TreeState) {
    guard relativeGap >= 0, relativeGap.isFinite else { throw .invalid("the relative gap is \(relativeGap)") }
    guard start.map({ $0.count == columnCount }) ?? true else {
      throw .invalid("the start has another number of values than the problem has columns")
    }
    var options = cglpk_search_options(
      relative_gap: relativeGap, cuts: cuts, milliseconds: Int32(clamping: max(milliseconds, 0)))
    var state = cglpk_tree_state()
    var status: Int32 = 0
    var poll = poll
    let code = withUnsafeMutablePointer(to: &poll) { context in
      cglpk_search(
        handle, &options, start,
        { context, state in
          guard let context, let state else { return true }
          return context.assumingMemoryBound(to: ((TreeState) -> Bool).self).pointee(TreeState(state.pointee))
        }, context, &state, &status)
    }
    let end: SearchEnd =
      switch try Self.check(code) {
      case 0: .finished
      case GLP_EMIPGAP: .gapReached
      case GLP_ETMLIM: .timeLimit
      case GLP_ESTOP: .stopped
      default: .trouble
      }
    return (end, PointStatus(rawValue: status) ?? .undefined, TreeState(state))
  }
}
