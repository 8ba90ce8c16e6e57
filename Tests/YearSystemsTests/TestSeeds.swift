import Foundation

/// Seeds of a randomised test from GRIDDISPATCH_TEST_SEED on: `count` of them, times GRIDDISPATCH_TEST_COUNT.
func testSeeds(_ count: UInt64) -> Range<UInt64> {
  let environment = ProcessInfo.processInfo.environment
  let first = environment["GRIDDISPATCH_TEST_SEED"].flatMap { UInt64($0) } ?? 1
  return first..<first + count * (environment["GRIDDISPATCH_TEST_COUNT"].flatMap { UInt64($0) } ?? 1)
}
