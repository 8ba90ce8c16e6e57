import Foundation

/// SplitMix64: the same numbers from the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True once in `times` on average.
  mutating func once(in times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }

  mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }
}

/// Seeds of a randomised test from GRIDDISPATCH_TEST_SEED on: `count` of them, times GRIDDISPATCH_TEST_COUNT.
func seeds(_ count: Int) -> Range<Int> {
  let environment = ProcessInfo.processInfo.environment
  let first = environment["GRIDDISPATCH_TEST_SEED"].flatMap { Int($0) } ?? 1
  return first..<first + count * (environment["GRIDDISPATCH_TEST_COUNT"].flatMap { Int($0) } ?? 1)
}
