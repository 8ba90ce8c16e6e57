import LinearOptimization

/// Columns and rows of one model in another that has blocks with the same labels.
struct LabelMap {
  private let columns: [Int]
  private let rows: [Int]

  init(from: LinearModel, to: LinearModel) {
    columns = Self.positions(from.columnBlocks, from.columnCount, to.columnBlocks)
    rows = Self.positions(from.rowBlocks, from.rowCount, to.rowBlocks)
  }

  private static func positions(_ from: [BlockLabel], _ count: Int, _ to: [BlockLabel]) -> [Int] {
    let firsts = Dictionary(to.map { ($0.label, $0.first) }, uniquingKeysWith: { first, _ in first })
    var positions = Array(repeating: -1, count: count)
    for (index, block) in from.enumerated() {
      guard let first = firsts[block.label] else { continue }
      let end = index + 1 < from.count ? from[index + 1].first : count
      for position in block.first..<end { positions[position] = first + position - block.first }
    }
    return positions
  }

  func column(_ column: Int) -> Int? { columns[column] < 0 ? nil : columns[column] }
  func row(_ row: Int) -> Int? { rows[row] < 0 ? nil : rows[row] }
}
