import CKernels

/// Primal–dual interior point for the program of some windows (S. Mehrotra, "On the implementation of a primal–dual
/// interior point method", SIAM J. Optim. 2, 1992), ended by the certificate and not by residuals alone.
final class InteriorPoint {
  let system: WindowSystem
  private var newton: BorderedSystem
  private var slab = Slab()

  // Columns: value, distance to the upper limit, and the reduced costs of the two limits.
  private(set) var x: UnsafeMutablePointer<Double>
  private var slack: UnsafeMutablePointer<Double>
  private var lower: UnsafeMutablePointer<Double>
  private var upper: UnsafeMutablePointer<Double>
  // Reciprocals, scaling, and Newton right sides and steps by column.
  private var overX: UnsafeMutablePointer<Double>
  private var overSlack: UnsafeMutablePointer<Double>
  private var theta: UnsafeMutablePointer<Double>
  private var dual: UnsafeMutablePointer<Double>
  private var drive: UnsafeMutablePointer<Double>
  private var stepX: UnsafeMutablePointer<Double>
  private var stepLower: UnsafeMutablePointer<Double>
  private var stepUpper: UnsafeMutablePointer<Double>
  // Rows: duals, residuals and steps.
  private(set) var y: UnsafeMutablePointer<Double>
  private(set) var w: UnsafeMutablePointer<Double>
  private var balance: UnsafeMutablePointer<Double>
  private var held: UnsafeMutablePointer<Double>
  private var stepY: UnsafeMutablePointer<Double>
  private var stepW: UnsafeMutablePointer<Double>
  private var restY: UnsafeMutablePointer<Double>
  private var restW: UnsafeMutablePointer<Double>
  // The iterate with the smallest residuals.
  private var bestX: UnsafeMutablePointer<Double>
  private var bestY: UnsafeMutablePointer<Double>
  private var bestW: UnsafeMutablePointer<Double>

  private(set) var level = 0.0
  private(set) var pi: [Double] = []
  private var bestPi: [Double] = []
  private var budgetResidual: [Double] = []
  private var border: [Double] = []
  private var pairs = 0.0
  /// Whether rounding shows in the rows, so that each direction is refined.
  private var refines = false
  private(set) var iterations = 0

  /// Residuals of an iterate.
  private struct Residuals {
    var primal = 0.0
    var dual = 0.0
    var gap = 0.0
    /// Not a number when any is: comparisons would drop it.
    var worst: Double { max(primal, dual, gap) + 0 * (primal + dual + gap) }
  }

  init(_ problem: PeakShavingProblem) {
    system = WindowSystem(problem)
    newton = BorderedSystem(system)
    let none = slab.take(0)
    (x, slack, lower, upper, overX, overSlack, theta, dual) = (none, none, none, none, none, none, none, none)
    (drive, stepX, stepLower, stepUpper, y, w, balance, held) = (none, none, none, none, none, none, none, none)
    (stepY, stepW, restY, restW, bestX, bestY, bestW) = (none, none, none, none, none, none, none)
  }

  /// Solves for the windows that the system holds.
  ///
  /// - Parameters:
  ///   - tolerance: scaled gap at which to stop.
  ///   - asksEarly: whether a rough iterate may do.
  ///   - certify: the proven gap of the current iterate, asked for when residuals are small.
  func solve(tolerance: Double, asksEarly: Bool, certify: () -> Double) {
    begin()
    var best = Double.infinity
    var bestIteration = 0
    var leastPrimal = Double.infinity
    refines = false
    var target = asksEarly ? 0.03 : 2 * tolerance
    iterations = 0
    while iterations < 80 {
      let residuals = evaluate()
      let score = residuals.worst
      guard score.isFinite, score < 1e9 else { break }
      refines = refines || residuals.primal > max(2 * leastPrimal, 0.01 * tolerance)
      leastPrimal = min(leastPrimal, residuals.primal)
      if score < best {
        best = score
        bestIteration = iterations
        if score < 1e-2 { save() }
      }
      // Where residuals no longer shrink, the proof of one iterate may still be better than that of another.
      if score < target || iterations > bestIteration && score < 1e-3 {
        let gap = certify()
        // Small residuals with a gap left: the windows' ends bind, and no further step would close it.
        if gap <= tolerance || score < 0.01 * tolerance { return }
        target = min(target, 0.3 * score)
      }
      if best < 1e-2, iterations - bestIteration >= 4 { break }
      step(mu: residuals.gap / pairs)
      iterations += 1
    }
    if best < 1e-2 {
      restore()
      _ = certify()
    } else {
      _ = evaluate()
      _ = certify()
    }
  }

  private func begin() {
    let (columns, cells, count) = (system.columns, system.cells, system.count)
    slab.reserve(13 * columns + 5 * cells + 5 * count + 160)
    x = slab.take(columns)
    slack = slab.take(columns, filledWith: 1)
    lower = slab.take(columns)
    upper = slab.take(columns)
    overX = slab.take(columns)
    overSlack = slab.take(columns)
    theta = slab.take(columns)
    dual = slab.take(columns)
    drive = slab.take(columns)
    stepX = slab.take(columns)
    stepLower = slab.take(columns)
    stepUpper = slab.take(columns)
    bestX = slab.take(columns)
    y = slab.take(cells)
    balance = slab.take(cells)
    stepY = slab.take(cells)
    restY = slab.take(cells)
    bestY = slab.take(cells)
    w = slab.take(count)
    held = slab.take(count)
    stepW = slab.take(count)
    restW = slab.take(count)
    bestW = slab.take(count)
    newton.reserve()
    pi = Array(repeating: 0, count: system.budgetCount)
    bestPi = pi
    budgetResidual = pi
    border = Array(repeating: 0, count: 1 + system.budgetCount + system.round.count)
    level = 0
    let price = 1 / Double(count)
    pairs = 0
    for j in 0..<columns {
      pairs += system.isFree[j] + system.isCapped[j]
      lower[j] = price * system.isFree[j]
      upper[j] = price * system.isCapped[j]
      guard system.isFree[j] > 0 else { continue }
      x[j] = system.capacity[j] / 2
      if system.isCapped[j] > 0 { slack[j] = x[j] }
    }
    for k in 0..<cells where !system.given[k].isNaN { x[2 * cells + k] = system.given[k] }
    for t in 0..<count {
      w[t] = price
      x[system.roomColumn + t] = max(0.05, -system.load[t])
    }
    // A budget of some hours is far from what half the power in all hours would take.
    for (b, steps) in system.budgetSteps.enumerated() {
      let most = system.budgetEnergy[b] / system.scale / (2 * system.stepHours * Double(max(1, steps.count)))
      for (_, cell) in steps where system.isFree[cell] > 0 {
        let share = min(x[cell], max(most, 1e-3 * system.capacity[cell]))
        slack[cell] += x[cell] - share
        x[cell] = share
      }
    }
    for b in 0..<system.budgetCount {
      x[system.budgetColumn + b] = max(0.05, system.budgetEnergy[b] / system.scale / 2)
    }
  }

  private func save() {
    bestX.update(from: x, count: system.columns)
    bestY.update(from: y, count: system.cells)
    bestW.update(from: w, count: system.count)
    bestPi = pi
  }

  private func restore() {
    x.update(from: bestX, count: system.columns)
    y.update(from: bestY, count: system.cells)
    w.update(from: bestW, count: system.count)
    pi = bestPi
  }

  /// Residuals of all rows and columns at the current iterate.
  private func evaluate() -> Residuals {
    let (cells, stride, ring) = (system.cells, system.stride, system.ringColumn)
    var result = Residuals()
    withUnsafePointer(to: system.rows) {
      window_apply($0, x, system.supply, system.load, level, balance, held)
      window_price($0, y, w, dual)
    }
    for i in 0..<stride {
      dual[ring + i] = system.isRing ? y[cells - stride + i] - system.carry[i] * y[i] : 0
      guard system.isRing else { continue }
      balance[i] += system.carry[i] * x[ring + i]
      balance[cells - stride + i] -= x[ring + i]
    }
    for b in 0..<system.budgetCount {
      budgetResidual[b] = system.budgetEnergy[b] / system.scale - x[system.budgetColumn + b]
      dual[system.budgetColumn + b] = pi[b]
    }
    forEachBudgetedCell { b, _, cell in
      budgetResidual[b] -= system.stepHours * x[cell]
      dual[cell] += system.stepHours * pi[b]
    }
    result.primal = max(window_largest(cells, balance), window_largest(system.count, held))
    for r in budgetResidual { result.primal = max(result.primal, abs(r)) }
    result.gap = window_gap(system.columns, x, slack, lower, upper, system.isFree, dual, &result.dual)
    var weights = 0.0
    for t in 0..<system.count { weights += w[t] }
    result.dual = max(result.dual, abs(1 - weights))
    return result
  }

  /// Calls with budget, step and cell.
  private func forEachBudgetedCell(_ body: (Int, Int, Int) -> Void) {
    for (b, steps) in system.budgetSteps.enumerated() {
      for (t, cell) in steps { body(b, t, cell) }
    }
  }

  /// One predictor and corrector.
  private func step(mu: Double) {
    window_scale(
      system.columns, x, slack, lower, upper, dual, system.isFree, system.isCapped, overX, overSlack, theta, drive)
    newton.factor(theta)
    direction()
    let after = window_predict(
      system.columns, x, slack, lower, upper, system.isFree, system.isCapped, overX, overSlack, stepX, stepLower,
      stepUpper)
    let ratio = after / pairs / mu
    let centre = ratio * ratio * ratio * mu
    window_correct(
      system.columns, centre, lower, upper, dual, overX, overSlack, stepX, stepLower, stepUpper, drive)
    direction()
    advance(mu: mu)
  }

  /// Solves for the step of columns and rows that `drive` asks for.
  private func direction() {
    for j in 0..<system.columns { stepX[j] = theta[j] * drive[j] }
    withUnsafePointer(to: system.rows) { window_apply($0, stepX, balance, held, 0, stepY, stepW) }
    var weights = 0.0
    for t in 0..<system.count { weights += w[t] }
    border[0] = 1 - weights
    for b in 0..<system.budgetCount { border[1 + b] = budgetResidual[b] - stepX[system.budgetColumn + b] }
    forEachBudgetedCell { b, _, cell in border[1 + b] -= system.stepHours * stepX[cell] }
    for (r, i) in system.round.enumerated() { border[1 + system.budgetCount + r] = -drive[system.ringColumn + i] }
    newton.solve(stepY, stepW, &border)
    moveColumns()
    for _ in 0..<(refines ? 2 : 0) { refine() }
  }

  /// The step of columns that goes with a step of rows.
  private func moveColumns() {
    let (ring, budget) = (system.ringColumn, system.budgetColumn)
    withUnsafePointer(to: system.rows) { window_direct($0, stepY, stepW, theta, drive, stepX) }
    for b in 0..<system.budgetCount {
      stepX[budget + b] = theta[budget + b] * (border[1 + b] + drive[budget + b])
    }
    forEachBudgetedCell { b, _, cell in stepX[cell] += theta[cell] * system.stepHours * border[1 + b] }
    stepX.advanced(by: ring).update(repeating: 0, count: system.stride)
    for (r, i) in system.round.enumerated() {
      stepX[ring + i] = border[1 + system.budgetCount + r] * system.isFree[ring + i]
    }
  }

  /// Solves again for what rounding has left of the rows.
  private func refine() {
    let (last, ring) = (system.cells - system.stride, system.ringColumn)
    withUnsafePointer(to: system.rows) { window_apply($0, stepX, balance, held, border[0], restY, restW) }
    var rest = border
    rest[0] = 1
    for t in 0..<system.count { rest[0] -= w[t] + stepW[t] }
    for b in 0..<system.budgetCount { rest[1 + b] = budgetResidual[b] - stepX[system.budgetColumn + b] }
    forEachBudgetedCell { b, _, cell in rest[1 + b] -= system.stepHours * stepX[cell] }
    for (r, i) in system.round.enumerated() {
      let moved = border[1 + system.budgetCount + r]
      restY[i] += system.carry[i] * moved
      restY[last + i] -= moved
      rest[1 + system.budgetCount + r] =
        system.carry[i] * stepY[i] - stepY[last + i] - drive[ring + i] + moved / max(theta[ring + i], 1e-13)
    }
    newton.solve(restY, restW, &rest)
    window_subtract(system.cells, -1, restY, stepY)
    window_subtract(system.count, -1, restW, stepW)
    for k in border.indices { border[k] += rest[k] }
    moveColumns()
  }

  /// Goes as far as every limit allows, less a little.
  private func advance(mu: Double) {
    let part = min(0.9995, max(0.9, 1 - 10 * mu))
    var lengths = (0.0, 0.0)
    withUnsafeMutableBytes(of: &lengths) { lengths in
      window_advance(
        system.columns, part, system.capacity, system.isFree, system.isCapped, overX, overSlack, stepX, x, slack, lower,
        upper, stepLower, stepUpper, lengths.assumingMemoryBound(to: Double.self).baseAddress)
    }
    let (ap, ad) = lengths
    level += ap * border[0]
    for b in 0..<system.budgetCount { pi[b] += ad * border[1 + b] }
    window_subtract(system.cells, -ad, stepY, y)
    window_subtract(system.count, -ad, stepW, w)
  }
}
