import Foundation

/// Numbers that follow from a seed (SplitMix64, G. Steele et al. 2014).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next(upTo most: Int) -> Int { most <= 0 ? 0 : Int.random(in: 0...most, using: &self) }
}

/// Seed of all random tests; GRIDDISPATCH_TEST_SEED sets another one.
let testSeed = environmentNumber("GRIDDISPATCH_TEST_SEED", default: 20_300_101)
/// How much random tests try, as a multiple of a quick run; GRIDDISPATCH_TEST_COUNT sets it.
let testCount = Int(environmentNumber("GRIDDISPATCH_TEST_COUNT", default: 1))

private func environmentNumber(_ name: String, default fallback: UInt64) -> UInt64 {
  ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) } ?? fallback
}
