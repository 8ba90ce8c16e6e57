import Testing

@testable import GridModel

@Suite struct KeyedRandomTests {
  @Test func drawsDependOnTheirKeyOnly() {
    let wind = KeyedRandom(seed: 5, stream: "wind")
    let forwards = (0..<10).map { wind.uniform($0) }
    let backwards = (0..<10).reversed().map { wind.uniform($0) }
    #expect(forwards == backwards.reversed())
    #expect(forwards[0] != KeyedRandom(seed: 5, stream: "solar").uniform(0))
    #expect(forwards[0] != KeyedRandom(seed: 6, stream: "wind").uniform(0))
  }

  @Test func normalDrawsHaveTheMomentsOfTheirDistribution() {
    let random = KeyedRandom(seed: 1, stream: "moments")
    let draws = (0..<100_000).map { random.normal($0) }
    let mean = draws.reduce(0, +) / 1e5
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1e5
    let fourth = draws.reduce(0) { $0 + $1 * $1 * $1 * $1 } / 1e5
    // Four standard errors of each.
    #expect(abs(mean) < 0.013 && abs(variance - 1) < 0.018 && abs(fourth - 3) < 0.13)
    let successive = zip(draws, draws.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / 1e5
    #expect(abs(successive) < 0.013)
  }

  @Test(arguments: [1e-9, 0.001, 0.02, 0.3, 0.5, 0.9, 0.99999])
  func quantileInvertsTheDistribution(p: Double) {
    #expect(abs(StandardNormal.cumulative(StandardNormal.quantile(p)) - p) < 1e-8 * p)
  }
}
