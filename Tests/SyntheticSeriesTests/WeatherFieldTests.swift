import Testing

@testable import SyntheticSeries

@Suite struct WeatherFieldTests {
  @Test func fieldIsStandardNormalAtEverySite() {
    let field = WeatherField(
      seed: 3, name: "test", firstPosition: 0, count: 20_000, correlationKilometres: 300, persistence: 0,
      localShare: 0.15)
    let here = field.values(at: Site(name: "here", latitude: 37, longitude: 112))
    let there = field.values(at: Site(name: "there", latitude: 38, longitude: 113))
    #expect(abs(ShanxiYear.mean(here.map { $0 * $0 }) - 1) < 0.04)
    // exp(−d²/2L²) at 142 km of 300 km is 0.894, of which 85 % is shared.
    #expect(abs(ShanxiYear.correlation(here, there) - 0.85 * 0.894) < 0.03)
  }
}
