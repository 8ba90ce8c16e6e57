import Foundation

/// Random numbers that depend on seed, sample, stream and position only, so that threads and order change nothing.
///
/// Keys are mixed by the finalizer of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014).
struct KeyedDraw {
  enum Stream: UInt64 {
    case year = 1
    case day, block, outage
  }

  private let key: UInt64

  init(seed: UInt64, sample: Int, stream: Stream) {
    let base = Self.mix(seed &+ 0x9e37_79b9_7f4a_7c15 &* stream.rawValue)
    key = Self.mix(base ^ Self.mix(UInt64(bitPattern: Int64(sample)) &+ 0x632b_e59b_d9b4_e019))
  }

  /// Uniform in (0, 1), never 0 or 1.
  func uniform(_ position: Int) -> Double {
    let bits = Self.mix(key &+ UInt64(bitPattern: Int64(position)) &* 0x9e37_79b9_7f4a_7c15)
    return (Double(bits >> 11) + 0.5) * 0x1p-53
  }

  /// Standard normal (G. E. P. Box, M. E. Muller, 1958).
  func normal(_ position: Int) -> Double {
    (-2 * log(uniform(2 * position))).squareRoot() * cos(2 * .pi * uniform(2 * position + 1))
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
