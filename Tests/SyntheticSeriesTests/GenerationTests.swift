import Testing

@testable import SyntheticSeries

@Suite struct GenerationTests {
  @Test func filesCarryTheStepsAndNamesOfTheRecipe() {
    let paths = ["wind", "solar", "load", "export", "must-run"].map { "series/\($0).csv" }
    #expect(ShanxiYear.files.map(\.path) == paths)
    for file in ShanxiYear.files {
      #expect(file.times.count == 8760)
      #expect(file.times.first == "2030-01-01T00:00")
      #expect(file.times.last == "2030-12-31T23:00")
      #expect(file.columns.count == file.names.count)
      #expect(file.columns.allSatisfy { $0.count == 8760 && $0.allSatisfy { $0.isFinite && $0 >= 0 } })
      #expect(file.csv().utf8.count < 5_000_000)
    }
    for file in ShanxiYear.files.prefix(2) { #expect(file.columns.allSatisfy { $0.allSatisfy { $0 <= 1 } }) }
  }

  @Test func anotherRunGivesTheSameBits() {
    #expect(generate(ShanxiYear.recipe) == ShanxiYear.files)
  }

  @Test func anotherSeedGivesOtherWeather() {
    var recipe = ShanxiYear.recipe
    recipe.seed = 1
    let files = generate(recipe)
    for kind in ["wind", "solar", "load"] {
      #expect(ShanxiYear.column(kind, "central", in: files) != ShanxiYear.column(kind, "central"))
    }
  }

  @Test func anotherSiteChangesNoOther() {
    var recipe = ShanxiYear.recipe
    recipe.wind.insert(
      SeriesRecipe.Wind(name: "east", latitude: 37, longitude: 113.4, fullLoadHours: 2100), at: 0)
    recipe.solar.removeFirst()
    let files = generate(recipe)
    for zone in ["north", "central", "south"] {
      #expect(ShanxiYear.column("wind", zone, in: files) == ShanxiYear.column("wind", zone))
    }
    #expect(ShanxiYear.column("solar", "south", in: files) == ShanxiYear.column("solar", "south"))
  }

  @Test func aWeekIsTheSameAloneAsInItsYear() {
    var recipe = ShanxiYear.recipe
    recipe.start = "2030-02-01T00:00"
    recipe.steps = 168
    let files = generate(recipe)
    for (week, year) in zip(files, ShanxiYear.files) {
      #expect(week.times == Array(year.times[744..<912]))
      #expect(week.columns == year.columns.map { Array($0[744..<912]) })
    }
  }

  @Test func quarterHoursAverageToHours() {
    var recipe = ShanxiYear.recipe
    recipe.stepMinutes = 15
    recipe.steps = 8760 * 4
    let files = generate(recipe)
    for (kind, tolerance) in [("wind", 1e-4), ("solar", 1e-4), ("load", 0.01 * 14000)] {
      let hours = ShanxiYear.column(kind, "central")
      let quarters = ShanxiYear.column(kind, "central", in: files)
      let worst = hours.indices.map { hour in
        abs(hours[hour] - quarters[4 * hour..<4 * hour + 4].reduce(0, +) / 4)
      }.max()
      #expect((worst ?? 1) <= tolerance, "\(kind)")
    }
    #expect(files.first?.times[1] == "2030-01-01T00:15")
  }

  @Test func csvRoundsAndLeavesOutZerosAtTheEnd() {
    let file = GeneratedFile(
      path: "series/wind.csv", times: ["2030-01-01T00:00", "2030-01-01T01:00"], names: ["a", "b"],
      columns: [[0.12344, 1], [0.05, -0.00001]], decimals: 4)
    #expect(file.csv() == "time,a,b\n2030-01-01T00:00,0.1234,0.05\n2030-01-01T01:00,1,0\n")
  }

  @Test func heatingSeasonSetsUnitsOn() {
    let on = ShanxiYear.column("must-run", "Datong-1")
    // 1 January to 15 March are 74 days, 15 November to 31 December 47.
    let (march, november) = (24 * 74, 24 * 318)
    #expect(on.filter { $0 == 1 }.count == 24 * 121)
    #expect(on[0] == 1 && on[march - 1] == 1 && on[march] == 0)
    #expect(on[november - 1] == 0 && on[november] == 1)
    #expect(on == ShanxiYear.column("must-run", "Taiyuan-1"))
  }

  @Test func exportHasItsMaximumAndEnergy() {
    let power = ShanxiYear.column("export", "Jinbei")
    #expect(power.max() == 6000)
    #expect(abs(power.reduce(0, +) / 6000 - 6500) < 1)
    let noon = ShanxiYear.mean(power) { $0.hour == 12 }
    let night = ShanxiYear.mean(power) { $0.hour == 3 }
    #expect(noon > night)
  }

  @Test func leapYearsAndTheTurnOfTheYearAreCovered() {
    var recipe = ShanxiYear.recipe
    recipe.start = "2027-12-31T00:00"
    recipe.steps = 48 + 8784
    let files = generate(recipe)
    #expect(files[0].times[24] == "2028-01-01T00:00" && files[0].times.contains("2028-02-29T12:00"))
    // The hours of the recipe are of 8760 hours: the two years together have 8760 + 8784.
    let load = ShanxiYear.column("load", "central", in: files)
    #expect(load.count == 8832 && (load.max() ?? 0) <= 14000)
    let wind = ShanxiYear.column("wind", "central", in: files).reduce(0, +)
    #expect((1700...2600).contains(wind))
  }
}
