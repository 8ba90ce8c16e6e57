import CKernels

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

  init() {
    let nothing = slab.take(0)
    (diagonal, link, coupling, pivot, reciprocal) = (nothing, nothing, nothing, nothing, nothing)
    inverse = nothing
  }

  mutating func reserve(count: Int, rows: Int, stride: Int) {
    self.count = count
    self.rows = rows
    self.stride = stride
    slab.reserve(3 * count * stride + 2 * count + 8 + count * stride * stride)
    diagonal = slab.take(count * stride)
    link = slab.take(count * stride)
    coupling = slab.take(count * stride)
    pivot = slab.take(count)
    reciprocal = slab.take(count)
    inverse = slab.take(count * stride * stride)
  }

  /// Factors what `diagonal`, `link`, `coupling` and `pivot` hold.
  func factor() {
    window_factor(count, rows, stride, diagonal, link, coupling, pivot, reciprocal, inverse)
  }

  /// Solves in place for right sides of the envelopes' rows and of the steps' own.
  func solve(_ y: UnsafeMutablePointer<Double>, _ w: UnsafeMutablePointer<Double>) {
    window_solve(count, rows, stride, link, coupling, reciprocal, inverse, y, w)
  }
}
