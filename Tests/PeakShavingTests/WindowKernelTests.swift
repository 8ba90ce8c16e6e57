import CKernels
import Testing

/// Kernels against plain loops, at sizes that fill no register.
@Suite struct WindowKernelTests {
  static let sizes = [1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 17, 21]

  private func stride(_ n: Int) -> Int { (n + 3) & ~3 }

  private func numbers(_ count: Int, _ range: ClosedRange<Double>, _ random: inout SeededGenerator) -> [Double] {
    (0..<count).map { _ in random.number(range) }
  }

  /// What the chain solves, put back into its rows, gives the right sides.
  @Test(arguments: sizes) func chain(n: Int) {
    var random = SeededGenerator(n)
    let (steps, ld) = (9, stride(n))
    var diagonal = [Double](repeating: 1, count: steps * ld)
    var (link, coupling) = ([Double](repeating: 0, count: steps * ld), [Double](repeating: 0, count: steps * ld))
    let pivot = numbers(steps, 3...5, &random).map { $0 * Double(n) }
    for t in 0..<steps {
      for i in 0..<n {
        diagonal[t * ld + i] = random.number(4...9)
        coupling[t * ld + i] = random.number(0...1)
        if t > 0, !random.once(in: 4) { link[t * ld + i] = random.number(-1...0) }
      }
    }
    var (y, w) = ([Double](repeating: 0, count: steps * ld), numbers(steps, -1...1, &random))
    for t in 0..<steps { for i in 0..<n { y[t * ld + i] = random.number(-1...1) } }
    let (right, total) = (y, w)
    var reciprocal = [Double](repeating: 0, count: steps)
    var inverse = [Double](repeating: 0, count: steps * ld * ld)
    window_factor(steps, n, ld, diagonal, link, coupling, pivot, &reciprocal, &inverse)
    window_solve(steps, n, ld, link, coupling, reciprocal, inverse, &y, &w)
    for t in 0..<steps {
      var whole = pivot[t] * w[t]
      for i in 0..<n {
        let k = t * ld + i
        whole += coupling[k] * y[k]
        var row = diagonal[k] * y[k] + coupling[k] * w[t]
        if t > 0 { row += link[k] * y[k - ld] }
        if t + 1 < steps { row += link[k + ld] * y[k + ld] }
        #expect(abs(row - right[k]) < 1e-12)
      }
      #expect(abs(whole - total[t]) < 1e-12)
    }
  }

  /// What prices say of columns is what columns say of rows: y·(A·x) = (Aᵀ·y)·x, and the matrix assembled is A·θ·Aᵀ.
  @Test(arguments: sizes) func rows(n: Int) {
    var random = SeededGenerator(200 + n)
    let (steps, ld) = (5, stride(n))
    let (cells, rooms) = (steps * ld, 3 * steps * ld)
    let columns = rooms + steps
    func padded(_ range: ClosedRange<Double>, _ rows: Int) -> [Double] {
      (0..<rows * ld).map { $0 % ld < n ? random.number(range) : 0 }
    }
    let (stored, drawn, carry) = (padded(0.8...1, 1), padded(1...1.2, 1), padded(0.9...1, steps))
    let zeros = [Double](repeating: 0, count: cells)
    stored.withUnsafeBufferPointer { stored in
      drawn.withUnsafeBufferPointer { drawn in
        carry.withUnsafeBufferPointer { carry in
          var rows = window_rows(
            count: steps, ld: ld, rooms: rooms, stored: stored.baseAddress, drawn: drawn.baseAddress,
            carry: carry.baseAddress)
          /// A·x for each row, cells first.
          func applied(_ x: [Double]) -> [Double] {
            var (balance, held) = (zeros, [Double](repeating: 0, count: steps))
            window_apply(&rows, x, zeros, held, 0, &balance, &held)
            return (balance + held).map { -$0 }
          }
          let x = padded(-1...1, 3 * steps) + numbers(steps, -1...1, &random)
          let (y, w) = (padded(-1...1, steps), numbers(steps, -1...1, &random))
          var price = [Double](repeating: 0, count: columns)
          window_price(&rows, y, w, &price)
          let (left, right) = (zip(y + w, applied(x)).map(*).reduce(0, +), zip(price, x).map(*).reduce(0, +))
          #expect(abs(left - right) < 1e-12 * Double(columns))

          let theta = padded(0.5...1, 3 * steps) + numbers(steps, 0.5...1, &random)
          var direct = price
          window_direct(&rows, y, w, theta, x, &direct)
          #expect((0..<columns).allSatisfy { abs(direct[$0] - theta[$0] * (price[$0] + x[$0])) < 1e-12 })

          var (diagonal, link, coupling) = (zeros, zeros, zeros)
          var pivot = [Double](repeating: 0, count: steps)
          window_assemble(&rows, theta, &diagonal, &link, &coupling, &pivot)
          let whole = applied(zip(theta, price).map(*))
          for t in 0..<steps {
            var sum = pivot[t] * w[t]
            for i in 0..<n {
              let k = t * ld + i
              sum += coupling[k] * y[k]
              var row = diagonal[k] * y[k] + coupling[k] * w[t]
              if t > 0 { row += link[k] * y[k - ld] }
              if t + 1 < steps { row += link[k + ld] * y[k + ld] }
              #expect(abs(row - whole[k]) < 1e-11)
            }
            #expect(abs(sum - whole[cells + t]) < 1e-11 * Double(n))
          }
        }
      }
    }
  }

  /// From a level in the range an envelope can end within its limits; from outside it cannot.
  @Test func boundsOfSweep() {
    // Two steps, 0 to 10 MWh, the second ending between 4 and 6; at most 2 MW under the level of 100, all stored.
    var (lowest, highest) = ([0.0, 0], [0.0, 0])
    sweep_bound(2, 1, 100, 1, 1, [90, 99], [3, 3], [2, 2], [0, 4], [10, 6], [1, 1], [0, 0], &lowest, &highest)
    // 1 MW of room is left in the second step, 3 MW can be given.
    #expect(lowest == [3, 4] && highest == [9, 6])
    // Half a MWh less by itself in the second step.
    sweep_bound(2, 1, 100, 1, 1, [90, 99], [3, 3], [2, 2], [0, 4], [10, 6], [1, 1], [0, -0.5], &lowest, &highest)
    #expect(lowest == [3.5, 4] && highest == [9.5, 6])
  }

  /// A step of the sweep: limits are kept, and no more room is found than they leave.
  @Test(arguments: sizes) func sweep(n: Int) {
    var random = SeededGenerator(100 + n)
    let ld = stride(n)
    func padded(_ range: ClosedRange<Double>) -> [Double] {
      numbers(n, range, &random) + [Double](repeating: 0, count: ld - n)
    }
    let (discharge, charge, lower) = (padded(0...2), padded(0...2), padded(0...1))
    let upper = lower.map { $0 + 1 }
    let (retained, inflow, level) = (padded(0.9...1), padded(0...0.1), padded(-0.5...2.5))
    let (drawn, stored) = (padded(1...1.2), padded(0.8...1))
    let isNeutral = [Double](repeating: 0, count: ld)
    let perDrawn = (0..<ld).map { $0 < n ? 1 / drawn[$0] : 0 }
    let perStored = (0..<ld).map { $0 < n ? 1 / stored[$0] : 0 }
    var (before, power, down, up) = (isNeutral, isNeutral, isNeutral, isNeutral)
    var sums = [0.0, 0, 0]
    sweep_push(
      n, discharge, charge, lower, upper, retained, inflow, lower, upper, isNeutral, perDrawn, perStored, level,
      &before, &power, &down, &up, &sums)
    for i in 0..<n {
      let start = retained[i] * level[i] + inflow[i]
      let give = max(0, min(discharge[i], (start - upper[i]) / drawn[i]))
      let take = max(0, min(charge[i], (lower[i] - start) / stored[i]))
      let rooms = (
        take > 0 ? 0 : max(0, min(discharge[i], (start - lower[i]) / drawn[i]) - give),
        give > 0 ? 0 : max(0, min(charge[i], (upper[i] - start) / stored[i]) - take)
      )
      #expect(abs(before[i] - start) + abs(power[i] - give + take) < 1e-12)
      #expect(abs(down[i] - rooms.0) + abs(up[i] - rooms.1) < 1e-12)
    }
    let expected = [power, down, up].map { $0[..<n].reduce(0, +) }
    #expect(zip(sums, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    let slack = (0..<ld).map { $0 < n ? 1e-9 : 1e300 }
    var after = level
    let found = sweep_settle(n, lower, upper, retained, isNeutral, lower, slack, drawn, stored, before, power, &after)
    var isWithin = true
    for i in 0..<n {
      let now = before[i] - power[i] * (power[i] > 0 ? drawn[i] : stored[i])
      #expect(abs(after[i] - now) < 1e-12)
      isWithin = isWithin && now >= lower[i] - 1e-9 && now <= upper[i] + 1e-9
    }
    #expect((found & 1 != 0) == isWithin && (found & 2 != 0) == (0..<n).allSatisfy { after[$0] >= lower[$0] - 1e-9 })
  }
}
