import Foundation
import GridModel

/// Makes the series files of a case from its recipe: `wind`, `solar`, `load`, `heat`, `export` and `must-run` in `series/`, each if
/// the recipe has any.
///
/// The same recipe gives the same files on every run; adding an entry changes no other entry's column. Availabilities
/// are rounded to 4 decimals, MW to 1. Years start on 1 January in local time; targets (full-load hours, maximum, load
/// factor) hold for the calendar years that the recipe touches, of which it may take a part.
public func generate(_ recipe: SeriesRecipe) -> [GeneratedFile] {
  let horizon = recipe.horizon
  let calendar = QuarterHours(covering: horizon)
  let temperature = AirTemperature(seed: recipe.seed, calendar: calendar, weather: recipe.weather)
  let times = (0..<horizon.count).map { horizon.localTime($0).text }

  func steps(_ quarters: [Double]) -> [Double] { calendar.averaged(quarters, stepMinutes: horizon.stepMinutes) }
  func file(_ name: String, _ names: [String], decimals: Int, columns: () -> [[Double]]) -> GeneratedFile? {
    guard !names.isEmpty else { return nil }
    return GeneratedFile(
      path: "series/\(name).csv", times: times, names: names,
      columns: columns().map { calendar.cut($0, to: horizon) }, decimals: decimals)
  }

  let files = [
    file("wind", recipe.wind.map(\.name), decimals: 4) {
      let wind = WindGeneration(seed: recipe.seed, calendar: calendar, weather: recipe.weather)
      return recipe.wind.map { steps(wind.availability($0)) }
    },
    file("solar", recipe.solar.map(\.name), decimals: 4) {
      let clouds = CloudCover(
        seed: recipe.seed, calendar: calendar, correlationKilometres: recipe.weather.cloudCorrelationKm)
      let solar = SolarGeneration(
        calendar: calendar, clouds: clouds, temperature: temperature, utcOffsetHours: recipe.utcOffsetHours)
      return recipe.solar.map { steps(solar.availability($0)) }
    },
    file("load", recipe.load.map(\.name), decimals: 1) {
      let profile = LoadProfile(seed: recipe.seed, calendar: calendar, temperature: temperature)
      return recipe.load.map {
        stretched(steps(profile.shape($0)), maximum: $0.maximumMw, loadFactor: $0.loadFactor)
      }
    },
    file("heat", recipe.heat.map(\.name), decimals: 1) {
      recipe.heat.map { area in
        let shape = steps(area.shape(calendar, temperature))
        let scale = area.maximumMw / max(shape.max() ?? 0, .leastNormalMagnitude)
        return shape.map { $0 * scale }
      }
    },
    file("export", recipe.export.map(\.name), decimals: 1) {
      recipe.export.map {
        stretched(steps($0.pattern.shape(calendar)), maximum: $0.maximumMw, loadFactor: $0.fullLoadHours / 8760)
      }
    },
    file("must-run", recipe.mustRun.flatMap(\.units), decimals: 0) {
      recipe.mustRun.flatMap { season in
        let column = steps(season.values(calendar))
        return season.units.map { _ in column }
      }
    },
  ]
  return files.compactMap { $0 }
}
