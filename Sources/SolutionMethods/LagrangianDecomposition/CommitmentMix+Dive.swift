import DispatchFormulation

/// A dive into the dispatch with units on in part: the half that is nearest to a decision is held at its statuses, the rest
/// makes up for it, and so on until all are decided.
extension CommitmentMix {
  /// Statuses of every unit, or `nil` where time is up.
  ///
  /// - Parameter threshold: part on from which on a unit is held on.
  func dive(from start: Optimum, threshold: Double, _ clock: SolveClock) -> [[Bool]]? {
    var optimum = start
    var held: [[Bool]?] = Array(repeating: nil, count: program.commitments.count)
    while true {
      let doubts = optimum.partOn.map { $0.reduce(0) { $0 + min($1, 1 - $1) } }
      let open = held.indices.filter { held[$0] == nil }.sorted { (doubts[$0], $0) < (doubts[$1], $1) }
      for unit in open.prefix(max(Self.last, open.count / 2)) {
        let block = program.commitments[unit]
        held[unit] = CommitmentPattern(block, relaxed: optimum.partOn[unit][...], threshold: threshold).isOn
      }
      if open.count <= Self.last { return held.compactMap { $0 } }
      guard let next = solve(from: optimum.rowDuals, holding: held, gap: 1e-3, clock) else { return nil }
      optimum = next
    }
  }

  /// As many units as are decided at once in the end.
  private static let last = 8
}
