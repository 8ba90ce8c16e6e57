import CKernels
import Foundation

/// Series of equal length on the heap, zero at first: the working storage of the kernels.
///
/// One owner, freed with it; kernels take pointers to whole series and never index across them.
struct SeriesArena: ~Copyable {
  let length: Int
  let count: Int
  let base: UnsafeMutablePointer<Double>

  /// - Parameter isDense: whether all of it will be written: large pages spare the system a fault per 4 KiB then, where it
  ///   has them.
  init(count: Int, length: Int, isDense: Bool = false) {
    self.length = length
    self.count = count
    // Zero pages are not there before they are written, so what a solve has not reached costs nothing.
    guard let memory = calloc(max(1, count * length), MemoryLayout<Double>.stride) else {
      fatalError("no memory for \(count) series of \(length)")
    }
    base = memory.bindMemory(to: Double.self, capacity: max(1, count * length))
    if isDense { memory_take_large_pages(memory, count * length * MemoryLayout<Double>.stride) }
  }

  deinit { free(base) }

  @inline(__always)
  subscript(series: Int) -> UnsafeMutablePointer<Double> {
    assert(series >= 0 && series < count)
    return base + series * length
  }

  func fill(_ value: Double) { base.update(repeating: value, count: count * length) }

  func values(_ series: Int) -> [Double] { Array(UnsafeBufferPointer(start: self[series], count: length)) }

  /// Writes a series that is zero so far.
  func set(_ series: Int, _ values: [Double]) {
    precondition(values.count == length)
    for t in 0..<length where values[t] != 0 { self[series][t] = values[t] }
  }

  /// target += factor · source: whole series, as many as the target has.
  func add(_ factor: Double, _ source: borrowing SeriesArena) {
    series_add(count * length, factor, source.base, base)
  }
}

typealias Series = UnsafeMutablePointer<Double>

/// A coefficient as kernels take it, in the stage of its row: a constant, times a series where there is one.
struct SeriesCoefficient {
  var constant: Double
  var series: Series?

  func at(_ stage: Int) -> Double { constant * (series?[stage] ?? 1) }
}

extension StagedModel.Coefficient {
  /// target[row + to] += factor · coefficient[row] · source[row + from] over stages of the coefficient's row.
  @inline(__always)
  func add(
    _ factor: Double, _ source: Series, from: Int = 0, to target: Series, at to: Int = 0, rows: Range<Int>
  ) {
    let (first, count) = (rows.lowerBound, rows.count)
    switch self {
    case .constant(let a): series_add(count, factor * a, source + (first + from), target + (first + to))
    case .series(let a):
      a.withUnsafeBufferPointer { a in
        guard let a = a.baseAddress else { return }
        series_add_product(count, factor, a + first, source + (first + from), target + (first + to))
      }
    }
  }
}
