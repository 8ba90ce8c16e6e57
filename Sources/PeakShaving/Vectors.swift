extension UnsafeMutablePointer where Pointee == Double {
  /// Four doubles from a position that is a multiple of four.
  @inline(__always)
  subscript(vector k: Int) -> SIMD4<Double> {
    get { UnsafeRawPointer(self + k).load(as: SIMD4<Double>.self) }
    nonmutating set { UnsafeMutableRawPointer(self + k).storeBytes(of: newValue, as: SIMD4<Double>.self) }
  }
}

extension SIMD4<Double> {
  /// Larger of each pair.
  @inline(__always)
  static func larger(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> SIMD4<Double> { a.replacing(with: b, where: b .> a) }

  @inline(__always)
  func sum() -> Double { (self[0] + self[1]) + (self[2] + self[3]) }
}
