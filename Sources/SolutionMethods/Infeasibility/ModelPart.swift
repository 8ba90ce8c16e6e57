import LinearOptimization

/// The whole of a model, or the rows that lie within some of its steps: what is infeasible there is so in the whole.
struct ModelPart {
  /// Without costs.
  private(set) var model: LinearModel
  /// Rows of the whole.
  let rows: [Int]
  let columns: [Int]
  private let rowPosition: [Int: Int]
  private let columnPosition: [Int: Int]
  /// First column of every block.
  private let starts: [Int]
  private let isWhole: Bool

  init(whole model: LinearModel) {
    self.model = model
    rows = Array(0..<model.rowCount)
    columns = Array(0..<model.columnCount)
    (rowPosition, columnPosition, isWhole) = ([:], [:], true)
    starts = model.columnBlocks.map(\.first)
    removeCosts()
  }

  /// The part of a window: rows that reach beyond it are left out.
  init(_ window: Int, of partition: WindowPartition) {
    let whole = partition.model
    columns = partition.columns[window]
    rows = partition.rows[window].filter(partition.isWhole)
    rowPosition = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
    columnPosition = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
    isWhole = false
    starts = whole.columnBlocks.map(\.first)
    var part = LinearModel()
    let block = part.addColumns(
      "column", count: columns.count, lower: .series(columns.map { whole.columnLower[$0] }),
      upper: .series(columns.map { whole.columnUpper[$0] }))
    for (position, column) in columns.enumerated() where whole.isInteger[column] {
      part.setInteger(ColumnBlock(first: block.first + position, count: 1), true)
    }
    for row in rows {
      let entries = whole.rowStart[row]..<whole.rowStart[row + 1]
      part.addRow(
        "row", lower: whole.rowLower[row], upper: whole.rowUpper[row],
        columns: entries.map { partition.position(of: Int(whole.columnIndex[$0])) },
        coefficients: Array(whole.coefficient[entries]))
    }
    model = part
  }

  /// Where a row of the whole is in the part, if it is.
  func position(ofRow row: Int) -> Int? { isWhole ? row : rowPosition[row] }
  func position(ofColumn column: Int) -> Int? { isWhole ? column : columnPosition[column] }

  /// Step of a column of the whole.
  func step(ofColumn column: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= column { low = middle } else { high = middle }
    }
    return starts.isEmpty ? 0 : column - starts[low]
  }

  /// The same part without integers.
  var relaxed: ModelPart {
    var part = self
    part.model = model.relaxed()
    return part
  }

  private mutating func removeCosts() {
    for column in 0..<model.columnCount { model.setCost(column: column, 0) }
    model.objectiveOffset = 0
  }
}
