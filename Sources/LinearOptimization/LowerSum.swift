/// A sum that is never above the true one, whatever rounding did to it and to its terms.
///
/// What each addition loses is kept (D. E. Knuth, The Art of Computer Programming 2, 4.2.2, theorem B), so the margin
/// does not grow with the number of terms; what the terms themselves may be off by is added up and taken off.
struct LowerSum {
  /// Twice the unit roundoff: room for the rounding of the margin itself.
  static let roundoff = 0x1p-52

  private var sum = 0.0
  private var lost = 0.0
  private var margin = 0.0

  /// Adds a term that may lie above its true value by at most `error`.
  @inline(__always)
  mutating func add(_ term: Double, error: Double = 0) {
    let next = sum + term
    let added = next - sum
    lost += (sum - (next - added)) + (term - added)
    sum = next
    margin += abs(lost) * Self.roundoff + error
  }

  /// Adds a product of two exact numbers.
  @inline(__always)
  mutating func add(_ a: Double, times b: Double, error: Double = 0) {
    let product = a * b
    add(product, error: abs(product) * Self.roundoff + .leastNonzeroMagnitude + error)
  }

  /// Below the true sum, or equal to it; −∞ where a term was not finite.
  var lowerBound: Double {
    let value = sum + lost
    // Fewer than 2³² terms each lose at most a part of 2⁻⁵³ of the margin.
    let bound = (value - margin * (1 + 0x1p-20)).nextDown - abs(value) * Self.roundoff
    return bound.isFinite ? bound.nextDown : -.infinity
  }
}
