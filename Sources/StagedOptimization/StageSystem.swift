import CKernels

/// The Newton system of a staged model: factored for the drivers' θ, then solved for right-hand sides.
///
/// Σ over eliminated drivers a θ aᵀ Δy + Σ over kept drivers a Δq = r and, per kept driver, aᵀΔy − Δq/θ = −g/θ. Light
/// rows, and kept quantities in stages where they are not tied to another, are eliminated here, in all stages at once;
/// the states that remain by a recursion over stages. Rows may be *lazy* (see `LazyLink`): they take part only in the
/// stages where `activity` says so.
struct StageSystem: ~Copyable {
  let stages: Int
  let pattern: StagePattern
  let drivers: [Drivers.Driver]
  /// Series of the coefficients that differ by stage.
  private let coefficientSeries: SeriesArena
  private let coefficients: [SeriesCoefficient]
  private let slots: SeriesArena
  /// Where each lazy row takes part: 1 or 0.
  let activity: SeriesArena
  private let lazyOf: [Int]
  /// Per kept driver, the inverse of its diagonal where it is eliminated and 0 elsewhere, and with 1 there.
  private let keptInverse: SeriesArena
  private let keptScale: SeriesArena
  private var recursion: StageRecursion
  private let scratch: SeriesArena

  init(stages: Int, _ drivers: [Drivers.Driver], _ pattern: StagePattern, lazyRows: [Int] = []) {
    self.stages = stages
    self.drivers = drivers
    self.pattern = pattern
    let wrapped = pattern.wrapping.flatMap { drivers[$0].own + drivers[$0].next }.map(\.coefficient)
    var series: [[Double]: Int] = [:]
    for case .series(let values) in pattern.coefficients + wrapped where series[values] == nil {
      series[values] = series.count
    }
    let arena = SeriesArena(count: series.count, length: stages)
    for (values, position) in series { arena.set(position, values) }
    let known = { [base = arena.base] (coefficient: StagedModel.Coefficient) -> SeriesCoefficient in
      switch coefficient {
      case .constant(let value): SeriesCoefficient(constant: value)
      case .series(let values): SeriesCoefficient(constant: 1, series: base + (series[values] ?? 0) * stages)
      }
    }
    let coefficients = pattern.coefficients.map(known)
    self.coefficients = coefficients
    coefficientSeries = arena
    slots = SeriesArena(count: pattern.slotCount, length: stages, isDense: true)
    activity = SeriesArena(count: lazyRows.count, length: stages)
    var lazyOf = Array(repeating: -1, count: pattern.rowCount)
    for (position, row) in lazyRows.enumerated() { lazyOf[row] = position }
    self.lazyOf = lazyOf
    keptInverse = SeriesArena(count: pattern.keptDrivers.count, length: stages)
    keptScale = SeriesArena(count: pattern.keptDrivers.count, length: stages)
    recursion = StageRecursion(
      stages: stages, drivers, pattern, isLazy: { lazyOf[$0] >= 0 }, coefficient: known)
    scratch = SeriesArena(count: 1, length: stages)
    layOut()
  }

  /// Lays the recursion's blocks out anew: to be called when `activity` has changed, before factoring.
  mutating func layOut() {
    let eliminable = Set(pattern.pivots.compactMap(\.kept))
    let receiving = Set(pattern.keptDrivers.flatMap { drivers[$0].next.map(\.row) })
    let before = pattern.keptDrivers.map { k in drivers[k].own.map(\.row).filter { receiving.contains($0) } }
    let after = pattern.keptDrivers.map { k in drivers[k].next.map(\.row) }
    let keptCount = pattern.keptDrivers.count
    let isPresent = [Bool](unsafeUninitializedCapacity: pattern.states.count * stages) { isPresent, count in
      isPresent.initialize(repeating: false)
      count = isPresent.count
      for (state, node) in pattern.states.enumerated() {
        let first = state * stages
        guard state < keptCount else {
          guard lazyOf[node] >= 0 else { continue }
          let isActive = activity[lazyOf[node]]
          for t in 0..<stages { isPresent[first + t] = isActive[t] != 0 }
          continue
        }
        if !eliminable.contains(state) { for t in 0..<stages { isPresent[first + t] = true } }
        for (rows, ahead) in [(before[state], 0), (after[state], 1)] {
          for row in rows {
            let isActive = lazyOf[row] < 0 ? nil : activity[lazyOf[row]]
            for t in 1..<max(1, stages) where isActive.map({ $0[t] != 0 }) ?? true {
              isPresent[first + t - ahead] = true
            }
          }
        }
      }
    }
    recursion.layOut(isPresent)
  }

  private static let fixedQuantity = 1e12

  /// Factors the system; `theta` has one series per driver.
  mutating func factor(_ theta: borrowing SeriesArena) {
    assemble(theta)
    eliminateSeries()
    recursion.factor(slots, theta)
  }

  /// Slot after slot, so that each is written while it is in the cache.
  private func assemble(_ theta: borrowing SeriesArena) {
    let last = stages - 1
    // The last stage of a wrapping driver is the border's.
    let held = pattern.wrapping.map { theta[$0][last] }
    for driver in pattern.wrapping { theta[driver][last] = 0 }
    var (constant, assembly) = (0, 0)
    for position in 0..<slots.count {
      let slot = slots[position]
      slot.update(repeating: 0, count: stages)
      while constant < pattern.constants.count, pattern.constants[constant].slot == position {
        let entry = pattern.constants[constant]
        add(coefficients[entry.coefficient], ofRow: entry.row, to: slot, from: pattern.isLink(position) ? 1 : 0)
        constant += 1
      }
      while assembly < pattern.assemblies.count, pattern.assemblies[assembly].slot == position {
        add(pattern.assemblies[assembly], theta, to: slot)
        assembly += 1
      }
    }
    for (driver, value) in zip(pattern.wrapping, held) { theta[driver][last] = value }
    for (position, driver) in pattern.keptDrivers.enumerated() {
      let slot = slots[pattern.diagonal(StagePattern.Node(index: pattern.rowCount + position))]
      let source = theta[driver]
      for t in 0..<stages { slot[t] -= source[t] > 0 ? 1 / source[t] : Self.fixedQuantity }
    }
  }

  private func add(_ coefficient: SeriesCoefficient, ofRow row: Int, to slot: Series, from first: Int) {
    guard lazyOf[row] >= 0 else {
      for t in first..<stages { slot[t] += coefficient.at(t) }
      return
    }
    let activity = activity[lazyOf[row]]
    for t in first..<stages { slot[t] += coefficient.at(t) * activity[t] }
  }

  private func add(_ entry: StagePattern.Assembly, _ theta: borrowing SeriesArena, to slot: Series) {
    let source = theta[entry.driver]
    let a = coefficients[entry.first]
    let b = coefficients[entry.second]
    let shift = entry.isShifted ? 1 : 0
    guard stages > shift else { return }
    let factor = a.constant * b.constant
    // The second coefficient of a link belongs to a row of the stage before.
    let back = entry.isShifted && pattern.isLink(entry.slot) ? 1 : 0
    let (lazyFirst, lazySecond) = (lazyOf[entry.rows.first], lazyOf[entry.rows.second])
    switch (a.series, b.series) {
    case (nil, nil) where lazyFirst < 0 && lazySecond < 0:
      series_add(stages - shift, factor, source, slot + shift)
    default:
      let (isFirst, isSecond) = (
        lazyFirst < 0 ? nil : activity[lazyFirst], lazySecond < 0 ? nil : activity[lazySecond]
      )
      for t in shift..<stages {
        let first = (a.series?[t] ?? 1) * (isFirst?[t] ?? 1)
        let second = (b.series?[t - back] ?? 1) * (isSecond?[t - back] ?? 1)
        slot[t] += factor * first * second * source[t - shift]
      }
    }
  }

  /// Eliminates the light rows, and kept quantities where they are not tied to another stage.
  private func eliminateSeries() {
    for pivot in pattern.pivots {
      var inverse = slots[pivot.diagonal]
      if let kept = pivot.kept {
        inverse = keptInverse[kept]
        let (diagonal, scale) = (slots[pivot.diagonal], keptScale[kept])
        for t in 0..<stages {
          let isTied = recursion.layout.place(kept, t) >= 0
          inverse[t] = isTied ? 0 : 1 / min(diagonal[t], -1e-14)
          scale[t] = isTied ? 1 : inverse[t]
        }
      } else {
        for t in 0..<stages { inverse[t] = 1 / max(inverse[t], 1e-14) }
      }
      for update in pivot.updates {
        let target = slots[update.slot]
        let a = slots[pivot.neighbours[update.first].slot]
        let b = slots[pivot.neighbours[update.second].slot]
        series_subtract_product(stages, a, b, inverse, target)
      }
    }
  }

  /// Solves for Δy: `residual` per row, `rhs` per driver (what its columns move by at Δy = 0). `dual`, one series per
  /// node, gets Δy of the rows, then kept quantities.
  func solve(
    residual: borrowing SeriesArena, rhs: borrowing SeriesArena, theta: borrowing SeriesArena,
    dual: borrowing SeriesArena
  ) {
    let last = stages - 1
    assert(dual.count == pattern.nodeCount)
    dual.base.update(from: residual.base, count: pattern.rowCount * stages)
    for (position, driver) in pattern.keptDrivers.enumerated() {
      let target = dual[pattern.rowCount + position]
      let (g, th) = (rhs[driver], theta[driver])
      for t in 0..<stages { target[t] = th[t] > 0 ? -g[t] / th[t] : 0 }
    }
    var borderSide = Array(repeating: 0.0, count: pattern.wrapping.count)
    for (b, driver) in pattern.wrapping.enumerated() {
      let th = theta[driver][last]
      borderSide[b] = th > 0 ? -rhs[driver][last] / th : 0
    }
    for (k, driver) in drivers.enumerated() where !pattern.isKept[k] {
      let g = rhs[k]
      let wraps = driver.next.contains(where: \.wraps)
      let held = g[last]
      if wraps { g[last] = 0 }
      for entry in driver.own { entry.coefficient.add(-1, g, to: dual[entry.row], rows: 0..<stages) }
      for entry in driver.next { entry.coefficient.add(-1, g, from: -1, to: dual[entry.row], rows: 1..<stages) }
      g[last] = held
    }
    for (row, lazy) in lazyOf.enumerated() where lazy >= 0 && pattern.stateOf[row] >= 0 {
      series_scale(stages, activity[lazy], dual[row])
    }
    for pivot in pattern.pivots {
      let solved = scratch[0]
      series_multiply(stages, pivot.kept.map { keptInverse[$0] } ?? slots[pivot.diagonal], dual[pivot.node], solved)
      for neighbour in pivot.neighbours {
        let shift = neighbour.node.isPrevious ? 1 : 0
        series_add_product(
          stages - shift, -1, slots[neighbour.slot] + shift, solved + shift, dual[neighbour.node.index])
      }
    }
    recursion.solve(dual, borderSide)
    backSubstitute(dual)
  }

  private func backSubstitute(_ side: borrowing SeriesArena) {
    for pivot in pattern.pivots.reversed() {
      let own = side[pivot.node]
      guard let kept = pivot.kept else {
        for neighbour in pivot.neighbours { subtract(neighbour, of: side, from: own) }
        series_scale(stages, slots[pivot.diagonal], own)
        continue
      }
      // Where it is tied the recursion has found it, and where not the rest takes nothing from it.
      let rest = scratch[0]
      rest.update(repeating: 0, count: stages)
      for neighbour in pivot.neighbours { subtract(neighbour, of: side, from: rest) }
      series_scale(stages, keptScale[kept], own)
      series_add_product(stages, 1, keptInverse[kept], rest, own)
    }
  }

  @inline(__always)
  private func subtract(
    _ neighbour: (node: StagePattern.Node, slot: Int), of side: borrowing SeriesArena, from target: Series
  ) {
    let shift = neighbour.node.isPrevious ? 1 : 0
    series_add_product(
      stages - shift, -1, slots[neighbour.slot] + shift, side[neighbour.node.index], target + shift)
  }
}
