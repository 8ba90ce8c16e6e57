/// Symmetric systems whose blocks follow the steps: in each a row per envelope and one row for the whole step,
///
///     [ diagonal   coupling ]            the envelopes' rows linked to those of the step before
///     [ couplingᵀ    pivot  ]            by a diagonal, `link`
///
/// The step's own row is eliminated first, then one step after the other by the inverse of its block. All blocks are
/// positive definite, so nothing is pivoted.
struct BlockTridiagonal: ~Copyable {
  private var slab = Slab()
  private var count = 0
  private var stride = 0
  /// Rows of each block that are not padding.
  private var rows = 0
  private(set) var diagonal: UnsafeMutablePointer<Double>
  private(set) var link: UnsafeMutablePointer<Double>
  private(set) var coupling: UnsafeMutablePointer<Double>
  private(set) var pivot: UnsafeMutablePointer<Double>
  private var reciprocal: UnsafeMutablePointer<Double>
  private var inverse: UnsafeMutablePointer<Double>
  private var scratch: UnsafeMutablePointer<Double>

  init() {
    let nothing = slab.take(0)
    (diagonal, link, coupling, pivot, reciprocal) = (nothing, nothing, nothing, nothing, nothing)
    (inverse, scratch) = (nothing, nothing)
  }

  mutating func reserve(count: Int, rows: Int, stride: Int) {
    self.count = count
    self.rows = rows
    self.stride = stride
    slab.reserve(3 * count * stride + 2 * count + 8 + (count * stride + 1) * stride)
    diagonal = slab.take(count * stride)
    link = slab.take(count * stride)
    coupling = slab.take(count * stride)
    pivot = slab.take(count)
    reciprocal = slab.take(count)
    inverse = slab.take(count * stride * stride)
    scratch = slab.take(stride)
  }

  /// Factors what `diagonal`, `link`, `coupling` and `pivot` hold.
  func factor() {
    for t in 0..<count {
      let block = inverse + t * stride * stride
      let first = t * stride
      let r = 1 / pivot[t]
      reciprocal[t] = r
      for i in 0..<stride {
        let row = block + i * stride
        let f = -coupling[first + i] * r
        for c in Swift.stride(from: 0, to: stride, by: 4) { row[vector: c] = f * coupling[vector: first + c] }
      }
      if t > 0 {
        let previous = block - stride * stride
        for i in 0..<stride {
          let row = block + i * stride
          let f = link[first + i]
          guard f != 0 else { continue }
          for c in Swift.stride(from: 0, to: stride, by: 4) {
            row[vector: c] -= f * (previous[vector: i * stride + c] * link[vector: first + c])
          }
        }
      }
      for i in 0..<stride { block[i * stride + i] += diagonal[first + i] }
      invert(block)
    }
  }

  /// Gauss–Jordan in place, past the padding.
  private func invert(_ block: UnsafeMutablePointer<Double>) {
    for k in 0..<rows {
      let pivotRow = block + k * stride
      let p = 1 / pivotRow[k]
      for c in Swift.stride(from: 0, to: stride, by: 4) { pivotRow[vector: c] = p * pivotRow[vector: c] }
      pivotRow[k] = p
      for i in 0..<rows where i != k {
        let row = block + i * stride
        let f = row[k]
        guard f != 0 else { continue }
        row[k] = 0
        for c in Swift.stride(from: 0, to: stride, by: 4) { row[vector: c] -= f * pivotRow[vector: c] }
      }
    }
  }

  /// Solves in place for right sides of the envelopes' rows and of the steps' own.
  func solve(_ y: UnsafeMutablePointer<Double>, _ w: UnsafeMutablePointer<Double>) {
    for t in 0..<count {
      let first = t * stride
      let f = w[t] * reciprocal[t]
      for c in Swift.stride(from: 0, to: stride, by: 4) { y[vector: first + c] -= f * coupling[vector: first + c] }
      guard t > 0 else { continue }
      let previous = inverse + (t - 1) * stride * stride
      for c in Swift.stride(from: 0, to: stride, by: 4) {
        y[vector: first + c] -= link[vector: first + c] * weighted(previous + c, y + first - stride)
      }
    }
    for t in Swift.stride(from: count - 1, through: 0, by: -1) {
      let first = t * stride
      if t < count - 1 {
        for c in Swift.stride(from: 0, to: stride, by: 4) {
          y[vector: first + c] -= link[vector: first + stride + c] * y[vector: first + stride + c]
        }
      }
      multiply(inverse + t * stride * stride, y + first)
      var dot = SIMD4<Double>.zero
      for c in Swift.stride(from: 0, to: stride, by: 4) { dot += coupling[vector: first + c] * y[vector: first + c] }
      w[t] = (w[t] - dot.sum()) * reciprocal[t]
    }
  }

  /// Four columns of a block, its rows weighted and added up.
  @inline(__always)
  private func weighted(
    _ block: UnsafeMutablePointer<Double>, _ weights: UnsafeMutablePointer<Double>
  ) -> SIMD4<Double> {
    var sum = Self.combine(weights[vector: 0], block, stride)
    for j in Swift.stride(from: 4, to: stride, by: 4) {
      sum += Self.combine(weights[vector: j], block + j * stride, stride)
    }
    return sum
  }

  /// Replaces a vector by its product with a symmetric block.
  @inline(__always)
  private func multiply(_ block: UnsafeMutablePointer<Double>, _ values: UnsafeMutablePointer<Double>) {
    switch stride {
    case 4: values[vector: 0] = weighted(block, values)
    case 8:
      let low = weighted(block, values)
      values[vector: 4] = weighted(block + 4, values)
      values[vector: 0] = low
    default:
      for c in Swift.stride(from: 0, to: stride, by: 4) { scratch[vector: c] = weighted(block + c, values) }
      for c in Swift.stride(from: 0, to: stride, by: 4) { values[vector: c] = scratch[vector: c] }
    }
  }

  /// Four rows, weighted and added up.
  @inline(__always)
  private static func combine(
    _ weights: SIMD4<Double>, _ rows: UnsafeMutablePointer<Double>, _ stride: Int
  ) -> SIMD4<Double> {
    let low = weights[0] * rows[vector: 0] + weights[1] * rows[vector: stride]
    return low + (weights[2] * rows[vector: 2 * stride] + weights[3] * rows[vector: 3 * stride])
  }
}

extension SIMD4<Double> {
  @inline(__always) func sum() -> Double { (self[0] + self[1]) + (self[2] + self[3]) }
}
