import Foundation
import GridModel
import Testing

@testable import SyntheticSeries

@Suite struct RecipeTests {
  private func decoded(_ text: String) throws -> SeriesRecipe {
    try JSONDecoder().decode(SeriesRecipe.self, from: Data(text.utf8))
  }

  @Test func keysAreSnakeCaseAndDefaultsHold() throws {
    let recipe = try decoded(
      """
      {"seed": 7, "start": "2030-01-01 00:00", "step_minutes": 30, "steps": 96,
       "weather": {"wind_correlation_km": 200},
       "solar": [{"name": "a", "latitude": 38, "longitude": 112, "full_load_hours": 1400}],
       "load": [{"name": "a", "maximum_mw": 100, "load_factor": 0.7, "industry_share": 0.6}],
       "export": [{"name": "x", "maximum_mw": 10, "full_load_hours": 6000, "pattern": "peaks"}],
       "must_run": [{"units": ["u"]}]}
      """)
    #expect(recipe.weather.windCorrelationKm == 200 && recipe.weather.seasonalAmplitudeKelvin == 14)
    #expect(recipe.solar[0].tiltDegrees == nil && recipe.wind.isEmpty)
    #expect(recipe.load[0].industryShare == 0.6 && recipe.load[0].coolingShare == 0.1)
    #expect(recipe.export[0].pattern == .peaks)
    #expect(recipe.mustRun == [SeriesRecipe.Season(units: ["u"])])
    #expect(recipe.horizon.timestamp(1) == "2030-01-01T00:30+08:00")
  }

  @Test func encodingAndDecodingKeepsARecipe() throws {
    let data = try JSONEncoder().encode(ShanxiYear.recipe)
    #expect(try JSONDecoder().decode(SeriesRecipe.self, from: data) == ShanxiYear.recipe)
  }

  @Test(arguments: [
    (#"{"seed": 1, "start": "2030-01-01T00:00", "steps": 24, "sun": []}"#, "unknown key 'sun'"),
    (#"{"seed": 1, "start": "2030-01-01T00:00", "steps": 24, "step_minutes": 20}"#, "15, 30 or 60"),
    (#"{"seed": 1, "start": "2030-02-30T00:00", "steps": 24}"#, "a local time at a whole step"),
    (#"{"seed": 1, "start": "2030-01-01T00:20", "steps": 24}"#, "a local time at a whole step"),
    (#"{"seed": 1, "start": "2030-01-01T00:00", "steps": 0}"#, "at least 1"),
    (
      #"{"seed": 1, "start": "2030-01-01T00:00", "steps": 24, "must_run": [{"units": ["a", "a"]}]}"#,
      "names that differ"
    ),
    (
      #"{"seed": 1, "start": "2030-01-01T00:00", "steps": 24, "must_run": [{"units": ["a"], "from": "13-01"}]}"#,
      "a day of the year"
    ),
    (
      #"{"seed": 1, "start": "2030-01-01T00:00", "steps": 24, "load": [{"name": "a", "maximum_mw": 1, "load_factor": 7}]}"#,
      "between 0.3 and 1"
    ),
  ])
  func faultsAreNamed(text: String, expected: String) {
    #expect {
      try decoded(text)
    } throws: { error in
      guard case DecodingError.dataCorrupted(let context) = error else { return false }
      return context.debugDescription.contains(expected)
    }
  }
}
