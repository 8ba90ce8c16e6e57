import CStageKernels

/// The Newton system of a staged model: factored for the drivers' θ, then solved for right-hand sides.
///
/// Σ over eliminated drivers a θ aᵀ Δy + Σ over kept drivers a Δq = r and, per kept driver, aᵀΔy − Δq/θ = −g/θ. The
/// recursion over stages is block-tridiagonal elimination with explicit inverses (quasi-definite, so no pivoting);
/// drivers that wrap from the last stage to the first are borders.
struct StageSystem: ~Copyable {
  let stages: Int
  let pattern: StagePattern
  let drivers: [Drivers.Driver]
  private let entries: StagePattern.DenseEntries
  /// Series of the coefficients that differ by stage, by position among the pattern's coefficients.
  private let coefficients: SeriesArena
  private let coefficientSeries: [Int]
  private let chains: [ChainLink]
  private let slots: SeriesArena
  private let hubCount: Int
  private let hubStride: Int
  private let hubInverse: SeriesArena
  let stateCount: Int
  private let stride: Int
  /// Per stage: inverse of its block, links to the stage before, and the inverse times the border.
  private let inverse: SeriesArena
  private let link: SeriesArena
  private let isDiagonal: Bool
  private let borderCount: Int
  private let border: SeriesArena
  private var borderInverse: [Double] = []
  private let stateVectors: SeriesArena
  private let rowSide: SeriesArena

  init(stages: Int, _ drivers: [Drivers.Driver], _ pattern: StagePattern) {
    self.stages = stages
    self.drivers = drivers
    self.pattern = pattern
    let entries = pattern.denseEntries
    self.entries = entries
    var series: [Int] = []
    var values: [[Double]] = []
    for coefficient in pattern.coefficients {
      if case .series(let own) = coefficient {
        series.append(values.count)
        values.append(own)
      } else {
        series.append(-1)
      }
    }
    coefficientSeries = series
    let arena = SeriesArena(count: values.count, length: stages)
    for (position, own) in values.enumerated() { arena.set(position, own) }
    chains = pattern.chains.map { chain in
      let own = chain.own.map { entry in
        (
          pattern.stateOf[entry.row],
          Self.coefficient(pattern.coefficients[entry.coefficient], series[entry.coefficient], arena)
        )
      }
      let state = pattern.stateOf[chain.next.row]
      return ChainLink(
        driver: chain.driver, own: own, state: state,
        next: Self.coefficient(pattern.coefficients[chain.next.coefficient], series[chain.next.coefficient], arena),
        carried: own.first { $0.0 == state }?.1 ?? SeriesCoefficient(constant: 1),
        wraps: pattern.wrapping.contains(chain.driver))
    }
    coefficients = arena
    slots = SeriesArena(count: pattern.slotCount, length: stages)
    hubCount = pattern.hubs.count
    hubStride = (hubCount + 7) / 8 * 8
    hubInverse = SeriesArena(count: stages, length: hubCount * hubStride)
    stateCount = pattern.states.count
    stride = (stateCount + 7) / 8 * 8
    inverse = SeriesArena(count: stages, length: stateCount * stride)
    link = SeriesArena(count: stages, length: stride)
    isDiagonal = entries.link.allSatisfy { $0.state == $0.previous }
    borderCount = pattern.wrapping.count
    border = SeriesArena(count: stages, length: borderCount * stride)
    stateVectors = SeriesArena(count: stages, length: stride)
    rowSide = SeriesArena(count: pattern.nodeCount, length: stages)
  }

  private func coefficient(_ position: Int) -> SeriesCoefficient {
    Self.coefficient(pattern.coefficients[position], coefficientSeries[position], coefficients)
  }

  private static func coefficient(
    _ value: StagedModel.Coefficient, _ series: Int, _ arena: borrowing SeriesArena
  ) -> SeriesCoefficient {
    switch value {
    case .constant(let value): SeriesCoefficient(constant: value)
    case .series: SeriesCoefficient(constant: 1, series: arena[series])
    }
  }

  /// A chain by the positions of its states.
  private struct ChainLink {
    var driver: Int
    var own: [(state: Int, coefficient: SeriesCoefficient)]
    /// The state that is carried, its coefficient at the next stage and its own.
    var state: Int
    var next: SeriesCoefficient
    var carried: SeriesCoefficient
    /// Whether it leads from the last stage to the first.
    var wraps: Bool
  }

  private static let fixedQuantity = 1e12

  /// Factors the system; `theta` has one series per driver.
  mutating func factor(_ theta: borrowing SeriesArena) {
    assemble(theta)
    eliminateLightRows()
    invertHubs()
    recur(theta)
  }

  private func assemble(_ theta: borrowing SeriesArena) {
    slots.fill(0)
    let last = stages - 1
    for entry in pattern.constants {
      let slot = slots[entry.slot]
      let coefficient = coefficient(entry.coefficient)
      for t in (pattern.isLink(entry.slot) ? 1 : 0)..<stages { slot[t] += coefficient.at(t) }
    }
    for (position, driver) in pattern.keptDrivers.enumerated() {
      let node = StagePattern.Node(index: pattern.rowCount + position)
      let slot = slots[pattern.diagonal(node)]
      let source = theta[driver]
      for t in 0..<stages { slot[t] -= source[t] > 0 ? 1 / source[t] : Self.fixedQuantity }
    }
    // The last stage of a wrapping driver is the border's.
    let held = pattern.wrapping.map { theta[$0][last] }
    for driver in pattern.wrapping { theta[driver][last] = 0 }
    for entry in pattern.assemblies {
      let slot = slots[entry.slot]
      let source = theta[entry.driver]
      let a = coefficient(entry.first)
      let b = coefficient(entry.second)
      let shift = entry.isShifted ? 1 : 0
      guard stages > shift else { continue }
      let factor = a.constant * b.constant
      switch (a.series, b.series) {
      case (nil, nil): for t in shift..<stages { slot[t] += factor * source[t - shift] }
      default:
        // The second coefficient of a link belongs to a row of the stage before.
        let isLink = entry.isShifted && pattern.isLink(entry.slot)
        for t in shift..<stages {
          let second = b.series.map { $0[isLink ? t - 1 : t] } ?? 1
          slot[t] += factor * (a.series?[t] ?? 1) * second * source[t - shift]
        }
      }
    }
    for (driver, value) in zip(pattern.wrapping, held) { theta[driver][last] = value }
  }

  private func eliminateLightRows() {
    for pivot in pattern.pivots {
      let diagonal = slots[pivot.diagonal]
      for t in 0..<stages { diagonal[t] = 1 / max(diagonal[t], 1e-14) }
      for update in pivot.updates {
        let target = slots[update.slot]
        let a = slots[pivot.neighbours[update.first].slot]
        let b = slots[pivot.neighbours[update.second].slot]
        for t in 0..<stages { target[t] -= a[t] * b[t] * diagonal[t] }
      }
    }
  }

  private func invertHubs() {
    guard hubCount > 0 else { return }
    for t in 0..<stages {
      let matrix = hubInverse[t]
      for k in 0..<hubCount * hubStride { matrix[k] = 0 }
      for (a, b, slot) in entries.hub {
        let value = slots[slot][t]
        matrix[a * hubStride + b] = value
        matrix[b * hubStride + a] = value
      }
      for a in 0..<hubCount { matrix[a * hubStride + a] = max(matrix[a * hubStride + a], 1e-12) * (1 + 1e-13) }
      stage_invert(matrix, hubCount, hubStride)
    }
  }

  /// Block elimination over the stages: D ← own entries − C · D⁻¹ of the stage before · Cᵀ.
  ///
  /// A chain's θ enters D as θaaᵀ and the next stage as g = θb², with C = θb aᵀ. While nothing happens θ is many orders
  /// above the rest L of D, and g − C D⁻¹ Cᵀ would cancel to rounding. With v·a = 1 it equals (b v)ᵀ L D⁻¹ Cᵀ, which
  /// does not cancel; so L's rows are kept for the chains, and θ is added only to be inverted.
  private mutating func recur(_ theta: borrowing SeriesArena) {
    let n = stateCount
    let chainCount = chains.count
    let hubs = SeriesArena(count: max(1, hubCount), length: stride)
    let weights = SeriesArena(count: 1, length: max(1, n * hubCount))
    let edge = SeriesArena(count: max(1, borderCount), length: stride)
    let rest = SeriesArena(count: max(1, chainCount), length: stride)
    let carried = SeriesArena(count: max(1, chainCount), length: stride)
    var corner = Array(repeating: 0.0, count: borderCount * borderCount)
    for (b, driver) in pattern.wrapping.enumerated() {
      let value = theta[driver][stages - 1]
      corner[b * borderCount + b] = value > 0 ? -1 / value : -Self.fixedQuantity
    }
    for t in 0..<stages {
      let block = inverse[t]
      for k in 0..<hubCount * stride { hubs.base[k] = 0 }
      for k in 0..<n * hubCount { weights.base[k] = 0 }
      for entry in entries.stateHub {
        let value = slots[entry.slot][t]
        weights.base[entry.state * hubCount + entry.hub] = value
        for h in 0..<hubCount { hubs[h][entry.state] += hubInverse[t][h * hubStride + entry.hub] * value }
      }
      let c = link[t]
      for k in 0..<stride { c[k] = 0 }
      if isDiagonal, t > 0 { for entry in entries.link { c[entry.state] = slots[entry.slot][t] } }
      stage_block(block, n, stride, hubCount, weights.base, hubs.base, c, isDiagonal && t > 0 ? inverse[t - 1] : nil)
      if !isDiagonal, t > 0 { subtractGeneralLink(block, t) }
      if t > 0 { addCarried(block, carried, theta, t) }
      for (a, b, slot) in entries.state { addSymmetric(block, a, b, slots[slot][t]) }
      if t + 1 < stages { for (a, b, slot) in entries.previous { addSymmetric(block, a, b, slots[slot][t + 1]) } }
      for (k, chain) in chains.enumerated() {
        for j in 0..<stride { rest[k][j] = block[chain.state * stride + j] }
      }
      for chain in chains where !(t == stages - 1 && chain.wraps) {
        let value = theta[chain.driver][t]
        for a in chain.own {
          for b in chain.own {
            block[a.state * stride + b.state] += value * a.coefficient.at(t) * b.coefficient.at(t)
          }
        }
      }
      for a in 0..<n where abs(block[a * stride + a]) < 1e-12 {
        block[a * stride + a] = pattern.states[a] < pattern.rowCount ? 1e-12 : -1e-12
      }
      stage_invert(block, n, stride)
      if chainCount > 0 { stage_multiply(block, n, stride, rest.base, carried.base, chainCount) }
      guard borderCount > 0 else { continue }
      loadBorder(edge, theta, t)
      stage_multiply(block, n, stride, edge.base, border[t], borderCount)
      for a in 0..<borderCount {
        for b in 0...a {
          let value = stage_dot(edge[a], border[t] + b * stride, stride)
          corner[a * borderCount + b] -= value
          if a != b { corner[b * borderCount + a] -= value }
        }
      }
    }
    borderInverse = denseInverse(corner, borderCount)
  }

  /// Chains' rows of what the stage before passes on.
  private func addCarried(_ block: Series, _ carried: borrowing SeriesArena, _ theta: borrowing SeriesArena, _ t: Int) {
    for (k, chain) in chains.enumerated() {
      let row = chain.state
      let next = chain.next.at(t)
      guard next != 0 else { continue }
      let ratio = next / chain.carried.at(t - 1)
      let vector = carried[k]
      for entry in entries.link {
        let value = ratio * slots[entry.slot][t] * (vector[entry.previous] - (entry.previous == row ? 1 : 0))
        block[row * stride + entry.state] += value
        block[entry.state * stride + row] += value
      }
      for (m, other) in chains.enumerated() where m >= k {
        var sum = 0.0
        for own in other.own {
          sum += own.coefficient.at(t - 1) * (vector[own.state] - (m != k && own.state == row ? 1 : 0))
        }
        let value = ratio * theta[other.driver][t - 1] * other.next.at(t) * sum
        block[row * stride + other.state] += value
        if m != k { block[other.state * stride + row] += value }
      }
    }
  }

  @inline(__always)
  private func addSymmetric(_ block: Series, _ a: Int, _ b: Int, _ value: Double) {
    block[a * stride + b] += value
    if a != b { block[b * stride + a] += value }
  }

  /// block −= L · previous inverse · Lᵀ with sparse L.
  private func subtractGeneralLink(_ block: Series, _ t: Int) {
    let before = inverse[t - 1]
    for left in entries.link {
      let a = slots[left.slot][t]
      guard a != 0 else { continue }
      for right in entries.link {
        block[left.state * stride + right.state] -=
          a * before[left.previous * stride + right.previous] * slots[right.slot][t]
      }
    }
  }

  /// The border's entries in a stage, less what the stages before pass on.
  private func loadBorder(_ edge: borrowing SeriesArena, _ theta: borrowing SeriesArena, _ t: Int) {
    edge.fill(0)
    for (b, driver) in pattern.wrapping.enumerated() {
      if t == stages - 1 {
        for entry in drivers[driver].own { edge[b][pattern.stateOf[entry.row]] += entry.coefficient.at(t) }
      }
      if t == 0 {
        for entry in drivers[driver].next where entry.wraps {
          edge[b][pattern.stateOf[entry.row]] += entry.coefficient.at(0)
        }
      }
      if t > 0 { subtractLinked(edge[b], border[t - 1] + b * stride, theta, t) }
    }
  }

  /// target −= C · source of the stage before.
  @inline(__always)
  private func subtractLinked(_ target: Series, _ source: Series, _ theta: borrowing SeriesArena, _ t: Int) {
    if isDiagonal {
      stage_subtract_scaled(target, link[t], source, stride)
    } else {
      for entry in entries.link { target[entry.state] -= slots[entry.slot][t] * source[entry.previous] }
    }
    for chain in chains {
      var sum = 0.0
      for own in chain.own { sum += own.coefficient.at(t - 1) * source[own.state] }
      target[chain.state] -= theta[chain.driver][t - 1] * chain.next.at(t) * sum
    }
  }

  /// target += Cᵀ · source of the stage after `t`.
  @inline(__always)
  private func addLinkedBack(_ target: Series, _ source: Series, _ theta: borrowing SeriesArena, _ t: Int) {
    if isDiagonal {
      for k in 0..<stateCount { target[k] += link[t + 1][k] * source[k] }
    } else {
      for entry in entries.link { target[entry.previous] += slots[entry.slot][t + 1] * source[entry.state] }
    }
    for chain in chains {
      let factor = theta[chain.driver][t] * chain.next.at(t + 1) * source[chain.state]
      for own in chain.own { target[own.state] += own.coefficient.at(t) * factor }
    }
  }

  /// Solves for Δy: `residual` per row, `rhs` per driver (what its columns move by at Δy = 0). `dual` gets Δy.
  func solve(
    residual: borrowing SeriesArena, rhs: borrowing SeriesArena, theta: borrowing SeriesArena,
    dual: borrowing SeriesArena
  ) {
    let last = stages - 1
    for row in 0..<pattern.rowCount {
      let target = rowSide[row]
      let source = residual[row]
      for t in 0..<stages { target[t] = source[t] }
    }
    for (position, driver) in pattern.keptDrivers.enumerated() {
      let target = rowSide[pattern.rowCount + position]
      let (g, th) = (rhs[driver], theta[driver])
      for t in 0..<stages { target[t] = th[t] > 0 ? -g[t] / th[t] : 0 }
    }
    var borderSide = Array(repeating: 0.0, count: borderCount)
    for (b, driver) in pattern.wrapping.enumerated() {
      let th = theta[driver][last]
      borderSide[b] = th > 0 ? -rhs[driver][last] / th : 0
    }
    for (k, driver) in drivers.enumerated() where !pattern.isKept[k] {
      let g = rhs[k]
      let wraps = driver.next.contains(where: \.wraps)
      let held = g[last]
      if wraps { g[last] = 0 }
      for entry in driver.own { entry.coefficient.add(-1, g, to: rowSide[entry.row], rows: 0..<stages) }
      for entry in driver.next { entry.coefficient.add(-1, g, from: -1, to: rowSide[entry.row], rows: 1..<stages) }
      g[last] = held
    }
    for pivot in pattern.pivots {
      let diagonal = slots[pivot.diagonal]
      let own = rowSide[pivot.node]
      for neighbour in pivot.neighbours {
        let slot = slots[neighbour.slot]
        let target = rowSide[neighbour.node.index]
        if neighbour.node.isPrevious {
          for t in 1..<max(1, stages) { target[t - 1] -= slot[t] * diagonal[t] * own[t] }
        } else {
          for t in 0..<stages { target[t] -= slot[t] * diagonal[t] * own[t] }
        }
      }
    }
    solveStates(theta, &borderSide)
    backSubstitute()
    for row in 0..<pattern.rowCount {
      let target = dual[row]
      let source = rowSide[row]
      for t in 0..<stages { target[t] = source[t] }
    }
  }

  private func solveStates(_ theta: borrowing SeriesArena, _ borderSide: inout [Double]) {
    let n = stateCount
    let work = SeriesArena(count: 4, length: max(8, max(stride, hubStride)))
    let (b, hub) = (work[0], work[1])
    for t in 0..<stages {
      for k in 0..<stride { b[k] = 0 }
      for (position, node) in pattern.states.enumerated() { b[position] = rowSide[node][t] }
      multiplyHubs(t, into: hub)
      for entry in entries.stateHub { b[entry.state] -= slots[entry.slot][t] * hub[entry.hub] }
      if t > 0 { subtractLinked(b, stateVectors[t - 1], theta, t) }
      stage_multiply(inverse[t], n, stride, b, stateVectors[t], 1)
      for k in 0..<borderCount { borderSide[k] -= stage_dot(border[t] + k * stride, b, stride) }
    }
    var edge = Array(repeating: 0.0, count: borderCount)
    for i in 0..<borderCount {
      for j in 0..<borderCount { edge[i] += borderInverse[i * borderCount + j] * borderSide[j] }
    }
    let (later, moved) = (work[2], work[3])
    for t in (0..<stages).reversed() {
      let own = stateVectors[t]
      if t + 1 < stages {
        let next = stateVectors[t + 1]
        for k in 0..<stride { later[k] = 0 }
        addLinkedBack(later, next, theta, t)
        stage_multiply(inverse[t], n, stride, later, moved, 1)
        for k in 0..<n { own[k] -= moved[k] }
      }
      for b in 0..<borderCount { for k in 0..<n { own[k] -= edge[b] * border[t][b * stride + k] } }
      for (position, node) in pattern.states.enumerated() { rowSide[node][t] = own[position] }
    }
  }

  /// hub inverse · the hubs' right-hand side.
  @inline(__always)
  private func multiplyHubs(_ t: Int, into result: Series) {
    for h in 0..<hubCount {
      var sum = 0.0
      for (g, node) in pattern.hubs.enumerated() { sum += hubInverse[t][h * hubStride + g] * rowSide[node][t] }
      result[h] = sum
    }
  }

  private func backSubstitute() {
    let hub = SeriesArena(count: 1, length: max(1, hubCount))
    for t in 0..<stages {
      for entry in entries.stateHub {
        rowSide[pattern.hubs[entry.hub]][t] -= slots[entry.slot][t] * rowSide[pattern.states[entry.state]][t]
      }
      multiplyHubs(t, into: hub.base)
      for (position, node) in pattern.hubs.enumerated() { rowSide[node][t] = hub.base[position] }
    }
    for pivot in pattern.pivots.reversed() {
      let own = rowSide[pivot.node]
      let diagonal = slots[pivot.diagonal]
      for neighbour in pivot.neighbours {
        let slot = slots[neighbour.slot]
        let source = rowSide[neighbour.node.index]
        if neighbour.node.isPrevious {
          for t in 1..<max(1, stages) { own[t] -= slot[t] * source[t - 1] }
        } else {
          for t in 0..<stages { own[t] -= slot[t] * source[t] }
        }
      }
      for t in 0..<stages { own[t] *= diagonal[t] }
    }
  }
}

/// Inverse of a small dense matrix by Gauss-Jordan with partial pivoting.
private func denseInverse(_ matrix: [Double], _ n: Int) -> [Double] {
  var a = matrix
  var inverse = Array(repeating: 0.0, count: n * n)
  for i in 0..<n { inverse[i * n + i] = 1 }
  for k in 0..<n {
    var best = k
    for i in k..<n where abs(a[i * n + k]) > abs(a[best * n + k]) { best = i }
    if best != k {
      for j in 0..<n {
        a.swapAt(k * n + j, best * n + j)
        inverse.swapAt(k * n + j, best * n + j)
      }
    }
    let pivot = 1 / (a[k * n + k] == 0 ? 1e-300 : a[k * n + k])
    for j in 0..<n {
      a[k * n + j] *= pivot
      inverse[k * n + j] *= pivot
    }
    for i in 0..<n where i != k {
      let f = a[i * n + k]
      guard f != 0 else { continue }
      for j in 0..<n {
        a[i * n + j] -= f * a[k * n + j]
        inverse[i * n + j] -= f * inverse[k * n + j]
      }
    }
  }
  return inverse
}
