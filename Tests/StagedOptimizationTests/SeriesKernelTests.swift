import CKernels
import SeedsAndSnapshots
import Testing

/// Every pass over series against a plain loop, at lengths that fill no register.
@Suite struct SeriesKernelTests {
  @Test(arguments: [0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 100]) func agreeWithPlainLoops(n: Int) {
    var random = SeededGenerator(1000 + n)
    let (a, b, c) = (random.numbers(n, -1...1), random.numbers(n, -1...1), random.numbers(n, -1...1))
    let before = random.numbers(n, -1...1)
    func check(_ kernel: (inout [Double]) -> Void, _ expected: (Int) -> Double, _ name: String) {
      var y = before
      kernel(&y)
      #expect(y.indices.allSatisfy { abs(y[$0] - expected($0)) <= 1e-14 }, "\(name) of \(n)")
    }
    check({ series_add(n, 0.7, a, &$0) }, { before[$0] + 0.7 * a[$0] }, "add")
    check({ series_add_product(n, 0.7, a, b, &$0) }, { before[$0] + 0.7 * a[$0] * b[$0] }, "add product")
    check({ series_subtract_product(n, a, b, c, &$0) }, { before[$0] - a[$0] * b[$0] * c[$0] }, "subtract product")
    check({ series_multiply(n, a, b, &$0) }, { a[$0] * b[$0] }, "multiply")
    check({ series_multiply_add(n, a, b, c, &$0) }, { a[$0] * b[$0] + c[$0] }, "multiply and add")
    check({ series_scale(n, a, &$0) }, { before[$0] * a[$0] }, "scale")
    var sum = 2.0
    #expect(series_largest(n, a, &sum) == a.map(abs).max() ?? 0)
    #expect(abs(sum - a.reduce(2, +)) <= 1e-13)
  }
}
