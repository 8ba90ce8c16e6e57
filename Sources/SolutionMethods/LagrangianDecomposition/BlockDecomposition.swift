import DispatchFormulation
import LinearOptimization

/// A program taken apart at its commitment blocks: what is left when they go, the rows that tie them to it, and what any
/// prices on those rows prove.
///
/// Lagrangian relaxation of the tying rows after Muckstadt and Koenig, "An application of Lagrangian relaxation to
/// scheduling in power-generation systems" (Operations Research 25, 1977); all other devices stay in an LP.
struct BlockDecomposition {
  let model: LinearModel
  let blocks: [CommitmentBlock]
  /// Columns and rows of the model that no block owns.
  let columns: [Int]
  let rows: [Int]
  /// Entries of block columns in `rows`, by column of the model; a row counts by its position in `rows`.
  private let entryStart: [Int]
  private let entryRow: [Int32]
  private let entryValue: [Double]
  /// Rows of limits of starts.
  let startRows: Set<Int>
  /// Largest dual of rows whose miss has a price: beyond it a unit might be paid to burn fuel, and its cheapest operation
  /// would not be the one that is found.
  private let mostDual: [Int: Double]

  init(_ program: DispatchProgram) {
    model = program.model
    blocks = program.commitments
    startRows = Set(program.startRows.map(\.row))
    mostDual = Dictionary(
      uniqueKeysWithValues: program.spanSlacks.compactMap { slack in
        slack.columns.first.map { (slack.row, program.model.cost[$0]) }
      })
    var isOwned = (
      columns: Array(repeating: false, count: model.columnCount),
      rows: Array(repeating: false, count: model.rowCount)
    )
    for block in blocks {
      for column in block.columns { isOwned.columns[column] = true }
      for row in block.rows { isOwned.rows[row] = true }
    }
    columns = (0..<model.columnCount).filter { !isOwned.columns[$0] }
    rows = (0..<model.rowCount).filter { !isOwned.rows[$0] }

    var start = Array(repeating: 0, count: model.columnCount + 1)
    for row in rows {
      for entry in model.rowStart[row]..<model.rowStart[row + 1] {
        let column = Int(model.columnIndex[entry])
        if isOwned.columns[column] { start[column + 1] += 1 }
      }
    }
    for column in 0..<model.columnCount { start[column + 1] += start[column] }
    var next = start
    var entryRow = Array(repeating: Int32(0), count: start[model.columnCount])
    var entryValue = Array(repeating: 0.0, count: start[model.columnCount])
    for (position, row) in rows.enumerated() {
      for entry in model.rowStart[row]..<model.rowStart[row + 1] {
        let column = Int(model.columnIndex[entry])
        guard isOwned.columns[column] else { continue }
        entryRow[next[column]] = Int32(truncatingIfNeeded: position)
        entryValue[next[column]] = model.coefficient[entry]
        next[column] += 1
      }
    }
    (entryStart, self.entryRow, self.entryValue) = (start, entryRow, entryValue)
  }

  /// What prices prove, and the operation of every block that they call for.
  struct Pricing {
    var bound: Double
    var points: [BlockPoint]
  }

  /// Prices every block and the rest at one dual per row of `rows`; `nil` where a block has no feasible pattern.
  func price(_ duals: [Double]) -> Pricing? {
    let sound = soundDuals(duals)
    let reduced = reducedCosts(sound)
    var bound = model.objectiveOffset
    for (position, row) in rows.enumerated() where sound[position] != 0 {
      bound += sound[position] * (sound[position] > 0 ? model.rowLower[row] : model.rowUpper[row])
    }
    for column in columns where reduced[column] != 0 {
      let limit = reduced[column] > 0 ? model.columnLower[column] : model.columnUpper[column]
      if limit.isFinite {
        bound += reduced[column] * limit
      } else if abs(reduced[column]) > 1e-7 * max(1, abs(model.cost[column])) {
        bound = -.infinity
      }
    }
    guard let points = cheapestPoints(reduced) else { return nil }
    for point in points { bound += point.cost }
    // What rounding in long sums may have added is given back.
    return Pricing(bound: bound - 1e-9 * abs(bound), points: points)
  }

  /// The cheapest point of every block at reduced costs.
  func cheapestPoints(_ reduced: [Double]) -> [BlockPoint]? {
    var points: [BlockPoint] = []
    points.reserveCapacity(blocks.count)
    for block in blocks {
      guard let point = block.cheapest(at: reduced) else { return nil }
      points.append(point)
    }
    return points
  }

  /// Cost less the value of the duals, per column of the model.
  func reducedCosts(_ duals: [Double]) -> [Double] {
    var whole = Array(repeating: 0.0, count: model.rowCount)
    for (position, row) in rows.enumerated() { whole[row] = duals[position] }
    return model.reducedCosts(of: whole)
  }

  /// A dual whose sign asks for a limit that is not there counts as 0; none counts as more than its row can be worth.
  func soundDuals(_ duals: [Double]) -> [Double] {
    zip(rows, duals).map { row, dual in
      guard (dual > 0 ? model.rowLower[row] : model.rowUpper[row]).isFinite else { return 0 }
      guard let most = mostDual[row] else { return dual }
      return min(max(dual, -most), most)
    }
  }

  /// What a point of a block adds to the rows, as entries of a column, and its cost in the model.
  func proposal(_ point: BlockPoint, of block: Int) -> (cost: Double, rows: [Int32], values: [Double]) {
    var activity = Array(repeating: 0.0, count: rows.count)
    addActivity(of: point, block, to: &activity)
    let touched = rows.indices.filter { activity[$0] != 0 }
    return (cost(of: point, block), touched.map { Int32(truncatingIfNeeded: $0) }, touched.map { activity[$0] })
  }

  /// What a point of a block costs in the model.
  func cost(of point: BlockPoint, _ block: Int) -> Double {
    let first = blocks[block].columns.lowerBound
    var cost = 0.0
    for (offset, value) in point.values.enumerated() { cost += model.cost[first + offset] * value }
    return cost
  }

  /// Adds what a point of a block gives to the rows.
  func addActivity(of point: BlockPoint, _ block: Int, to activity: inout [Double]) {
    let first = blocks[block].columns.lowerBound
    for (offset, value) in point.values.enumerated() where value != 0 {
      for entry in entryStart[first + offset]..<entryStart[first + offset + 1] {
        activity[Int(entryRow[entry])] += entryValue[entry] * value
      }
    }
  }

  /// Positions of the rows that blocks have columns in.
  var tyingRows: [Int] {
    var ties = Array(repeating: false, count: rows.count)
    for row in entryRow { ties[Int(row)] = true }
    return rows.indices.filter { ties[$0] }
  }
}
