/// Adds up a lower bound so that rounding can only lower it.
///
/// Every term comes with the size of what it was computed from: the sum of the absolute values of all products in it.
/// Fewer than 64 roundings go into a term, so a part of 2⁻⁴⁶ of the sizes covers what they do, and the sum keeps what its
/// own additions lose.
struct BoundSum {
  private var sum = 0.0
  private var lost = 0.0
  private var size = 0.0

  @inline(__always)
  mutating func add(_ term: Double, size: Double) {
    let next = sum + term
    let added = next - sum
    lost += (sum - (next - added)) + (term - added)
    sum = next
    self.size += size
  }

  /// Adds a product of given numbers.
  @inline(__always)
  mutating func add(_ product: Double) { add(product, size: abs(product)) }

  /// Adds all that another sum holds.
  mutating func add(_ other: BoundSum) {
    add(other.sum, size: other.size)
    lost += other.lost
  }

  /// The sum itself, rounding as it came.
  var value: Double { sum + lost }

  /// −∞ where anything that went in was not finite.
  var lowerBound: Double {
    let bound = sum + lost - (size * 0x1p-46 + .leastNormalMagnitude)
    return bound.isFinite ? bound.nextDown : -.infinity
  }
}
