import Foundation

/// The first seed of randomised tests; GRIDDISPATCH_TEST_SEED sets another one.
public let firstSeed = environmentNumber("GRIDDISPATCH_TEST_SEED") ?? 1

/// How much randomised tests try, as a multiple of a quick run; GRIDDISPATCH_TEST_COUNT sets it.
public let testScale = environmentNumber("GRIDDISPATCH_TEST_COUNT") ?? 1

/// Seeds of a randomised test: `count` in a quick run, times `testScale`.
public func seeds<Seed: FixedWidthInteger>(_ count: Int, as: Seed.Type = Int.self) -> Range<Seed> {
  Seed(firstSeed)..<Seed(firstSeed + count * testScale)
}

private func environmentNumber(_ name: String) -> Int? {
  ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
}
