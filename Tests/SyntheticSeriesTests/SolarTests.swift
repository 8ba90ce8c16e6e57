import Testing

@testable import SyntheticSeries

@Suite struct SolarTests {
  @Test(arguments: [("north", 1450.0), ("central", 1380), ("south", 1300)])
  func hoursMeetTheTarget(zone: String, hours: Double) {
    let sum = ShanxiYear.column("solar", zone).reduce(0, +)
    #expect(abs(sum - hours) < 0.01 * hours)
    #expect((1290...1460).contains(sum))
  }

  @Test(arguments: ["north", "central", "south"])
  func nightIsDark(zone: String) {
    let solar = ShanxiYear.column("solar", zone)
    #expect(ShanxiYear.mean(solar) { $0.hour < 5 || $0.hour >= 20 } == 0)
    #expect(ShanxiYear.mean(solar) { (6...8).contains($0.month) && $0.hour == 6 } > 0)
  }

  /// At 113° E solar noon is 28 minutes after noon of the 120° E clock, up to 16 minutes of equation of time.
  @Test func noonIsTheSunsOwn() {
    let solar = ShanxiYear.column("solar", "north")
    let hours = (0..<24).map { hour in ShanxiYear.mean(solar) { $0.hour == hour } }
    #expect(hours.indices.max { hours[$0] < hours[$1] } == 12)
    // The sun's curve is symmetric about 12:28: the hour before is nearer to it than the hour after next.
    #expect(hours[11] > hours[14])
    let sun = SolarGeometry(dayOfYear: 305)
    let early = sun.solarTime(clock: 12, longitude: 113, utcOffsetHours: 8)
    #expect(abs(early - (12 - 28.0 / 60 + 16.4 / 60)) < 0.02)
  }

  @Test func daysAreLongInSummer() {
    func light(month: Int) -> Int {
      let solar = ShanxiYear.column("solar", "central")
      let day = solar.indices.filter {
        let time = ShanxiYear.horizon.localTime($0)
        return time.month == month && time.day == 21
      }
      return day.count { solar[$0] > 0 }
    }
    #expect(light(month: 6) >= light(month: 12) + 4)
    // 37.8° N: 14 h 45 min on 21 June, 9 h 35 min on 21 December (with refraction; the geometric days are shorter).
    #expect(abs(SolarGeometry(dayOfYear: 171).dayLength(latitude: 37.8) - 14.6) < 0.1)
    #expect(abs(SolarGeometry(dayOfYear: 354).dayLength(latitude: 37.8) - 9.4) < 0.1)
  }

  @Test func declinationAndEquationOfTimeMatchTheAlmanac() {
    #expect(abs(SolarGeometry(dayOfYear: 171).declination * 180 / .pi - 23.44) < 0.1)
    #expect(abs(SolarGeometry(dayOfYear: 354).declination * 180 / .pi + 23.44) < 0.1)
    #expect(abs(SolarGeometry(dayOfYear: 79).declination * 180 / .pi) < 0.6)
    #expect(abs(SolarGeometry(dayOfYear: 41).equationOfTime + 14.2) < 0.3)
  }

  @Test func skiesAreSharedByNeighbours() {
    func days(_ zone: String) -> [Double] {
      let solar = ShanxiYear.column("solar", zone)
      return (0..<365).map { solar[24 * $0..<24 * $0 + 24].reduce(0, +) }
    }
    let near = ShanxiYear.correlation(days("north"), days("central"))
    #expect(near > 0.3)
    #expect(near > ShanxiYear.correlation(days("north"), days("south")))
    // Between an overcast and a clear day lies most of a day's sun.
    let sorted = days("central").sorted()
    #expect(sorted[18] < 0.45 * sorted[346])
  }

  @Test func aDirectCurrentFieldLargerThanItsInverterIsClipped() {
    let plant = SeriesRecipe.Solar(name: "a", latitude: 38, longitude: 112, fullLoadHours: 2200)
    let files = generate(SeriesRecipe(seed: 1, start: "2030-01-01T00:00", steps: 8760, solar: [plant]))
    let solar = ShanxiYear.column("solar", "a", in: files)
    #expect(solar.max() == 1)
    #expect(abs(solar.reduce(0, +) - 2200) < 22)
  }
}
