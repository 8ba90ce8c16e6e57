import DispatchFormulation
import LinearOptimization

/// Bound and commitment by decomposition over the blocks that are on or off.
///
/// Columns are priced at smoothed duals (Wentges, "Weighted Dantzig–Wolfe decomposition for linear mixed-integer
/// programming", Int. Trans. Operational Research 4, 1997); every pricing is a bound by itself, so that the master need
/// not be solved to its end.
struct LagrangianDecomposition {
  let program: DispatchProgram
  let split: BlockDecomposition
  let gap: Double

  init(_ program: DispatchProgram, gap: Double) {
    self.program = program
    self.gap = gap
    split = BlockDecomposition(program)
  }

  /// A bound and the best schedule within the gap or the time; `nil` where a block has no feasible pattern or the
  /// dispatch without commitment no solution.
  func find(_ clock: inout SolveClock) throws(SolverFault) -> CommitmentStart.Outcome? {
    let start = try clock.phase("start prices") { clock throws(SolverFault) in
      try StartPrices.find(program, split, clock)
    }
    guard let start, let first = split.price(start.duals) else { return nil }
    clock.proved(bound: first.bound)
    var outcome = CommitmentStart.Outcome()
    outcome.certifiedBy = "Dantzig–Wolfe decomposition"
    var rounding = CommitmentRounding(program, gap: gap)
    rounding.prices = split.reducedCosts(split.soundDuals(start.duals))
    try round(start, &rounding, &clock)
    var centre = (duals: start.duals, bound: first.bound)
    if !clock.isWithinGap { try generate(from: start, &centre, &rounding, &clock) }
    outcome.bound = centre.bound
    outcome.relaxationDuals = Array(repeating: 0, count: program.model.rowCount)
    for (row, dual) in zip(split.rows, split.soundDuals(centre.duals)) { outcome.relaxationDuals[row] = dual }
    outcome.best = rounding.takeBest()
    return outcome
  }

  /// First schedules, so that there is one should the time run out or the user have enough.
  private func round(
    _ start: StartPrices, _ rounding: inout CommitmentRounding, _ clock: inout SolveClock
  ) throws(SolverFault) {
    try clock.phase("rounding and repair") { clock throws(SolverFault) in
      let statuses = start.mix?.optimum.partOn ?? means(of: start.points)
      // A quick look may be at a commitment with which reserve is not short.
      let threshold = StructuredDispatch.covers(program) ? 0.3 : 0.5
      try rounding.evaluate(rounding.patterns(statuses, threshold: threshold), &clock)
    }
    guard rounding.isStructured else { return }
    if let mix = start.mix {
      try clock.phase("dive") { clock throws(SolverFault) in
        for threshold in [0.3, 0.4, 0.2, 0.5] where !clock.isWithinGap {
          let patterns = mix.model.dive(from: mix.optimum, threshold: threshold, clock)
          if let patterns { try rounding.evaluate(patterns, &clock) }
        }
      }
    }
    try clock.phase("exchange") { clock throws(SolverFault) in
      let points = distinct(start.points)
      let proposals = points.map { DecompositionMaster.Proposal(block: $0.block, isOn: $0.point.isOn) }
      try exchange(&rounding, proposals, patience: Self.patience, &clock)
    }
  }

  /// Column generation to closer and closer bounds, each time with what its mean statuses, a dive and exchanges make of it.
  private func generate(
    from start: StartPrices, _ centre: inout (duals: [Double], bound: Double), _ rounding: inout CommitmentRounding,
    _ clock: inout SolveClock
  ) throws(SolverFault) {
    var master = try DecompositionMaster(split)
    try master.add(distinct(start.points) + stillPoints(at: start.duals))
    var optimum = try clock.phase("column generation") { clock throws(SolverFault) in
      try master.solve(clock.solverOptions(phase: "column generation"))
    }
    // The bound need not be better than what rounding loses.
    let rounds = rounding.isStructured ? [3, 1, 0.4, 0.1, 0.02] : [0.4, 0.1, 0.02]
    for closeness in rounds where optimum.status == .optimal && !clock.isWithinGap {
      let tolerance = closeness * gap
      try clock.phase("column generation") { clock throws(SolverFault) in
        try generate(&master, &optimum, &centre, until: tolerance, &clock)
      }
      guard optimum.status == .optimal else { break }
      try clock.phase("rounding and repair") { clock throws(SolverFault) in
        try rounding.improve(meanStatuses(master.proposals, optimum.weights), &clock)
      }
      if rounding.isStructured {
        try clock.phase("exchange") { clock throws(SolverFault) in
          try exchange(&rounding, master.proposals, patience: Self.patience, &clock)
        }
        continue
      }
      guard !clock.isWithinGap, clock.stopReason == nil else { break }
      let patterns = try clock.phase("dive") { clock throws(SolverFault) in
        try dive(&master, from: optimum, &clock)
      }
      if let patterns {
        try clock.phase("rounding and repair") { clock throws(SolverFault) in
          _ = try rounding.evaluate(patterns, &clock)
        }
      }
    }
    try clock.phase("exchange") { clock throws(SolverFault) in
      try exchange(&rounding, master.proposals, &clock)
    }
  }

  /// Blocks with limits of starts, off wherever they may be: points at given prices may all start too often, and then no
  /// mixture of them obeys the limits.
  private func stillPoints(at duals: [Double]) -> [(block: Int, point: BlockPoint)] {
    let reduced = split.reducedCosts(split.soundDuals(duals))
    return split.blocks.enumerated().filter { !$1.startLimits.isEmpty }.map { index, block in
      let off = Array(repeating: 0.0, count: block.status.count)
      let pattern = CommitmentPattern(block, relaxed: off[...], threshold: 0.5)
      return (index, block.cheapest(at: reduced, isOn: pattern.isOn))
    }
  }

  /// Exchanges without success after which a better bound is worth more than another try.
  private static let patience = 20

  /// Column generation until the bound is close to the master's optimum.
  private func generate(
    _ master: inout DecompositionMaster, _ optimum: inout DecompositionMaster.Optimum,
    _ centre: inout (duals: [Double], bound: Double), until tolerance: Double, _ clock: inout SolveClock
  ) throws(SolverFault) {
    for _ in 0..<100 where !clock.isWithinGap {
      if optimum.objective - centre.bound <= max(1e-6, tolerance) * abs(optimum.objective) { return }
      var new: [(block: Int, point: BlockPoint)] = []
      for weight in [0.6, 0] {
        let duals = zip(centre.duals, optimum.duals).map { weight * $0 + (1 - weight) * $1 }
        guard let pricing = split.price(duals) else { return }
        if pricing.bound > centre.bound { centre = (duals, pricing.bound) }
        new += improving(pricing.points.enumerated().map { ($0, $1) }, optimum)
      }
      clock.proved(bound: centre.bound)
      if new.isEmpty { return }
      try master.add(new)
      // Dual simplex after new columns takes minutes.
      var options = clock.solverOptions(phase: "column generation")
      options.method = .primalSimplex
      optimum = try master.solve(options)
      guard optimum.status == .optimal else { return }
    }
  }

  /// Points that lower the master's objective at its own duals.
  func improving(
    _ points: [(block: Int, point: BlockPoint)], _ optimum: DecompositionMaster.Optimum
  ) -> [(block: Int, point: BlockPoint)] {
    points.filter { block, point in
      var activity = Array(repeating: 0.0, count: split.rows.count)
      split.addActivity(of: point, block, to: &activity)
      var reduced = split.cost(of: point, block) - optimum.blockDuals[block]
      for (row, value) in activity.enumerated() where value != 0 { reduced -= value * optimum.duals[row] }
      return reduced < -1e-7 * max(1, abs(optimum.blockDuals[block]))
    }
  }

  /// Every pattern of every block once, at its last dispatch.
  private func distinct(_ rounds: [[BlockPoint]]) -> [(block: Int, point: BlockPoint)] {
    var seen = Array(repeating: Set<[Double]>(), count: split.blocks.count)
    var kept: [(block: Int, point: BlockPoint)] = []
    for points in rounds.reversed() {
      for (block, point) in points.enumerated() where seen[block].insert(point.values).inserted {
        kept.append((block, point))
      }
    }
    return kept
  }

  /// Status of every block in every step, on average over points of all blocks.
  private func means(of rounds: [[BlockPoint]]) -> [[Double]] {
    split.blocks.indices.map { block in
      (0..<split.blocks[block].status.count).map { t in
        rounds.reduce(0) { $0 + ($1[block].isOn[t] ? 1 : 0) } / Double(max(1, rounds.count))
      }
    }
  }

  /// Status of every block in every step, as the master mixes its proposals.
  func meanStatuses(_ proposals: [DecompositionMaster.Proposal], _ weights: [Double]) -> [[Double]] {
    var means = program.commitments.map { Array(repeating: 0.0, count: $0.status.count) }
    for (proposal, weight) in zip(proposals, weights) where weight > 0 {
      for (t, isOn) in proposal.isOn.enumerated() where isOn { means[proposal.block][t] += weight }
    }
    return means
  }
}
