import DispatchFormulation
import LinearOptimization

/// Single exchanges: one block at a time takes another pattern while the rest keep theirs.
///
/// The dispatch is an LP in what the blocks give, so its duals underestimate: no exchange saves more than it does at
/// them, and one that saves nothing there need not be tried.
extension LagrangianDecomposition {
  /// Exchanges patterns of the best commitment until none of those that could save does, or the gap is met.
  ///
  /// - Parameters:
  ///   - proposals: patterns to try, besides each block's cheapest at the duals.
  ///   - patience: exchanges without success after which the rest is left.
  func exchange(
    _ rounding: inout CommitmentRounding, _ proposals: [DecompositionMaster.Proposal], patience: Int = .max,
    _ clock: inout SolveClock
  ) throws(SolverFault) {
    var known = Array(repeating: Set<[Bool]>(), count: split.blocks.count)
    for proposal in proposals { known[proposal.block].insert(proposal.isOn) }
    var improved = true
    while improved, let best = rounding.best, !best.rowDuals.isEmpty {
      improved = false
      var failures = 0
      var last: (saving: Double, isOn: [Bool])?
      for exchange in savings(at: best.rowDuals, rounding.bestPatterns, known) where failures < patience {
        if clock.stopReason != nil || clock.isWithinGap { return }
        // Equal units come one after the other, and to the same.
        if let last, last.isOn == exchange.isOn, abs(last.saving - exchange.saving) <= 1e-9 * last.saving { continue }
        last = (exchange.saving, exchange.isOn)
        var patterns = rounding.bestPatterns
        patterns[exchange.block] = exchange.isOn
        try rounding.evaluate(patterns, keepingMachines: true, &clock)
        if rounding.bestPatterns == patterns {
          improved = true
          break
        }
        failures += 1
      }
    }
  }

  /// Exchanges that save at the duals of the dispatch, the largest saving first.
  private func savings(
    at rowDuals: [Double], _ patterns: [[Bool]], _ known: [Set<[Bool]>]
  ) -> [(saving: Double, block: Int, isOn: [Bool])] {
    let reduced = split.reducedCosts(split.soundDuals(split.rows.map { rowDuals[$0] }))
    var savings: [(saving: Double, block: Int, isOn: [Bool])] = []
    for (index, block) in split.blocks.enumerated() {
      let present = block.cheapest(at: reduced, isOn: patterns[index]).cost
      var others = known[index]
      if let cheapest = block.cheapest(at: reduced) { others.insert(cheapest.isOn) }
      // In an order of their own, so that runs repeat themselves whatever the order of the set.
      for isOn in others.sorted(by: { $0.lexicographicallyPrecedes($1) { !$0 && $1 } }) where isOn != patterns[index] {
        guard block.keepsStartLimits(isOn) else { continue }
        let saving = present - block.cheapest(at: reduced, isOn: isOn).cost
        if saving > 1e-7 * max(1, abs(present)) { savings.append((saving, index, isOn)) }
      }
    }
    let order = savings.indices.sorted { (savings[$1].saving, $0) < (savings[$0].saving, $1) }
    return order.map { savings[$0] }
  }
}
