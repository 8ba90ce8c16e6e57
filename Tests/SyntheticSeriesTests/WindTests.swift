import Testing

@testable import SyntheticSeries

@Suite struct WindTests {
  @Test(arguments: [("north", 2300.0), ("central", 2150), ("south", 2000)])
  func hoursMeetTheTarget(zone: String, hours: Double) {
    let wind = ShanxiYear.column("wind", zone)
    let sum = wind.reduce(0, +)
    #expect(abs(sum - hours) < 0.01 * hours)
    #expect((1990...2310).contains(sum))
    #expect((wind.max() ?? 1) <= 0.95)
  }

  @Test(arguments: ["north", "central", "south"])
  func nightAndWinterAreStronger(zone: String) {
    let wind = ShanxiYear.column("wind", zone)
    let night = ShanxiYear.mean(wind) { $0.hour < 5 }
    let noon = ShanxiYear.mean(wind) { (11..<16).contains($0.hour) }
    #expect(night > 1.15 * noon)
    let winterAndSpring = ShanxiYear.mean(wind) { $0.month <= 4 || $0.month >= 11 }
    let summer = ShanxiYear.mean(wind) { (6...9).contains($0.month) }
    #expect(winterAndSpring > 1.2 * summer)
  }

  @Test func correlationFallsWithTime() {
    let wind = ShanxiYear.column("wind", "north")
    let lags = [1, 6, 24].map { ShanxiYear.correlation(wind.dropLast($0), wind.dropFirst($0)) }
    #expect(lags[0] > 0.9)
    #expect((0.4...0.85).contains(lags[1]))
    #expect(lags[2] < lags[1] && lags[2] > 0)
  }

  @Test func correlationFallsWithDistance() {
    let (north, central) = (ShanxiYear.column("wind", "north"), ShanxiYear.column("wind", "central"))
    let near = ShanxiYear.correlation(north, central)
    let far = ShanxiYear.correlation(north, ShanxiYear.column("wind", "south"))
    #expect((0.3...0.9).contains(near))
    #expect(far < near - 0.1)
  }

  @Test func powerCurveRisesToFullAndCutsOut() {
    let curve = FarmPowerCurve()
    let rising = stride(from: 0, through: 15, by: 0.5).map { curve.output(at: $0) }
    #expect(zip(rising, rising.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(curve.output(at: 0) < 0.001 && curve.output(at: 15) > 0.99)
    #expect(curve.output(at: 30) < 0.01 && curve.output(at: 99) == 0)
  }
}
