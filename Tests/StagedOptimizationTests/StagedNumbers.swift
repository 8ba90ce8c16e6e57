import Foundation

/// Seeds of a randomised test from GRIDDISPATCH_TEST_SEED on: `count` of them, times GRIDDISPATCH_TEST_COUNT.
func stagedSeeds(_ count: Int) -> Range<Int> {
  let environment = ProcessInfo.processInfo.environment
  let first = environment["GRIDDISPATCH_TEST_SEED"].flatMap { Int($0) } ?? 1
  return first..<first + count * (environment["GRIDDISPATCH_TEST_COUNT"].flatMap { Int($0) } ?? 1)
}

/// SplitMix64.
struct StagedNumbers: RandomNumberGenerator {
  var state: UInt64

  init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func draw(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }

  mutating func draws(_ count: Int, _ range: ClosedRange<Double>) -> [Double] {
    (0..<count).map { _ in draw(range) }
  }

  /// Evenly on a logarithmic scale.
  mutating func magnitude(_ range: ClosedRange<Double>) -> Double {
    exp(draw(log(range.lowerBound)...log(range.upperBound)))
  }

  mutating func once(in count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }
}
