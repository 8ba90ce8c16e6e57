import DispatchFormulation
import LinearOptimization

/// A dive into the master: the blocks that are nearly decided are held at their pattern, the others answer to it with
/// new proposals, and so on until all are decided.
///
/// Rounding decides all blocks at once and pays for what they miss together; here the rest makes up for it.
extension LagrangianDecomposition {
  /// Statuses of every block, or `nil` where time is up. The master is left as it was found, with more proposals.
  func dive(
    _ master: inout DecompositionMaster, from optimum: DecompositionMaster.Optimum, _ clock: inout SolveClock
  ) throws(SolverFault) -> [[Bool]]? {
    var optimum = optimum
    var held: [[Bool]?] = Array(repeating: nil, count: split.blocks.count)
    var patterns: [[Bool]]?
    while clock.stopReason == nil {
      let means = meanStatuses(master.proposals, optimum.weights)
      let doubts = means.map { $0.reduce(0) { $0 + min($1, 1 - $1) } }
      let open = held.indices.filter { held[$0] == nil && doubts[$0] > 1e-6 }.sorted { doubts[$0] < doubts[$1] }
      if open.isEmpty {
        patterns = zip(held, means).enumerated().map { index, pair in pair.0 ?? pair.1.map { $0 > 0.5 } }
        break
      }
      let next = open.prefix(max(1, open.count / 4))
      for block in next {
        held[block] = CommitmentPattern(split.blocks[block], relaxed: means[block][...], threshold: 0.5).isOn
      }
      // The first solve brings the new patterns in, the second what the others have to say to that.
      for isFirst in [true, false] {
        let points = answers(at: optimum.duals, held)
        let new = isFirst ? points.filter { next.contains($0.block) } : improving(points, optimum)
        if new.isEmpty { continue }
        try master.add(new)
        let allowed = master.proposals.map { proposal in held[proposal.block].map { $0 == proposal.isOn } ?? true }
        try master.allow(allowed)
        var options = clock.solverOptions(phase: "dive")
        options.method = .primalSimplex
        optimum = try master.solve(options)
        guard optimum.status == .optimal else { break }
      }
      guard optimum.status == .optimal else { break }
    }
    try master.allow(master.proposals.map { _ in true })
    return patterns
  }

  /// What every block would do at given duals, with its pattern where that is held.
  private func answers(at duals: [Double], _ held: [[Bool]?]) -> [(block: Int, point: BlockPoint)] {
    let reduced = split.reducedCosts(split.soundDuals(duals))
    return split.blocks.enumerated().compactMap { index, block in
      (held[index].map { block.cheapest(at: reduced, isOn: $0) } ?? block.cheapest(at: reduced)).map { (index, $0) }
    }
  }
}
