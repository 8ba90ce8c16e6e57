import SeedsAndSnapshots
import Testing

@testable import StagedOptimization

/// Columns that enter the same rows with proportional coefficients are one driver, and no others.
@Suite struct DriversTests {
  /// Few coefficients, all of which divide exactly, so that equal columns are common.
  private func model(seed: Int) -> StagedModel {
    var random = SeededGenerator(seed)
    let stages = 3
    var model = StagedModel(stageCount: stages)
    for _ in 0..<12 {
      let box = random.numbers(stages, 0...1)
      model.columns.append(.init(lower: box.map { $0 - 1 }, upper: box, cost: random.numbers(stages, 0...1)))
    }
    for _ in 0..<3 {
      var entries: [StagedModel.Entry] = []
      for column in model.columns.indices where !random.once(in: 3) {
        let value = [1.0, 2, -1, 0.5, -4][Int.random(in: 0..<5, using: &random)]
        let coefficient: StagedModel.Coefficient =
          random.once(in: 3) ? .series([value, 1, 2]) : .constant(value)
        let isPrevious = random.once(in: 4)
        entries.append(.init(column, coefficient, isPrevious: isPrevious, wraps: isPrevious && random.once(in: 2)))
      }
      let zero = Array(repeating: 0.0, count: stages)
      model.rows.append(.init(lower: zero, upper: zero, entries: entries))
    }
    return model
  }

  /// All of a column's entries: row, whether of the stage before, whether it wraps, and its values by stage.
  private func entries(of column: Int, in model: StagedModel) -> [[Double]] {
    model.rows.enumerated().flatMap { row, content in
      content.entries.filter { $0.column == column }.map { entry in
        [Double(row), entry.isPrevious ? 1 : 0, entry.wraps ? 1 : 0]
          + (0..<model.stageCount).map { entry.coefficient.at($0) }
      }
    }
  }

  private func areProportional(_ a: [[Double]], _ b: [[Double]]) -> Bool {
    guard a.count == b.count, zip(a, b).allSatisfy({ $0.prefix(3) == $1.prefix(3) }) else { return false }
    let (x, y) = (a.flatMap { $0.dropFirst(3) }, b.flatMap { $0.dropFirst(3) })
    return x.indices.allSatisfy { i in y.indices.allSatisfy { x[i] * y[$0] == x[$0] * y[i] } }
  }

  /// Series are only compared, not divided: a column whose first coefficient is a series counts as it is.
  private func beginsWithSeries(_ column: Int, in model: StagedModel) -> Bool {
    let own = model.rows.flatMap(\.entries).filter { $0.column == column }
    let first = own.first { !$0.isPrevious } ?? own.first
    if case .series = first?.coefficient { return true }
    return false
  }

  @Test func proportionalColumnsAndNoOthers() {
    var merged = 0
    for seed in seeds(60) {
      let model = model(seed: seed)
      let drivers = Drivers(model).drivers
      let members = drivers.flatMap { $0.columns.map(\.column) }
      #expect(members.sorted() == Array(model.columns.indices))
      for (k, driver) in drivers.enumerated() {
        for (column, scale) in driver.columns {
          // The driver's entries times the scale are the column's.
          var rebuilt: [[Double]] = []
          for (entries, isPrevious) in [(driver.own, 0.0), (driver.next, 1.0)] {
            for entry in entries {
              rebuilt.append(
                [Double(entry.row), isPrevious, entry.wraps ? 1 : 0]
                  + (0..<model.stageCount).map { entry.coefficient.at($0) * scale })
            }
          }
          #expect(rebuilt.sorted { $0[0] < $1[0] } == entries(of: column, in: model), "seed \(seed)")
        }
        merged += driver.columns.count - 1
        for other in drivers[..<k] {
          let (a, b) = (driver.columns[0].column, other.columns[0].column)
          guard areProportional(entries(of: a, in: model), entries(of: b, in: model)) else { continue }
          #expect(beginsWithSeries(a, in: model) || beginsWithSeries(b, in: model), "seed \(seed): \(a), \(b)")
        }
      }
    }
    #expect(merged > 10)
  }
}
