import CKernels

/// The dense recursion over stages: block-tridiagonal elimination with explicit inverses, once light rows are gone.
///
/// Blocks are quasi-definite, so nothing is pivoted. Drivers that wrap from the last stage to the first are borders.
struct StageRecursion: ~Copyable {
  private let stages: Int
  private let states: [Int]
  private let keptCount: Int
  private let isCore: [Bool]
  private let entries: StagePattern.DenseEntries
  private let chains: [Chain]
  /// Coefficients of all chains' rows in their own stage, chain by chain.
  private let owns: [Own]
  private let wraps: [Wrap]
  private(set) var layout: StageLayout
  /// Per stage: inverse of its block, the inverse times the border, and the solution.
  private var inverse: SeriesArena
  private var border: SeriesArena
  private var vectors: SeriesArena
  private var borderInverse: [Double] = []
  /// Per stage and chain: what it passes on, θ times its coefficient at the next stage; per stage and entry of `owns`:
  /// its coefficient.
  private let gains: SeriesArena
  private let ownValues: SeriesArena
  /// The place in its stage's block of each entry of `owns`; anywhere where the row takes no part, as its value is 0 then.
  private var ownPlaces: [Int32]
  private var links = Links()

  /// A level that is carried on (see `StagePattern.Chain`).
  private struct Chain {
    var driver: Int
    var own: Range<Int>
    /// The row that is carried, as a position among the core states, its coefficient at the next stage and its own, as a
    /// position in `owns`.
    var state: Int
    var next: SeriesCoefficient
    var carried: Int
    /// Position among the wrapping drivers.
    var wrap: Int?
  }

  private struct Own {
    var state: Int
    var coefficient: SeriesCoefficient
  }

  private struct Wrap {
    var driver: Int
    var own: [Own]
    var next: [Own]
  }

  /// Entries between a stage and the one before, by places in their blocks, stage after stage.
  private struct Links {
    var start: [Int] = []
    var state: [Int32] = []
    var previous: [Int32] = []
    var value: [Double] = []
  }

  /// - Parameters:
  ///   - isLazy: by row, whether it takes part in some stages only; no level is carried by such a row.
  ///   - coefficient: how kernels take a coefficient; its series outlive the recursion.
  init(
    stages: Int, _ drivers: [Drivers.Driver], _ pattern: StagePattern, isLazy: (Int) -> Bool,
    coefficient: (StagedModel.Coefficient) -> SeriesCoefficient
  ) {
    self.stages = stages
    states = pattern.states
    let keptCount = pattern.keptDrivers.count
    self.keptCount = keptCount
    isCore = states.indices.map { $0 >= keptCount && !isLazy(pattern.states[$0]) }
    entries = pattern.denseEntries
    var owns: [Own] = []
    chains = pattern.chains.map { [isCore] chain in
      let first = owns.count
      owns += chain.own.map {
        Own(state: pattern.stateOf[$0.row], coefficient: coefficient(pattern.coefficients[$0.coefficient]))
      }
      let state = pattern.stateOf[chain.next.row]
      return Chain(
        driver: chain.driver, own: first..<owns.count, state: isCore[..<state].count { $0 },
        next: coefficient(pattern.coefficients[chain.next.coefficient]),
        carried: owns[first...].firstIndex { $0.state == state } ?? first,
        wrap: pattern.wrapping.firstIndex(of: chain.driver))
    }
    self.owns = owns
    wraps = pattern.wrapping.map { driver in
      Wrap(
        driver: driver,
        own: drivers[driver].own.map { Own(state: pattern.stateOf[$0.row], coefficient: coefficient($0.coefficient)) },
        next: drivers[driver].next.filter(\.wraps).map {
          Own(state: pattern.stateOf[$0.row], coefficient: coefficient($0.coefficient))
        })
    }
    gains = SeriesArena(count: stages, length: chains.count, isDense: true)
    ownValues = SeriesArena(count: stages, length: owns.count, isDense: true)
    ownPlaces = Array(repeating: 0, count: stages * owns.count)
    layout = StageLayout(isCore: isCore, stages: 0, [])
    inverse = SeriesArena(count: 0, length: 0)
    border = SeriesArena(count: 0, length: 0)
    vectors = SeriesArena(count: 0, length: 0)
  }

  /// Lays the blocks out anew.
  ///
  /// - Parameter isPresent: whether a kept quantity or a lazy row takes part, stage after stage for each state.
  mutating func layOut(_ isPresent: [Bool]) {
    layout = StageLayout(isCore: isCore, stages: stages, isPresent)
    ownPlaces.withUnsafeMutableBufferPointer { [layout, owns, stages] places in
      for (k, own) in owns.enumerated() {
        for t in 0..<stages {
          let place = layout.place(own.state, t)
          ownValues[t][k] = place < 0 ? 0 : own.coefficient.at(t)
          places[t * owns.count + k] = Int32(max(0, place))
        }
      }
    }
    // More stages are tied from one iteration to the next: some room ahead saves most of the moves.
    if inverse.length < layout.blockStart[stages] {
      inverse = SeriesArena(count: 1, length: layout.blockStart[stages] * 5 / 4, isDense: true)
    }
    if vectors.length < layout.vectorStart[stages] {
      vectors = SeriesArena(count: 1, length: layout.vectorStart[stages] * 5 / 4, isDense: true)
      border = SeriesArena(count: wraps.count, length: vectors.length, isDense: true)
    }
  }

  private static let fixedQuantity = 1e12

  /// D ← own entries − C · D⁻¹ of the stage before · Cᵀ.
  ///
  /// A chain's θ enters D as θaaᵀ and the next stage as g = θb², with C = θb aᵀ. While nothing happens θ is many orders
  /// above the rest L of D, and g − C D⁻¹ Cᵀ would cancel to rounding. With v·a = 1 it equals (b v)ᵀ L D⁻¹ Cᵀ, which
  /// does not cancel; so L's rows are kept for the chains, and θ is added only to be inverted.
  mutating func factor(_ slots: borrowing SeriesArena, _ theta: borrowing SeriesArena) {
    gather(slots, theta)
    let borderCount = wraps.count
    let edge = SeriesArena(count: 1, length: max(1, borderCount) * layout.widest)
    let rest = SeriesArena(count: 1, length: max(1, chains.count) * layout.widest)
    let carried = SeriesArena(count: 1, length: max(1, chains.count) * layout.widest)
    var corner = Array(repeating: 0.0, count: borderCount * borderCount)
    for (b, wrap) in wraps.enumerated() {
      let value = theta[wrap.driver][stages - 1]
      corner[b * borderCount + b] = value > 0 ? -1 / value : -Self.fixedQuantity
    }
    for t in 0..<stages {
      let (n, stride, first) = (layout.size[t], layout.stride[t], layout.coreStart(t))
      let block = inverse.base + layout.blockStart[t]
      block.update(repeating: 0, count: n * stride)
      if t > 0 {
        subtractLinks(block, t)
        addCarried(block, carried.base, t)
      }
      for (a, b, slot) in entries.state { addSymmetric(block, a, b, t, slots[slot][t]) }
      if t + 1 < stages { for (a, b, slot) in entries.previous { addSymmetric(block, a, b, t, slots[slot][t + 1]) } }
      for (k, chain) in chains.enumerated() {
        (rest.base + k * stride).update(from: block + (first + chain.state) * stride, count: stride)
      }
      let coefficients = ownValues[t]
      for chain in chains where t < stages - 1 || chain.wrap == nil {
        let value = theta[chain.driver][t]
        for a in chain.own {
          let row = block + place(a, t) * stride
          let scaled = value * coefficients[a]
          for b in chain.own { row[place(b, t)] += scaled * coefficients[b] }
        }
      }
      layout.forEachMember(t) { k, state in
        if abs(block[k * stride + k]) < 1e-12 { block[k * stride + k] = state < keptCount ? -1e-12 : 1e-12 }
      }
      stage_invert(block, n, stride)
      stage_multiply(block, n, stride, rest.base, carried.base, chains.count)
      guard borderCount > 0 else { continue }
      loadBorder(edge.base, t)
      let result = border.base + borderCount * layout.vectorStart[t]
      stage_multiply(block, n, stride, edge.base, result, borderCount)
      for a in 0..<borderCount {
        for b in 0...a {
          let value = stage_dot(edge.base + a * stride, result + b * stride, stride)
          corner[a * borderCount + b] -= value
          if a != b { corner[b * borderCount + a] -= value }
        }
      }
    }
    borderInverse = denseInverse(corner, borderCount)
  }

  /// Packs what the stages pass on.
  private mutating func gather(_ slots: borrowing SeriesArena, _ theta: borrowing SeriesArena) {
    links.start.removeAll(keepingCapacity: true)
    links.state.removeAll(keepingCapacity: true)
    links.previous.removeAll(keepingCapacity: true)
    links.value.removeAll(keepingCapacity: true)
    for t in 0..<stages {
      links.start.append(links.value.count)
      guard t > 0 else { continue }
      for entry in entries.link {
        let value = slots[entry.slot][t]
        guard value != 0 else { continue }
        links.state.append(Int32(layout.place(entry.state, t)))
        links.previous.append(Int32(layout.place(entry.previous, t - 1)))
        links.value.append(value)
      }
      for (k, chain) in chains.enumerated() { gains[t][k] = theta[chain.driver][t - 1] * chain.next.at(t) }
    }
    links.start.append(links.value.count)
  }

  @inline(__always)
  private func addSymmetric(_ block: Series, _ a: Int, _ b: Int, _ t: Int, _ value: Double) {
    let (i, j) = (layout.place(a, t), layout.place(b, t))
    guard i >= 0, j >= 0 else { return }
    let stride = layout.stride[t]
    block[i * stride + j] += value
    if i != j { block[j * stride + i] += value }
  }

  /// Chains' rows of what the stage before passes on; `carried` has the vectors of the stage before.
  private func addCarried(_ block: Series, _ carried: Series, _ t: Int) {
    let (stride, before) = (layout.stride[t], layout.stride[t - 1])
    let (first, firstBefore) = (layout.coreStart(t), layout.coreStart(t - 1))
    let (gain, coefficients) = (gains[t], ownValues[t - 1])
    for (k, chain) in chains.enumerated() {
      let next = chain.next.at(t)
      guard next != 0 else { continue }
      let row = first + chain.state
      let old = firstBefore + chain.state
      let ratio = next / coefficients[chain.carried]
      let vector = carried + k * before
      for link in links.start[t]..<links.start[t + 1] {
        let (state, previous) = (Int(links.state[link]), Int(links.previous[link]))
        let value = ratio * links.value[link] * (vector[previous] - (previous == old ? 1 : 0))
        block[row * stride + state] += value
        block[state * stride + row] += value
      }
      for m in k..<chains.count {
        var sum = 0.0
        for own in chains[m].own {
          let place = place(own, t - 1)
          sum += coefficients[own] * (vector[place] - (m != k && place == old ? 1 : 0))
        }
        let value = ratio * gain[m] * sum
        let column = first + chains[m].state
        block[row * stride + column] += value
        if m != k { block[column * stride + row] += value }
      }
    }
  }

  /// block −= L · inverse of the stage before · Lᵀ.
  private func subtractLinks(_ block: Series, _ t: Int) {
    let (stride, before) = (layout.stride[t], layout.stride[t - 1])
    let inverse = inverse.base + layout.blockStart[t - 1]
    let range = links.start[t]..<links.start[t + 1]
    for left in range {
      let row = block + Int(links.state[left]) * stride
      let source = inverse + Int(links.previous[left]) * before
      let a = links.value[left]
      for right in range { row[Int(links.state[right])] -= a * source[Int(links.previous[right])] * links.value[right] }
    }
  }

  /// The border's entries in a stage, less what the stages before pass on.
  private func loadBorder(_ edge: Series, _ t: Int) {
    let stride = layout.stride[t]
    edge.update(repeating: 0, count: wraps.count * stride)
    for (b, wrap) in wraps.enumerated() {
      let vector = edge + b * stride
      if t == stages - 1 { add(wrap.own, to: vector, t) }
      if t == 0 { add(wrap.next, to: vector, t) }
      guard t > 0 else { continue }
      subtractLinked(vector, border.base + wraps.count * layout.vectorStart[t - 1] + b * layout.stride[t - 1], t)
    }
  }

  private func add(_ entries: [Own], to vector: Series, _ t: Int) {
    for own in entries {
      let place = layout.place(own.state, t)
      if place >= 0 { vector[place] += own.coefficient.at(t) }
    }
  }

  /// target −= C · source of the stage before.
  @inline(__always)
  private func subtractLinked(_ target: Series, _ source: Series, _ t: Int) {
    for link in links.start[t]..<links.start[t + 1] {
      target[Int(links.state[link])] -= links.value[link] * source[Int(links.previous[link])]
    }
    let (gain, coefficients) = (gains[t], ownValues[t - 1])
    let to = target + layout.coreStart(t)
    for k in chains.indices {
      var sum = 0.0
      for own in chains[k].own { sum += coefficients[own] * source[place(own, t - 1)] }
      to[chains[k].state] -= gain[k] * sum
    }
  }

  /// The place of an entry of `owns` in its stage's block.
  @inline(__always)
  private func place(_ own: Int, _ t: Int) -> Int { Int(ownPlaces[t * owns.count + own]) }

  /// target += Cᵀ · source of the stage after `t`.
  @inline(__always)
  private func addLinkedBack(_ target: Series, _ source: Series, _ t: Int) {
    for link in links.start[t + 1]..<links.start[t + 2] {
      target[Int(links.previous[link])] += links.value[link] * source[Int(links.state[link])]
    }
    let (gain, coefficients) = (gains[t + 1], ownValues[t])
    let from = source + layout.coreStart(t + 1)
    for k in chains.indices {
      let factor = gain[k] * from[chains[k].state]
      for own in chains[k].own { target[place(own, t)] += coefficients[own] * factor }
    }
  }

  /// Solves for the states: their series in `side` (one per node) are the right-hand side, then the solution.
  ///
  /// - Parameter borderSide: right-hand side of the wrapping drivers.
  func solve(_ side: borrowing SeriesArena, _ borderSide: [Double]) {
    var borderSide = borderSide
    let borderCount = wraps.count
    let work = SeriesArena(count: 1, length: layout.widest)
    let given = work[0]
    for t in 0..<stages {
      let (n, stride) = (layout.size[t], layout.stride[t])
      given.update(repeating: 0, count: stride)
      layout.forEachMember(t) { place, state in given[place] = side[states[state]][t] }
      let result = vectors.base + layout.vectorStart[t]
      if t > 0 { subtractLinked(given, vectors.base + layout.vectorStart[t - 1], t) }
      stage_multiply(inverse.base + layout.blockStart[t], n, stride, given, result, 1)
      let edges = border.base + borderCount * layout.vectorStart[t]
      for k in 0..<borderCount { borderSide[k] -= stage_dot(edges + k * stride, given, stride) }
    }
    var edge = Array(repeating: 0.0, count: borderCount)
    for i in 0..<borderCount {
      for j in 0..<borderCount { edge[i] += borderInverse[i * borderCount + j] * borderSide[j] }
    }
    for t in (0..<stages).reversed() {
      let (n, stride) = (layout.size[t], layout.stride[t])
      let own = vectors.base + layout.vectorStart[t]
      if t + 1 < stages {
        given.update(repeating: 0, count: stride)
        addLinkedBack(given, vectors.base + layout.vectorStart[t + 1], t)
        stage_multiply_subtract(inverse.base + layout.blockStart[t], n, stride, given, own)
      }
      let edges = border.base + borderCount * layout.vectorStart[t]
      for b in 0..<borderCount { series_add(n, -edge[b], edges + b * stride, own) }
      layout.forEachMember(t) { place, state in side[states[state]][t] = own[place] }
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
