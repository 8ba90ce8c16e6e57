import Testing

@testable import GridModel

@Suite struct HorizonTests {
  let year = Horizon(
    start: LocalTime(year: 2030, month: 1, day: 1).localSeconds - 8 * 3600, utcOffsetSeconds: 8 * 3600,
    stepMinutes: 60, count: 8760)

  @Test func timestampsCarryTheOffset() {
    #expect(year.timestamp(0) == "2030-01-01T00:00+08:00")
    #expect(year.timestamp(8759) == "2030-12-31T23:00+08:00")
    let west = Horizon(start: 0, utcOffsetSeconds: -9000, stepMinutes: 15, count: 4)
    #expect(west.timestamp(1) == "1969-12-31T21:45-02:30")
  }

  @Test func daysAndYearsPartitionTheHorizon() {
    #expect(year.days.count == 365)
    #expect(year.days.allSatisfy { $0.count == 24 })
    #expect(year.years == [0..<8760])
    #expect(year.restricted(to: 30..<80).days == [0..<18, 18..<42, 42..<50])
  }

  @Test func calendarRoundTrips() {
    for days in stride(from: -200_000, to: 200_000, by: 37) {
      let date = CivilCalendar.date(daysSince1970: days)
      #expect(CivilCalendar.daysSince1970(year: date.year, month: date.month, day: date.day) == days)
    }
    #expect(CivilCalendar.weekday(daysSince1970: 0) == 3)
    #expect(CivilCalendar.daysInMonth(year: 2028, month: 2) == 29)
  }

  @Test func durationsRoundUpToSteps() {
    let quarter = Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 15, count: 96)
    #expect(quarter.steps(coveringHours: 2.1) == 9)
    #expect(year.steps(coveringHours: 2) == 2)
  }
}
