import Foundation
import Testing
import Yams

@testable import SyntheticSeries

/// The series in the case folders are what their recipes make.
@Suite struct CaseSeriesTests {
  static let cases = ["shanxi-2025", "shanxi-2030", "taiyuan-2030", "yuncheng-2030", "lvliang-2030"]

  private func folder(_ name: String) -> URL {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return tests.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Cases/\(name)")
  }

  @Test(arguments: cases) func seriesAreThoseOfTheRecipe(name: String) throws {
    let text = try String(contentsOf: folder(name).appendingPathComponent("generator.yaml"), encoding: .utf8)
    let recipe = try YAMLDecoder().decode(SeriesRecipe.self, from: text)
    let files = generate(recipe)
    let heat = recipe.heat.isEmpty ? [] : ["heat"]
    #expect(
      files.map(\.path) == (["wind", "solar", "load"] + heat + ["export", "must-run"]).map { "series/\($0).csv" })
    for file in files {
      let shipped = try String(contentsOf: folder(name).appendingPathComponent(file.path), encoding: .utf8)
      #expect(shipped == file.csv(), "\(name)/\(file.path)")
    }
  }

  @Test(arguments: cases) func yearlyHoursAreThoseOfTheProvince(name: String) throws {
    for (kind, hours) in [("wind", 2000.0...2300), ("solar", 1300...1450)] {
      let path = folder(name).appendingPathComponent("series/\(kind).csv")
      let rows = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").dropFirst()
      let numbers = rows.map { $0.split(separator: ",").dropFirst().compactMap { Double($0) } }
      for plant in (numbers.first ?? []).indices {
        let sum = numbers.reduce(0) { $0 + $1[plant] }
        #expect((0.99 * hours.lowerBound...1.01 * hours.upperBound).contains(sum), "\(name) \(kind)")
      }
    }
  }
}
