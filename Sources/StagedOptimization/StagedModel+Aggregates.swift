extension StagedModel {
  /// The same model with one column for the sum of those that only spans tell apart, where the next stage asks for them.
  ///
  /// Segments of a unit's cost curve are one quantity to its ramps and to the balance, and so one state. A cap on fuel
  /// weighs each of them differently: without the sum, each would be a state of its own.
  func withAggregates() -> StagedModel {
    guard !spans.isEmpty else { return self }
    var plain = self
    plain.spans = []
    var driverOf = Array(repeating: 0, count: columns.count)
    for (position, driver) in Drivers(self).drivers.enumerated() {
      for (column, _) in driver.columns { driverOf[column] = position }
    }
    var model = self
    var isInAggregate = Array(repeating: false, count: columns.count)
    for driver in Drivers(plain).drivers where !driver.next.isEmpty {
      guard Set(driver.columns.map { driverOf[$0.column] }).count > 1 else { continue }
      for (column, _) in driver.columns { isInAggregate[column] = true }
      model.addAggregate(of: driver)
    }
    for row in rows.indices {
      model.rows[row].entries.removeAll { $0.column < columns.count && isInAggregate[$0.column] }
    }
    return model
  }

  private mutating func addAggregate(of driver: Drivers.Driver) {
    let parts = driver.columns.map { Entry($0.column, .constant($0.scale)) }
    let zero = Array(repeating: 0.0, count: stageCount)
    var (lower, upper) = activityRange(of: Row(lower: zero, upper: zero, entries: parts))
    // Limits of its own it has none: these are far enough away to play no part.
    for t in 0..<stageCount {
      let width = upper[t] - lower[t]
      (lower[t], upper[t]) = (lower[t] - width, upper[t] + width)
    }
    let sum = columns.count
    columns.append(Column(lower: lower, upper: upper, cost: zero))
    for entry in driver.own { rows[entry.row].entries.append(Entry(sum, entry.coefficient)) }
    for entry in driver.next {
      rows[entry.row].entries.append(Entry(sum, entry.coefficient, isPrevious: true, wraps: entry.wraps))
    }
    rows.append(Row(lower: zero, upper: zero, entries: [Entry(sum, .constant(-1))] + parts))
  }
}
