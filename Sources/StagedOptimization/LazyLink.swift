/// A row that can be left out wherever the quantities keep it by themselves: a slack that costs nothing takes the rest.
///
/// Such are rows that tie kept quantities to the stage before (ramp limits), and those that a level meets in besides the
/// row that carries it (reserve that a store has the energy for). Each is a state of the recursion where it takes part.
/// Limits of a capacity, which is carried on unchanged, are what it is built for: they always take part.
struct LazyLink {
  var row: Int
  /// The slack and its coefficient in the row.
  var column: Int
  var coefficient: Double

  static func all(in model: StagedModel, _ drivers: [Drivers.Driver], _ pattern: StagePattern) -> [LazyLink] {
    // Slacks by row, and how many drivers that are eliminated meet in it.
    var slacks: [Int: LazyLink] = [:]
    var isSlack = Array(repeating: false, count: drivers.count)
    var meeting = Array(repeating: 0, count: model.rows.count)
    for (k, driver) in drivers.enumerated() where !pattern.isKept[k] {
      for entry in driver.own + driver.next { meeting[entry.row] += 1 }
      guard driver.columns.count == 1, driver.own.count == 1, driver.next.isEmpty, driver.spans.isEmpty,
        case .constant(let coefficient) = driver.own[0].coefficient
      else { continue }
      let (row, (column, scale)) = (driver.own[0].row, driver.columns[0])
      guard model.columns[column].cost.allSatisfy({ $0 == 0 }), model.rows[row].lower.allSatisfy({ $0 == 0 }) else {
        continue
      }
      isSlack[k] = true
      slacks[row] = LazyLink(row: row, column: column, coefficient: coefficient * scale)
    }
    let links = Set(pattern.keptDrivers.flatMap { drivers[$0].next.map(\.row) }).filter { meeting[$0] == 1 }
    let asked = Set(drivers.flatMap { $0.next.map(\.row) })
    let isCapacity = { (chain: StagePattern.Chain) in
      !drivers.indices.contains { k in
        k != chain.driver && !isSlack[k] && drivers[k].own.contains { $0.row == chain.next.row }
      }
    }
    let rows = { (chain: StagePattern.Chain) in chain.own.map(\.row) }
    let beside = Set(pattern.chains.flatMap(rows)).subtracting(asked)
      .subtracting(pattern.chains.filter(isCapacity).flatMap(rows))
    return links.union(beside).sorted().compactMap { slacks[$0] }
  }
}
