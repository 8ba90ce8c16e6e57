/// Solves windows exactly: the interior point's prices give the bound, its powers the schedule.
final class WindowSolver {
  private let interior: InteriorPoint
  private var recovery = WindowRecovery()
  private var answer = WindowAnswer()
  private var duals = WindowDuals()
  /// Interior-point steps, and steps of windows times those.
  private(set) var iterations = 0
  private(set) var stepIterations = 0
  private(set) var solves = 0

  init(_ problem: PeakShavingProblem) {
    interior = InteriorPoint(problem)
  }

  func resetEffort() { (iterations, stepIterations, solves) = (0, 0, 0) }

  /// The lowest level of some windows together.
  ///
  /// - Parameters:
  ///   - isRing: one segment of all positions whose end is its beginning, at a level that is chosen.
  ///   - isOpen: the windows may end at any levels.
  ///   - budgets: MWh of each budget that these windows may use; empty to leave budgets out.
  ///   - tolerance: MW between level and bound at which to stop.
  ///   - goal: MW at which a level is low enough, whatever the bound.
  func solve(
    _ problem: PeakShavingProblem, _ segments: [Range<Int>], isRing: Bool = false, isOpen: Bool = false,
    budgets: [Double] = [], tolerance: Double, goal: Double = -.infinity
  ) -> WindowAnswer {
    let system = interior.system
    system.load(problem, segments, isRing: isRing, isOpen: isOpen, budgets: budgets)
    answer.level = .infinity
    answer.lowerBound = -.infinity
    var best = WindowAnswer()
    interior.solve(tolerance: tolerance / system.scale, asksEarly: goal > -.infinity) {
      certify(problem)
      if answer.lowerBound > best.lowerBound {
        best.lowerBound = answer.lowerBound
        best.duals = duals
      }
      if answer.level < best.level {
        best.segments = answer.segments
        best.level = answer.level
        best.power = answer.power
        best.energy = answer.energy
      }
      return best.level <= goal ? 0 : (best.level - best.lowerBound) / system.scale
    }
    solves += 1
    iterations += interior.iterations
    stepIterations += interior.iterations * system.count
    return best
  }

  private func certify(_ problem: PeakShavingProblem) {
    let system = interior.system
    let (n, stride, cells) = (system.n, system.stride, system.cells)
    duals.segments = system.segments
    duals.isRing = system.isRing
    duals.y.resize(to: system.count * n)
    duals.w.resize(to: system.count)
    var sum = 0.0
    for t in 0..<system.count {
      duals.w[t] = max(0, interior.w[t])
      sum += duals.w[t]
    }
    let f = sum > 0 ? 1 / sum : 0
    for t in 0..<system.count {
      duals.w[t] *= f
      for i in 0..<n { duals.y[t * n + i] = interior.y[t * stride + i] * f }
    }
    duals.pi = interior.pi.map { min(0, $0 * f) }
    clipCutPeriods(problem)
    answer.lowerBound = sum > 0 ? problem.lowerBound(duals) : -.infinity
    clipStarts(problem)
    let x = interior.x
    let start =
      !system.isRing
      ? nil
      : (0..<n).map { i in
        problem.isRing[i]
          ? problem.lowerLevel[(problem.count - 1) * n + i] + system.scale * x[system.ringColumn + i]
          : problem.restLevel[i]
      }
    recovery.follow(
      problem, segments: system.segments, ringStart: start, isOpen: system.isOpen, budgets: system.budgetEnergy,
      desired: { t, i in
        let cell = t * stride + i
        return system.scale * (system.stored[i] * x[cells + cell] - system.drawn[i] * x[cell])
      }, into: &answer)
  }

  /// Takes positive prices of the levels that windows begin with for 0 where that proves more.
  ///
  /// A window takes its start as given, full as a rule. What is full and cannot charge leaves that price free to rise
  /// without end, and the bound, which frees the start, would pay for it as if less inside were better.
  private func clipStarts(_ problem: PeakShavingProblem) {
    let system = interior.system
    guard !system.isRing, answer.lowerBound.isFinite else { return }
    let (n, given) = (system.n, duals.y)
    for (s, segment) in system.segments.enumerated() {
      for i in 0..<n {
        for (t, p) in zip(system.starts[s]..., segment) {
          guard problem.retained[p * n + i] != 0, duals.y[t * n + i] > 0 else { break }
          duals.y[t * n + i] = 0
        }
      }
    }
    let bound = problem.lowerBound(duals)
    if bound > answer.lowerBound { answer.lowerBound = bound } else { duals.y = given }
  }

  /// Bounds the price of a budget whose period the window's end cuts.
  ///
  /// Having to end untouched leaves that price free to fall without end, and the bound, which frees the end, would pay
  /// for it. Below the dearest hour of the period nothing more is given, so nothing is lost by stopping there.
  private func clipCutPeriods(_ problem: PeakShavingProblem) {
    let system = interior.system
    guard !system.isRing, !system.isOpen else { return }
    let n = system.n
    for (s, segment) in system.segments.enumerated() {
      for i in 0..<n where problem.mustEndAtRest(segment.upperBound - 1, i) {
        var first = segment.upperBound - 1
        var isIdle = problem.chargeLimit[first * n + i] == 0
        while first > segment.lowerBound, problem.retained[first * n + i] != 0 {
          first -= 1
          isIdle = isIdle && problem.chargeLimit[first * n + i] == 0
        }
        guard isIdle else { continue }
        let steps = (first..<segment.upperBound).map { system.starts[s] + $0 - segment.lowerBound }
        let dearest = steps.reduce(0) { max($0, duals.w[$1]) }
        let least = -dearest * problem.dischargeEfficiency[i] / problem.stepHours
        for t in steps { duals.y[t * n + i] = max(duals.y[t * n + i], least) }
      }
    }
  }
}
