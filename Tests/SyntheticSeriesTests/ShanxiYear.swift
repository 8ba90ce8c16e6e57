import GridModel

@testable import SyntheticSeries

/// A year of four zones, made once for all tests.
enum ShanxiYear {
  static let recipe = SeriesRecipe(
    seed: 2030, start: "2030-01-01T00:00", steps: 8760,
    solar: [
      SeriesRecipe.Solar(name: "north", latitude: 39.9, longitude: 113.0, fullLoadHours: 1450),
      SeriesRecipe.Solar(name: "central", latitude: 37.8, longitude: 112.5, fullLoadHours: 1380),
      SeriesRecipe.Solar(name: "south", latitude: 35.2, longitude: 111.2, fullLoadHours: 1300),
    ],
    wind: [
      SeriesRecipe.Wind(name: "north", latitude: 39.9, longitude: 113.0, fullLoadHours: 2300),
      SeriesRecipe.Wind(name: "central", latitude: 37.8, longitude: 112.5, fullLoadHours: 2150),
      SeriesRecipe.Wind(name: "south", latitude: 35.2, longitude: 111.2, fullLoadHours: 2000),
    ],
    load: [
      SeriesRecipe.Load(name: "central", latitude: 37.8, longitude: 112.5, maximumMw: 14000, loadFactor: 0.7),
      SeriesRecipe.Load(name: "south", latitude: 35.2, longitude: 111.2, maximumMw: 12000, loadFactor: 0.72),
    ],
    export: [SeriesRecipe.Export(name: "Jinbei", maximumMw: 6000, fullLoadHours: 6500)],
    mustRun: [SeriesRecipe.Season(units: ["Datong-1", "Taiyuan-1"])])

  static let files = generate(recipe)

  static let horizon = recipe.horizon

  static func column(_ file: String, _ name: String, in files: [GeneratedFile] = files) -> [Double] {
    guard let file = files.first(where: { $0.path == "series/\(file).csv" }),
      let place = file.names.firstIndex(of: name)
    else { return [] }
    return file.columns[place]
  }

  /// Mean of the steps whose local time is accepted.
  static func mean(_ values: [Double], where accepts: (LocalTime) -> Bool) -> Double {
    mean(values.indices.filter { accepts(horizon.localTime($0)) }.map { values[$0] })
  }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  static func correlation(_ a: some Collection<Double>, _ b: some Collection<Double>) -> Double {
    let (meanA, meanB) = (mean(Array(a)), mean(Array(b)))
    var (both, first, second) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      both += (x - meanA) * (y - meanB)
      first += (x - meanA) * (x - meanA)
      second += (y - meanB) * (y - meanB)
    }
    return both / (first * second).squareRoot()
  }
}
