/// A row that ties kept quantities to the stage before and can be left out wherever they keep it by themselves, such as
/// a ramp limit: a slack that costs nothing takes the rest.
struct LazyLink {
  var row: Int
  /// The slack and its coefficient in the row.
  var column: Int
  var coefficient: Double

  static func all(in model: StagedModel, _ drivers: [Drivers.Driver], _ pattern: StagePattern) -> [LazyLink] {
    var others = Array(repeating: [Int](), count: model.rows.count)
    for (k, driver) in drivers.enumerated() where !pattern.isKept[k] {
      for entry in driver.own + driver.next { others[entry.row].append(k) }
    }
    let receiving = Set(pattern.keptDrivers.flatMap { drivers[$0].next.map(\.row) }).sorted()
    return receiving.compactMap { row in
      guard others[row].count == 1 else { return nil }
      let driver = drivers[others[row][0]]
      guard driver.columns.count == 1, driver.own.count == 1, driver.next.isEmpty,
        case .constant(let coefficient) = driver.own[0].coefficient
      else { return nil }
      let (column, scale) = driver.columns[0]
      guard model.columns[column].cost.allSatisfy({ $0 == 0 }), model.rows[row].lower.allSatisfy({ $0 == 0 }) else {
        return nil
      }
      return LazyLink(row: row, column: column, coefficient: coefficient * scale)
    }
  }
}
