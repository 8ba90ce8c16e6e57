import CKernels
import SeedsAndSnapshots
import Testing

/// Every kernel against plain loops, at sizes that fill no register.
@Suite struct StageKernelTests {
  private static let sizes = [1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 16, 17, 23, 31, 33, 39]

  private func expectClose(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-12, _ note: String = "") {
    let scale = b.reduce(1) { max($0, abs($1)) }
    #expect(a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * scale }, "\(note)")
  }

  private func stride(_ n: Int) -> Int { (n + 7) / 8 * 8 }

  /// n × n in rows of `stride(n)`, the rest zero.
  private func padded(_ n: Int, _ entry: (Int, Int) -> Double) -> [Double] {
    let ld = stride(n)
    var matrix = Array(repeating: 0.0, count: n * ld)
    for i in 0..<n { for j in 0..<n { matrix[i * ld + j] = entry(i, j) } }
    return matrix
  }

  private func paddedVector(_ n: Int, _ random: inout SeededGenerator) -> [Double] {
    random.numbers(n, -1...1) + Array(repeating: 0, count: stride(n) - n)
  }

  @Test(arguments: sizes) func invert(n: Int) {
    var random = SeededGenerator(100 + n)
    let ld = stride(n)
    // Quasi-definite: positive on some unknowns, negative on the others, anything between the two.
    let isPositive = (0..<n).map { _ in random.once(in: 2) }
    let between = random.numbers(n * n, -1...1)
    let root = random.numbers(n * n, -1...1)
    let matrix = padded(n) { i, j in
      guard isPositive[i] == isPositive[j] else { return between[min(i, j) * n + max(i, j)] }
      let square = (0..<n).reduce(i == j ? 0.5 : 0) { $0 + root[i * n + $1] * root[j * n + $1] }
      return isPositive[i] ? square : -square
    }
    var inverse = matrix
    stage_invert(&inverse, n, ld)
    let product = padded(n) { i, j in (0..<n).reduce(0) { $0 + matrix[i * ld + $1] * inverse[$1 * ld + j] } }
    expectClose(product, padded(n) { $0 == $1 ? 1 : 0 }, 1e-8, "\(n)")
    #expect((0..<n).allSatisfy { i in (n..<ld).allSatisfy { inverse[i * ld + $0] == 0 } }, "padding of \(n)")
  }

  @Test(arguments: sizes) func multiply(n: Int) {
    var random = SeededGenerator(200 + n)
    let ld = stride(n)
    let entries = random.numbers(n * n, -1...1)
    let a = padded(n) { entries[min($0, $1) * n + max($0, $1)] }
    for count in [0, 1, 2, 3, 4, 5, 7, 8, 9] {
      let x = (0..<max(1, count)).flatMap { _ in paddedVector(n, &random) }
      var y = Array(repeating: 9.0, count: max(1, count) * ld)
      stage_multiply(a, n, ld, x, &y, count)
      for v in 0..<count {
        let expected = (0..<ld).map { i in
          i < n ? (0..<n).reduce(0) { $0 + a[i * ld + $1] * x[v * ld + $1] } : 0
        }
        expectClose(Array(y[v * ld..<(v + 1) * ld]), expected, 1e-13, "\(n), vector \(v) of \(count)")
      }
    }
  }

  @Test(arguments: [1, 2, 3, 7, 8, 9, 16, 23, 40]) func multiplySubtract(n: Int) {
    var random = SeededGenerator(250 + n)
    let ld = (n + 7) / 8 * 8
    var a = Array(repeating: 0.0, count: n * ld)
    for i in 0..<n {
      for j in 0...i {
        a[i * ld + j] = random.number(-1...1)
        a[j * ld + i] = a[i * ld + j]
      }
    }
    let x = random.numbers(n, -1...1) + Array(repeating: 0, count: ld - n)
    let before = random.numbers(n, -1...1) + Array(repeating: 0, count: ld - n)
    var y = before
    stage_multiply_subtract(a, n, ld, x, &y)
    let expected = (0..<ld).map { i in
      i < n ? (0..<n).reduce(before[i]) { $0 - a[i * ld + $1] * x[$1] } : 0
    }
    expectClose(y, expected, 1e-13)
  }

  @Test(arguments: 0...40) func vectors(n: Int) {
    var random = SeededGenerator(300 + n)
    let (x, c) = (random.numbers(n, -1...1), random.numbers(n, -1...1))
    expectClose([stage_dot(x, c, n)], [zip(x, c).reduce(0) { $0 + $1.0 * $1.1 }], 1e-14)
  }

  /// A run of columns strictly inside their boxes, their multipliers positive.
  private struct Run {
    var x, s, l, u: [Double]

    init(_ n: Int, _ random: inout SeededGenerator) {
      x = (0..<n).map { _ in random.magnitude(1e-4...1e3) }
      s = (0..<n).map { _ in random.magnitude(1e-4...1e3) }
      l = (0..<n).map { _ in random.magnitude(1e-4...1e3) }
      u = (0..<n).map { _ in random.magnitude(1e-4...1e3) }
    }

    /// θ = 1 / (l/x + u/s).
    func theta(_ t: Int) -> Double { 1 / (l[t] / x[t] + u[t] / s[t]) }

    /// Quantity and multipliers along the affine direction at a change of the driver's price.
    func affine(_ t: Int, _ price: Double) -> (x: Double, l: Double, u: Double) {
      let e = theta(t) * (u[t] - l[t] + price)
      return (e, -l[t] - l[t] / x[t] * e, -u[t] + u[t] / s[t] * e)
    }
  }

  @Test(arguments: 1...40) func affinePass(n: Int) {
    var random = SeededGenerator(400 + n)
    let run = Run(n, &random)
    let scale = random.number(-2...2)
    let (theta, rhs) = (random.numbers(n, 0...1), random.numbers(n, -1...1))
    var (newTheta, newRHS) = (theta, rhs)
    let sum = stage_pass_theta(n, run.x, run.s, run.l, run.u, scale, &newTheta, &newRHS)
    expectClose([sum], [(0..<n).reduce(0) { $0 + run.x[$1] * run.l[$1] + run.s[$1] * run.u[$1] }])
    for t in 0..<n {
      expectClose([newTheta[t]], [theta[t] + scale * scale * run.theta(t)])
      expectClose([newRHS[t]], [rhs[t] + scale * run.theta(t) * (run.u[t] - run.l[t])])
    }
  }

  @Test(arguments: 1...40) func predictorPass(n: Int) {
    var random = SeededGenerator(500 + n)
    let run = Run(n, &random)
    let scale = random.number(-2...2)
    let price = random.numbers(n, -10...10)
    let most = random.magnitude(1e-3...1e3)
    var centre = Array(repeating: 0.0, count: n)
    var corrector = centre
    var sums = [1.0, 2, 3, 0.25, 0.5]
    stage_pass_predictor(n, run.x, run.s, run.l, run.u, scale, price, &centre, &corrector, most, &sums)
    var expected = [1.0, 2, 3, 0.25, 0.5]
    var sizes = [1.0, 2, 3, 1, 1]
    for t in 0..<n {
      let step = run.affine(t, scale * price[t])
      let (x, s, l, u) = (run.x[t], run.s[t], run.l[t], run.u[t])
      // (x + p·e)(l + d·el) + (s − p·e)(u + d·eu) by its terms in p, d and p·d.
      let terms = [step.x * (l - u), x * step.l + s * step.u, step.x * (step.l - step.u)]
      for k in 0..<3 {
        expected[k] += terms[k]
        sizes[k] += abs(terms[k])
      }
      expected[3] = max(expected[3], -step.x / x, step.x / s)
      expected[4] = max(expected[4], -step.l / l, -step.u / u)
      expectClose([centre[t]], [scale * run.theta(t) * (1 / x - 1 / s)])
      let (low, high) = (min(max(step.x * step.l, -most), most), min(max(step.x * step.u, -most), most))
      let correction = scale * run.theta(t) * (-low / x - high / s)
      let size = abs(scale) * run.theta(t) * abs(step.x) * (abs(step.l) / x + abs(step.u) / s)
      #expect(abs(corrector[t] - correction) <= 1e-11 * (1 + size))
    }
    for k in 0..<3 { #expect(abs(sums[k] - expected[k]) <= 1e-11 * sizes[k], "term \(k)") }
    expectClose([sums[3]], [expected[3]])
    expectClose([sums[4]], [expected[4]], 1e-11)
  }

  /// The step of a column that solves Newton's equations after the predictor, products of its steps up to `most`:
  /// x·dl + l·dx = μ − e·el − x·l, s·du − u·dx = μ + e·eu − s·u, dl − du = −price.
  private static func direction(
    _ run: Run, _ t: Int, mu: Double, affine: Double, price: Double, most: Double
  ) -> (x: Double, l: Double, u: Double) {
    let predictor = run.affine(t, affine)
    let (x, s, l, u) = (run.x[t], run.s[t], run.l[t], run.u[t])
    let low = mu - min(max(predictor.x * predictor.l, -most), most) - x * l
    let high = mu + min(max(predictor.x * predictor.u, -most), most) - s * u
    let dx = (low / x - high / s + price) / (l / x + u / s)
    return (dx, (low - l * dx) / x, (high + u * dx) / s)
  }

  /// Runs shorter and longer than what the kernels take at once.
  @Test(arguments: Array(1...40) + [63, 64, 65, 128, 200]) func steps(n: Int) {
    var random = SeededGenerator(700 + n)
    var run = Run(n, &random)
    let before = run
    let (scale, mu, most) = (random.number(-2...2), random.number(0...1), random.magnitude(1e-3...1e3))
    let (affine, price) = (random.numbers(n, -10...10), random.numbers(n, -10...10))
    let steps = (0..<n).map {
      Self.direction(before, $0, mu: mu, affine: scale * affine[$0], price: scale * price[$0], most: most)
    }
    let primalPart = (0..<n).map { max(-steps[$0].x / before.x[$0], steps[$0].x / before.s[$0]) }
    let dualPart = (0..<n).map { max(-steps[$0].l / before.l[$0], -steps[$0].u / before.u[$0]) }

    let lengths = [1.0, 0.7, 0.3, 0.01]
    var (primal, dual, worst) = ([1, 0, 0, 0], [0, 1, 0, 0], [0.0, 0.25])
    stage_pass_lengths(
      n, before.x, before.s, before.l, before.u, scale, mu, affine, price, most, lengths, lengths.count, &primal, &dual,
      &worst)
    for (k, length) in lengths.enumerated() {
      #expect(primal[k] == primalPart.count { $0 * length > 1 } + (k == 0 ? 1 : 0))
      #expect(dual[k] == dualPart.count { $0 * length > 1 } + (k == 1 ? 1 : 0))
    }
    expectClose(worst, [max(0, primalPart.max() ?? 0), max(0.25, dualPart.max() ?? 0)], 1e-8)

    let (alongPrimal, alongDual, keep) = (0.9, 0.8, 0.3)
    let trial = stage_trial(
      n, before.x, before.s, before.l, before.u, scale, mu, affine, price, most, alongPrimal, alongDual, keep)
    let sum = stage_step(
      n, &run.x, &run.s, &run.l, &run.u, scale, mu, affine, price, most, alongPrimal, alongDual, keep)
    var expected = 0.0
    for t in 0..<n {
      let step = min(max(alongPrimal * steps[t].x, -0.7 * before.x[t]), 0.7 * before.s[t])
      var (l, u) = (before.l[t] + alongDual * steps[t].l, before.u[t] + alongDual * steps[t].u)
      // Both multipliers rise by the same, so that their difference stays.
      let lift = max(0, 0.3 * before.l[t] - l, 0.3 * before.u[t] - u)
      (l, u) = (l + lift, u + lift)
      expectClose([run.x[t], run.s[t]], [before.x[t] + step, before.s[t] - step], 1e-8)
      expectClose([run.l[t], run.u[t]], [l, u], 1e-8)
      #expect(run.x[t] > 0 && run.s[t] > 0 && run.l[t] > 0 && run.u[t] > 0)
      expected += run.x[t] * run.l[t] + run.s[t] * run.u[t]
    }
    expectClose([sum, trial], [expected, expected])
  }

  @Test(arguments: 1...40) func boundPass(n: Int) {
    var random = SeededGenerator(800 + n)
    let lower = random.numbers(n, -5...5)
    let upper = lower.map { random.once(in: 4) ? $0 : $0 + random.number(0...5) }
    let (cost, price, scale) = (random.numbers(n, -10...10), random.numbers(n, -10...10), random.number(-2...2))
    let expected = (0..<n).reduce(0.0) { sum, t in
      let reduced = cost[t] - scale * price[t]
      return sum + reduced * lower[t] + min(0, reduced) * (upper[t] - lower[t])
    }
    let bound = stage_pass_bound(n, lower, upper, cost, scale, price)
    #expect(abs(bound - expected) <= 1e-12 * Double(n) * 300)
  }
}
