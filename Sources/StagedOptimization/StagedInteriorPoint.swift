import CKernels

/// A primal-dual interior-point method for staged models with every column boxed.
///
/// Multipliers of the rows may be anything: those of the columns' limits keep zl − zu = c − Aᵀy exactly, so every iterate
/// proves a bound. Mehrotra's predictor and corrector (SIAM J. Optimization 2, 1992) with a truncated step: the step is as
/// long as leaves at most a small part of the columns outside their box, and those stop alone short of their limit. That
/// saves two iterations of three but has no convergence proof, so it retreats to plain steps where it does not pay.
/// Columns that the predictor would take far outside their box say little of the second order there: what the corrector
/// answers to is limited per column (after Colombo & Gondzio, Computational Optimization and Applications 41, 2008, who
/// weight it as a whole), and where hardly a step is possible it aims nearer to the central path.
public struct StagedInteriorPoint: ~Copyable {
  /// Part of the columns that a step may truncate; 0 takes plain steps.
  public var truncatedPart = 1e-2
  /// Part of its distance at which a truncated column stops.
  public var keptDistance = 0.3
  public private(set) var iterations = 0
  /// Whether rounding keeps the Newton system from being solved: no further iteration helps.
  public private(set) var isExhausted = false

  /// What each row is to come to, one series per row.
  private let target: SeriesArena
  private let stages: Int
  private let drivers: [Drivers.Driver]
  private var system: StageSystem
  /// Stages in which a column is not fixed, run by run.
  private var runs: [[Range<Int>]]
  private var pairCount: Double
  private let links: [LazyLink]
  private let lower: SeriesArena
  private let upper: SeriesArena
  private let cost: SeriesArena
  private let x: SeriesArena
  private let s: SeriesArena
  private let l: SeriesArena
  private let u: SeriesArena
  private let dual: SeriesArena
  private let dualStep: SeriesArena
  private let residual: SeriesArena
  private let theta: SeriesArena
  /// Aᵀy of the drivers, and before a corrector's step is known what a step to the centre moves them by.
  private let price: SeriesArena
  private let affinePrice: SeriesArena
  private let affine: SeriesArena
  /// What drivers move by: of those that no span asks for one after the other, in the series after the last.
  private let moved: SeriesArena
  /// Never written, and so without memory.
  private let nothing: SeriesArena
  private let missed: SeriesArena
  private let refinement: SeriesArena
  private var spans: SpanBorder
  /// Rows that make a column the sum of others, with its driver and its scale there.
  private let aggregates: [(row: Int, driver: Int, scale: Double)]
  /// Multipliers of the spans' runs, their last step and what the runs miss.
  private var spanDual: [Double]
  private var spanStep: [Double]
  private var spanResidual: [Double]
  private var complementarity = 0.0

  /// - Throws: `StagePattern.Unsupported` for structures outside the recursion.
  public init(_ original: StagedModel) throws {
    let model = original.withSlacks().withAggregates()
    let drivers = Drivers(model).drivers
    let held = original.rows.map { row in zip(row.lower, row.upper).dropFirst().contains { $0 == $1 } }
    let pattern = try StagePattern(
      drivers, rowCount: model.rows.count,
      isHeld: held + Array(repeating: false, count: model.rows.count - held.count))
    let links = LazyLink.all(in: model, drivers, pattern)
    self.init(model, drivers, pattern, links, rowCount: original.rows.count)
  }

  private init(
    _ model: StagedModel, _ drivers: [Drivers.Driver], _ pattern: StagePattern, _ links: [LazyLink], rowCount: Int
  ) {
    stages = model.stageCount
    self.drivers = drivers
    self.links = links
    system = StageSystem(stages: stages, drivers, pattern, lazyRows: links.map(\.row))
    let count = model.columns.count
    lower = SeriesArena(count: count, length: stages, isDense: true)
    upper = SeriesArena(count: count, length: stages, isDense: true)
    cost = SeriesArena(count: count, length: stages, isDense: true)
    x = SeriesArena(count: count, length: stages, isDense: true)
    s = SeriesArena(count: count, length: stages, isDense: true)
    l = SeriesArena(count: count, length: stages, isDense: true)
    u = SeriesArena(count: count, length: stages, isDense: true)
    var runs: [[Range<Int>]] = []
    for (position, column) in model.columns.enumerated() {
      lower.set(position, column.lower)
      upper.set(position, column.upper)
      cost.set(position, column.cost)
      runs.append(Self.runs(count: stages) { column.upper[$0] - column.lower[$0] > 1e-7 })
    }
    for link in links { runs[link.column] = [] }
    self.runs = runs
    pairCount = 2 * Double(max(1, runs.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } }))
    target = SeriesArena(count: model.rows.count, length: stages, isDense: true)
    for (row, content) in model.rows.enumerated() { target.set(row, content.lower) }
    dual = SeriesArena(count: model.rows.count, length: stages, isDense: true)
    dualStep = SeriesArena(count: pattern.nodeCount, length: stages, isDense: true)
    residual = SeriesArena(count: model.rows.count, length: stages, isDense: true)
    theta = SeriesArena(count: drivers.count, length: stages, isDense: true)
    price = SeriesArena(count: drivers.count, length: stages, isDense: true)
    affinePrice = SeriesArena(count: drivers.count, length: stages, isDense: true)
    affine = SeriesArena(count: drivers.count, length: stages, isDense: true)
    moved = SeriesArena(count: drivers.count + 1, length: stages)
    nothing = SeriesArena(count: drivers.count, length: stages)
    missed = SeriesArena(count: model.rows.count, length: stages, isDense: true)
    refinement = SeriesArena(count: pattern.nodeCount, length: stages)
    spans = SpanBorder(model, drivers, nodeCount: pattern.nodeCount)
    aggregates = (rowCount..<model.rows.count).compactMap { row in
      guard let sum = model.rows[row].entries.first?.column else { return nil }
      for (k, driver) in drivers.enumerated() {
        for (column, scale) in driver.columns where column == sum { return (row, k, scale) }
      }
      return nil
    }
    spanDual = Array(repeating: 0, count: spans.count)
    (spanStep, spanResidual) = (spanDual, spanDual)
  }

  /// Runs of stages that are open.
  private static func runs(count: Int, isOpen: (Int) -> Bool) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var t = 0
    while t < count {
      guard isOpen(t) else {
        t += 1
        continue
      }
      let first = t
      while t < count, isOpen(t) { t += 1 }
      runs.append(first..<t)
    }
    return runs
  }

  /// Mean complementarity of the columns with their limits; times the number of limits it estimates the gap.
  public var gapEstimate: Double { complementarity * pairCount }

  /// Number of columns that are not fixed.
  public var freeColumnCount: Int { Int(pairCount / 2) }

  /// Begins at the given multipliers (one series per row), every column on its central path at `mu`.
  public mutating func start(duals: [[Double]], mu: Double) {
    for (row, values) in duals.enumerated() { dual.set(row, values) }
    updatePrices(dual, spanDual, price)
    // A sum neither pays nor earns by itself.
    for (row, driver, scale) in aggregates { for t in 0..<stages { dual[row][t] = scale * price[driver][t] } }
    updatePrices(dual, spanDual, price)
    for (k, driver) in drivers.enumerated() {
      for (column, scale) in driver.columns {
        for run in runs[column] { place(column, run, price[k], scale, mu) }
      }
    }
    complementarity = mu
    updateResidual()
  }

  /// rc = μ/x − μ/(w − x) on the column's box of width w.
  private func place(_ column: Int, _ run: Range<Int>, _ price: Series, _ scale: Double, _ mu: Double) {
    for t in run {
      let width = upper[column][t] - lower[column][t]
      let reduced = cost[column][t] - scale * price[t]
      let root = (reduced * reduced * width * width + 4 * mu * mu).squareRoot()
      let near = 2 * mu * width / (abs(reduced) * width + 2 * mu + root)
      let (toLower, toUpper) = reduced > 0 ? (near, width - near) : (width - near, near)
      x[column][t] = max(toLower, 1e-9 * width)
      s[column][t] = max(toUpper, 1e-9 * width)
      if reduced > 0 {
        u[column][t] = mu / s[column][t]
        l[column][t] = reduced + u[column][t]
      } else {
        l[column][t] = mu / x[column][t]
        u[column][t] = l[column][t] - reduced
      }
    }
  }

  /// Aᵀy by driver.
  private func updatePrices(_ dual: borrowing SeriesArena, _ spanDual: [Double], _ price: borrowing SeriesArena) {
    drivers.prices(dual, into: price)
    spans.addPrices(spanDual, to: price)
  }

  /// Solves the Newton system, and refines until what its rows miss is small beside what was asked; `price` gets Aᵀ step.
  ///
  /// - Returns: the step of the spans' multipliers, or `nil` where rounding outweighs the system.
  private func solveRefined(rhs: borrowing SeriesArena, into step: borrowing SeriesArena) -> [Double]? {
    var spanStep = spans.solve(system, residual: residual, missed: spanResidual, rhs: rhs, theta: theta, dual: step)
    var lastSpanStep = spanStep
    var last = Double.infinity
    var (scale, total) = (1.0, 0.0)
    scale = max(scale, series_largest(residual.count * stages, residual.base, &total))
    for refinement in 0...Self.refinements {
      updatePrices(step, spanStep, price)
      missed.base.update(from: residual.base, count: residual.count * stages)
      for (k, driver) in drivers.enumerated() {
        let (q, th, d, g) = (moved[driver.spans.isEmpty ? drivers.count : k], theta[k], price[k], rhs[k])
        series_multiply_add(stages, th, d, g, q)
        subtractRows(of: driver, q, from: missed)
      }
      let spanMissed = zip(spanResidual, spans.sums(of: moved)).map { $0 - $1 }
      for (k, link) in links.enumerated() {
        series_scale(stages, system.activity[k], missed[link.row])
      }
      var sum = 0.0
      var worst = series_largest(missed.count * stages, missed.base, &sum)
      for value in spanMissed {
        worst = max(worst, abs(value))
        sum += value
      }
      guard sum.isFinite else { return nil }
      if worst <= Self.missAllowed * scale { return spanStep }
      guard worst < 0.5 * last, refinement < Self.refinements else {
        // Rounding outweighs what a refinement repairs: without the last one it may still be a step.
        guard worst > last else { return worst < Self.missTolerated * scale ? spanStep : nil }
        step.add(-1, self.refinement)
        spanStep = lastSpanStep
        updatePrices(step, spanStep, price)
        return last < Self.missTolerated * scale ? spanStep : nil
      }
      last = worst
      let more = spans.solve(
        system, residual: missed, missed: spanMissed, rhs: nothing, theta: theta, dual: self.refinement)
      step.add(1, self.refinement)
      lastSpanStep = spanStep
      for position in more.indices { spanStep[position] += more[position] }
    }
    return nil
  }

  private static let refinements = 3
  /// Far below what a truncated step leaves anyway.
  private static let missAllowed = 1e-3
  private static let missTolerated = 0.05

  /// What the rows miss at the present columns.
  private mutating func updateResidual() {
    for (k, driver) in drivers.enumerated() {
      let target = affine[k]
      target.update(repeating: 0, count: stages)
      for (column, scale) in driver.columns {
        let base = lower[column]
        series_add(stages, scale, base, target)
        for run in runs[column] {
          series_add(run.count, scale, x[column] + run.lowerBound, target + run.lowerBound)
        }
      }
    }
    residual.base.update(from: target.base, count: target.count * stages)
    for (k, driver) in drivers.enumerated() { subtractRows(of: driver, affine[k], from: residual) }
    spanResidual = zip(spans.targets, spans.sums(of: affine)).map { $0 - $1 }
    activateBrokenLinks()
  }

  /// Lets those links take part that the present quantities break; the others ask for nothing.
  private mutating func activateBrokenLinks() {
    var changed = false
    for (k, link) in links.enumerated() {
      let (missed, activity) = (residual[link.row], system.activity[k])
      var isNew = false
      for t in 0..<stages where activity[t] == 0 {
        // Where the slack would have to be.
        let wanted = missed[t] / link.coefficient
        let width = upper[link.column][t] - lower[link.column][t]
        missed[t] = 0
        guard wanted < -1e-7 || wanted > width + 1e-7 else { continue }
        activity[t] = 1
        isNew = true
        missed[t] = link.coefficient * wanted
        guard width > 1e-7 else { continue }
        let inside = wanted < 0 ? 0.05 * width : 0.95 * width
        x[link.column][t] = inside
        s[link.column][t] = width - inside
        l[link.column][t] = 2 * complementarity / width
        u[link.column][t] = l[link.column][t]
        missed[t] = link.coefficient * (wanted - inside)
      }
      guard isNew else { continue }
      changed = true
      pairCount -= 2 * Double(runs[link.column].reduce(0) { $0 + $1.count })
      runs[link.column] = Self.runs(count: stages) {
        activity[$0] != 0 && upper[link.column][$0] - lower[link.column][$0] > 1e-7
      }
      pairCount += 2 * Double(runs[link.column].reduce(0) { $0 + $1.count })
    }
    if changed { system.layOut() }
  }

  /// target −= a · quantity of a driver.
  private func subtractRows(of driver: Drivers.Driver, _ source: Series, from target: borrowing SeriesArena) {
    for entry in driver.own { entry.coefficient.add(-1, source, to: target[entry.row], rows: 0..<stages) }
    for entry in driver.next {
      let target = target[entry.row]
      entry.coefficient.add(-1, source, from: -1, to: target, rows: 1..<stages)
      if entry.wraps { target[0] -= entry.coefficient.at(0) * source[stages - 1] }
    }
  }

  /// One predictor-corrector iteration.
  public mutating func iterate() {
    var sum = 0.0
    forEachRun(begin: {
      theta[$0].update(repeating: 0, count: stages)
      affine[$0].update(repeating: 0, count: stages)
    }) { column, k, scale, first, count in
      sum += stage_pass_theta(
        count, x[column] + first, s[column] + first, l[column] + first, u[column] + first, scale, theta[k] + first,
        affine[k] + first)
    }
    let mu = sum / pairCount
    let most = Self.mostCorrected * mu
    system.factor(theta)
    spans.factor(system, theta)
    spanStep = spans.solve(system, residual: residual, missed: spanResidual, rhs: affine, theta: theta, dual: dualStep)
    updatePrices(dualStep, spanStep, affinePrice)

    var sums = [0.0, 0, 0, 0, 0]
    sums.withUnsafeMutableBufferPointer { sums in
      guard let pointer = sums.baseAddress else { return }
      forEachRun(begin: {
        price[$0].update(repeating: 0, count: stages)
      }) { column, k, scale, first, count in
        stage_pass_predictor(
          count, x[column] + first, s[column] + first, l[column] + first, u[column] + first, scale,
          affinePrice[k] + first, price[k] + first, affine[k] + first, most, pointer)
      }
    }
    let (alongPrimal, alongDual) = (min(1, 1 / sums[3]), min(1, 1 / sums[4]))
    let predicted =
      mu + (alongPrimal * sums[0] + alongDual * sums[1] + alongPrimal * alongDual * sums[2]) / pairCount
    let ratio = max(predicted, 1e-12) / mu
    var sigma = min(max(ratio * ratio * ratio, 1e-4), 1)
    if min(alongPrimal, alongDual) < 0.1 { sigma = max(sigma, 0.3) }
    if truncatedPart > 0 { sigma = min(sigma, min(alongPrimal, alongDual) < 0.05 ? 0.3 : 0.1) }

    let target = sigma * mu
    let total = affine.count * affine.length
    series_add(total, target, price.base, affine.base)
    guard let refined = solveRefined(rhs: affine, into: dualStep) else {
      isExhausted = true
      return
    }
    spanStep = refined
    take(Target(complementarity: target, mostCorrected: most), from: mu)
    iterations += 1
  }

  /// Largest product of the predictor's steps that the corrector answers to, as a multiple of the complementarity.
  private static let mostCorrected = 10.0
  private static let lengths: [Double] = [1, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05]

  /// What the combined direction aims at.
  private struct Target {
    var complementarity: Double
    var mostCorrected: Double
  }

  /// Takes the longest step that truncates few enough columns and does not blow the complementarity up.
  private mutating func take(_ target: Target, from mu: Double) {
    let (aim, most) = (target.complementarity, target.mostCorrected)
    let lengths = stepLengths(target)
    var (primal, dualLength) = (lengths.primal, lengths.dual)
    let keep = truncatedPart > 0 ? keptDistance : 1e-3
    if truncatedPart > 0 {
      for _ in 0..<8 {
        var trial = 0.0
        forEachRun { column, k, scale, first, count in
          trial += stage_trial(
            count, x[column] + first, s[column] + first, l[column] + first, u[column] + first, scale, aim,
            affinePrice[k] + first, price[k] + first, most, primal, dualLength, keep)
        }
        if trial / pairCount <= 1.5 * mu { break }
        primal *= 0.6
        dualLength *= 0.6
      }
    }
    var sum = 0.0
    forEachRun { column, k, scale, first, count in
      sum += stage_step(
        count, x[column] + first, s[column] + first, l[column] + first, u[column] + first, scale, aim,
        affinePrice[k] + first, price[k] + first, most, primal, dualLength, keep)
    }
    complementarity = sum / pairCount
    dual.add(dualLength, dualStep)
    for position in spanDual.indices { spanDual[position] += dualLength * spanStep[position] }
    updateResidual()
  }

  /// The longest steps that keep every column inside its box, or leave no more than the allowed part of them outside.
  private func stepLengths(_ target: Target) -> (primal: Double, dual: Double) {
    var worst = [0.0, 0]
    let lengthCount = truncatedPart > 0 ? Self.lengths.count : 0
    var counts = Array(repeating: 0, count: 2 * Self.lengths.count)
    worst.withUnsafeMutableBufferPointer { worst in
      counts.withUnsafeMutableBufferPointer { counts in
        Self.lengths.withUnsafeBufferPointer { lengths in
          guard let worst = worst.baseAddress, let counts = counts.baseAddress, let lengths = lengths.baseAddress
          else { return }
          forEachRun { column, k, scale, first, count in
            stage_pass_lengths(
              count, x[column] + first, s[column] + first, l[column] + first, u[column] + first, scale,
              target.complementarity, affinePrice[k] + first, price[k] + first, target.mostCorrected, lengths,
              lengthCount, counts, counts + lengthCount, worst)
          }
        }
      }
    }
    var primal = worst[0] > 0.995 ? 0.995 / worst[0] : 1
    var dual = worst[1] > 0.995 ? 0.995 / worst[1] : 1
    let allowed = truncatedPart * Double(freeColumnCount)
    for k in (0..<lengthCount).reversed() {
      if Double(counts[k]) <= allowed { primal = max(primal, 0.995 * Self.lengths[k]) }
      if Double(counts[lengthCount + k]) <= allowed { dual = max(dual, 0.995 * Self.lengths[k]) }
    }
    return (primal, dual)
  }

  /// Calls `body` for every run of columns, and `begin` before those of each driver.
  @inline(__always)
  private func forEachRun(
    begin: (_ driver: Int) -> Void = { _ in },
    _ body: (_ column: Int, _ driver: Int, _ scale: Double, _ first: Int, _ count: Int) -> Void
  ) {
    for (k, driver) in drivers.enumerated() {
      begin(k)
      for (column, scale) in driver.columns {
        for run in runs[column] { body(column, k, scale, run.lowerBound, run.count) }
      }
    }
  }

  /// The bound that the present multipliers prove, up to rounding.
  public mutating func bound() -> Double {
    updatePrices(dual, spanDual, price)
    var bound = zip(spanDual, spans.targets).reduce(0) { $0 + $1.0 * $1.1 }
    bound += stage_dot(dual.base, target.base, target.count * stages)
    for (k, driver) in drivers.enumerated() {
      for (column, scale) in driver.columns {
        bound += stage_pass_bound(stages, lower[column], upper[column], cost[column], scale, price[k])
      }
    }
    return bound
  }

  /// The present value of a column, strictly inside its limits unless it is fixed.
  public func values(ofColumn column: Int) -> [Double] {
    var values = lower.values(column)
    let inside = x[column]
    for run in runs[column] { for t in run { values[t] += inside[t] } }
    return values
  }

  /// The present multipliers of a row.
  public func duals(ofRow row: Int) -> [Double] { dual.values(row) }

  /// The present multipliers of a span, one per run.
  public func duals(ofSpan span: Int) -> [Double] { spans.positions(ofSpan: span).map { spanDual[$0] } }
}
