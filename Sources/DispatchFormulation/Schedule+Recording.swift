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

  /// Writes one table from the duals of blocks of rows, those of one component summed, times a factor; components whose
  /// duals are all zero are left out, and an empty table with them.
  mutating func recordDuals(
    _ quantity: Quantity, _ names: [String], _ blocks: [[RowBlock]], _ duals: [Double], times factor: Double
  ) {
    var present: [String] = []
    var series: [Double] = []
    for (name, blocks) in zip(names, blocks) {
      let known = blocks.filter { duals[$0.indices].contains { $0 != 0 } }
      guard let first = known.first else { continue }
      present.append(name)
      var sum = duals[first.indices].map { $0 * factor }
      for block in known.dropFirst() {
        for t in sum.indices { sum[t] += duals[block.first + t] * factor }
      }
      series += sum
    }
    guard !present.isEmpty else { return }
    self[quantity] = SeriesTable(names: present, count: horizon.count, values: series)
  }

  /// The same with at most one block of rows for each component.
  mutating func recordDuals(
    _ quantity: Quantity, _ names: [String], _ blocks: [RowBlock?], _ duals: [Double], times factor: Double
  ) {
    recordDuals(quantity, names, blocks.map { $0.map { [$0] } ?? [] }, duals, times: factor)
  }
}
