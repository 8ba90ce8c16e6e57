import CKernels

/// The Newton system of a window: steps in a chain, bordered by the level held, the budgets and the levels of a ring.
struct BorderedSystem: ~Copyable {
  var chain = BlockTridiagonal()
  private var slab = Slab()
  private let system: WindowSystem
  /// The chain's solutions for each border column, envelopes' rows then steps'.
  private var solutions: [(y: UnsafeMutablePointer<Double>, w: UnsafeMutablePointer<Double>)] = []
  /// Dense matrix of what is left once the chain is eliminated, and the solution in it.
  private var matrix: [Double] = []
  private var border: [Double] = []
  private var theta: UnsafeMutablePointer<Double>

  init(_ system: WindowSystem) {
    self.system = system
    theta = slab.take(0)
  }

  /// The level, then budgets, then the ring's levels.
  private var size: Int { 1 + system.budgetCount + system.round.count }

  mutating func reserve() {
    chain.reserve(count: system.count, rows: system.n, stride: system.stride)
    let length = system.cells + ((system.count + 3) & ~3)
    slab.reserve(size * length + 8)
    solutions.removeAll(keepingCapacity: true)
    for _ in 0..<size { solutions.append((slab.take(system.cells), slab.take(system.count))) }
    matrix = Array(repeating: 0, count: size * size)
    border = Array(repeating: 0, count: size)
  }

  /// Factors for the diagonal `theta` of the columns.
  mutating func factor(_ theta: UnsafeMutablePointer<Double>) {
    self.theta = theta
    withUnsafePointer(to: system.rows) {
      window_assemble($0, theta, chain.diagonal, chain.link, chain.coupling, chain.pivot)
    }
    chain.factor()
    for b in 0..<size {
      let (y, w) = solutions[b]
      y.update(repeating: 0, count: system.cells)
      w.update(repeating: 0, count: system.count)
      addBorder(b, y, w)
      chain.solve(y, w)
    }
    for b in 0..<size {
      for c in 0..<size { matrix[b * size + c] = -dot(b, solutions[c].y, solutions[c].w) }
      matrix[b * size + b] += corner(b)
    }
  }

  /// Solves in place: rows of the envelopes, of the steps, and of the border.
  mutating func solve(
    _ y: UnsafeMutablePointer<Double>, _ w: UnsafeMutablePointer<Double>, _ right: inout [Double]
  ) {
    chain.solve(y, w)
    for b in 0..<size { border[b] = right[b] - dot(b, y, w) }
    Self.eliminate(matrix, &border)
    for b in 0..<size {
      let f = border[b]
      right[b] = f
      guard f != 0 else { continue }
      let (sy, sw) = solutions[b]
      window_subtract(system.cells, f, sy, y)
      window_subtract(system.count, f, sw, w)
    }
  }

  /// Adds a border column to a right side.
  private func addBorder(_ b: Int, _ y: UnsafeMutablePointer<Double>, _ w: UnsafeMutablePointer<Double>) {
    if b == 0 {
      w.update(repeating: 1, count: system.count)
    } else if b <= system.budgetCount {
      forEachStep(ofBudget: b - 1) { t, cell in
        let given = system.stepHours * theta[cell]
        y[cell] += system.drawn[cell % system.stride] * given
        w[t] += given
      }
    } else {
      let i = system.round[b - 1 - system.budgetCount]
      y[system.cells - system.stride + i] += 1
      y[i] -= system.carry[i]
    }
  }

  /// Product of a border column with a vector.
  private func dot(_ b: Int, _ y: UnsafeMutablePointer<Double>, _ w: UnsafeMutablePointer<Double>) -> Double {
    var sum = 0.0
    if b == 0 {
      for t in 0..<system.count { sum += w[t] }
    } else if b <= system.budgetCount {
      forEachStep(ofBudget: b - 1) { t, cell in
        sum += system.stepHours * theta[cell] * (system.drawn[cell % system.stride] * y[cell] + w[t])
      }
    } else {
      let i = system.round[b - 1 - system.budgetCount]
      sum = y[system.cells - system.stride + i] - system.carry[i] * y[i]
    }
    return sum
  }

  /// Diagonal of the border itself.
  private func corner(_ b: Int) -> Double {
    if b == 0 { return 0 }
    if b <= system.budgetCount {
      var sum = theta[system.budgetColumn + b - 1] + 1e-13
      let h = system.stepHours
      forEachStep(ofBudget: b - 1) { _, cell in sum += h * h * theta[cell] }
      return sum
    }
    return -1 / max(theta[system.ringColumn + system.round[b - 1 - system.budgetCount]], 1e-13)
  }

  private func forEachStep(ofBudget b: Int, _ body: (Int, Int) -> Void) {
    for (t, cell) in system.budgetSteps[b] { body(t, cell) }
  }

  /// Gaussian elimination with partial pivoting.
  private static func eliminate(_ matrix: [Double], _ right: inout [Double]) {
    let size = right.count
    guard size > 1 else {
      right[0] /= matrix[0]
      return
    }
    var a = matrix
    for k in 0..<size {
      var best = k
      for r in k + 1..<size where abs(a[r * size + k]) > abs(a[best * size + k]) { best = r }
      if best != k {
        for c in 0..<size { a.swapAt(k * size + c, best * size + c) }
        right.swapAt(k, best)
      }
      for r in k + 1..<size {
        let f = a[r * size + k] / a[k * size + k]
        guard f != 0 else { continue }
        for c in k..<size { a[r * size + c] -= f * a[k * size + c] }
        right[r] -= f * right[k]
      }
    }
    for k in Swift.stride(from: size - 1, through: 0, by: -1) {
      for c in k + 1..<size { right[k] -= a[k * size + c] * right[c] }
      right[k] /= a[k * size + k]
    }
  }
}
