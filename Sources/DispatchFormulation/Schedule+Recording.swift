import LinearOptimization
import Schedules

extension Schedule {
  /// Writes one table from blocks of columns; components without a block are left out, and an empty table with them.
  mutating func record(_ quantity: Quantity, _ names: [String], _ blocks: [ColumnBlock?], _ values: [Double]) {
    var present: [String] = []
    var series: [Double] = []
    for (name, block) in zip(names, blocks) {
      guard let block else { continue }
      present.append(name)
      series += values[block.indices]
    }
    guard !present.isEmpty else { return }
    self[quantity] = SeriesTable(names: present, count: horizon.count, values: series)
  }

  /// Writes one table from the duals of blocks of rows, times a factor; components whose duals are all zero are left out,
  /// and an empty table with them.
  mutating func recordDuals(
    _ quantity: Quantity, _ names: [String], _ blocks: [RowBlock?], _ duals: [Double], times factor: Double
  ) {
    var present: [String] = []
    var series: [Double] = []
    for (name, block) in zip(names, blocks) {
      guard let block, duals[block.indices].contains(where: { $0 != 0 }) else { continue }
      present.append(name)
      series += duals[block.indices].lazy.map { $0 * factor }
    }
    guard !present.isEmpty else { return }
    self[quantity] = SeriesTable(names: present, count: horizon.count, values: series)
  }
}
