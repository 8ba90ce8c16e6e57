import GridModel
import Testing

@testable import SyntheticSeries

@Suite struct LoadTests {
  let central = ShanxiYear.column("load", "central")

  private func dayMean(_ month: Int, _ day: Int) -> Double {
    ShanxiYear.mean(central) { $0.month == month && $0.day == day }
  }

  @Test func maximumAndLoadFactorAreMet() {
    #expect(central.max() == 14000)
    #expect(ShanxiYear.column("load", "south").max() == 12000)
    #expect(abs(ShanxiYear.mean(central) / 14000 - 0.7) < 0.001)
  }

  @Test func peakValleyRatioIsThatOfAProvince() {
    let ratios = (0..<365).map { day in
      let hours = central[24 * day..<24 * day + 24]
      return 1 - (hours.min() ?? 0) / (hours.max() ?? 1)
    }
    #expect((0.25...0.42).contains(ShanxiYear.mean(ratios)))
    #expect((central.min() ?? 0) > 0.2 * 14000)
  }

  @Test func peaksAreInMorningAndEvening() {
    let hours = (0..<24).map { hour in ShanxiYear.mean(central) { $0.hour == hour && $0.month == 4 } }
    #expect(hours[10] > hours[13] && hours[19] > hours[14] && hours[3] < 0.8 * hours[19])
  }

  @Test func workdaysAreAboveWeekends() {
    var (work, rest) = ([Double](), [Double]())
    for (hour, value) in central.enumerated() {
      let weekday = CivilCalendar.weekday(daysSince1970: ShanxiYear.horizon.day(hour))
      if weekday >= 5 { rest.append(value) } else { work.append(value) }
    }
    #expect(ShanxiYear.mean(work) > 1.02 * ShanxiYear.mean(rest))
  }

  @Test func winterAndSummerAreAboveAutumn() {
    let autumn = ShanxiYear.mean(central) { $0.month == 10 && $0.day > 7 }
    #expect(ShanxiYear.mean(central) { $0.month == 7 } > 1.03 * autumn)
    #expect(ShanxiYear.mean(central) { $0.month == 12 } > 1.03 * autumn)
  }

  /// The lunar year of 2030 begins on 3 February.
  @Test func springFestivalIsTheDeepestDip() {
    let festival = dayMean(2, 4)
    #expect(festival < 0.85 * dayMean(1, 16))
    #expect(festival > 0.5 * dayMean(1, 16))
    #expect(festival < 0.9 * dayMean(2, 28))
    #expect(dayMean(10, 2) < 0.97 * dayMean(10, 16))
  }

  @Test func holidaysMoveWithTheLunarYear() {
    for (year, date) in PublicHolidays.springFestivals {
      let first = CivilCalendar.daysSince1970(year: year, month: date.month, day: date.day)
      #expect(PublicHolidays.rest(day: first) == 1)
      #expect(PublicHolidays.rest(day: first + 30) == 0)
      let ramp = (-12...20).map { PublicHolidays.rest(day: first + $0) }
      #expect(ramp.first == 0 && ramp.last == 0)
    }
    #expect(PublicHolidays.springFestivals.count == 12)
  }

  @Test func temperaturesOfNeighboursGoTogether() {
    let south = ShanxiYear.column("load", "south")
    #expect(ShanxiYear.correlation(central, south) > 0.8)
  }

  @Test func stretchKeepsMaximumAndMeanEvenWhenCutAtZero() {
    let shape = (0..<100).map { Double($0) }
    for factor in [0.1, 0.3, 0.5, 0.9] {
      let values = stretched(shape, maximum: 50, loadFactor: factor)
      #expect(values.max() == 50)
      #expect((values.min() ?? -1) >= 0)
      #expect(abs(ShanxiYear.mean(values) - 50 * factor) < 1e-9)
    }
    #expect(stretched([2, 2], maximum: 50, loadFactor: 0.4) == [20, 20])
  }
}
