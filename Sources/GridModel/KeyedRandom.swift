/// Random numbers that depend on their key only: the seed, the name of a stream and a position in it.
///
/// There is no state to advance, so that adding a series, or drawing in another order, changes no other draw. The name
/// is hashed by FNV-1a (Fowler, Noll, Vo; RFC 9923), the position mixed by the finalizer of SplitMix64 (Steele, Lea, Flood,
/// "Fast splittable pseudorandom number generators", OOPSLA 2014).
package struct KeyedRandom {
  private let key: UInt64

  package init(seed: UInt64, stream: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    key = Self.mix(Self.mix(seed) ^ hash)
  }

  /// Uniform in (0, 1), never 0 or 1.
  package func uniform(_ position: Int) -> Double {
    let bits = Self.mix(key &+ UInt64(bitPattern: Int64(position)) &* 0x9e37_79b9_7f4a_7c15)
    return (Double(bits >> 11) + 0.5) * 0x1p-53
  }

  /// Standard normal.
  package func normal(_ position: Int) -> Double { StandardNormal.quantile(uniform(position)) }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
