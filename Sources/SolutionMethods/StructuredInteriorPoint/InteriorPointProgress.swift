import StagedOptimization

/// How near an interior point is to its end, and how boldly it steps on its way.
struct InteriorPointProgress {
  let mostIterations: Int
  /// Whether it truncates no more than it began with.
  let isCautious: Bool
  /// What it estimates its gap to be, as a part of the cost; infinite at first.
  private(set) var gap = Double.infinity

  init(mostIterations: Int, isCautious: Bool = false) {
    self.mostIterations = mostIterations
    self.isCautious = isCautious
  }

  /// Takes an iteration's result in.
  ///
  /// Near the end few columns should be cut short, unless that is what holds it up. Cutting short has no proof of
  /// convergence: after half the iterations, plain steps.
  mutating func follow(_ point: inout StagedInteriorPoint, cost: Double) {
    let before = gap
    gap = point.gapEstimate / max(cost, 1e-9)
    if gap < 0.05, !isCautious { point.truncatedPart = gap > 0.7 * before ? 1e-2 : 1e-3 }
    if point.iterations > mostIterations / 2 { point.truncatedPart = 0 }
  }
}
