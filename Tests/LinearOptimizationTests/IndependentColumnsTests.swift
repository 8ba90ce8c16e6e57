import LinearOptimization
import SeedsAndSnapshots
import Testing

/// The columns picked span the matrix and are independent, by dense elimination.
@Suite struct IndependentColumnsTests {
  @Test(arguments: seeds(20)) func picksAsManyAsTheRank(seed: Int) {
    var random = SeededGenerator(seed)
    for _ in 0..<20 {
      let rows = Int.random(in: 1...12, using: &random)
      let columns = dependentColumns(rows: rows, &random)
      var picked = IndependentColumns(sparse(columns), rows: rows, tolerance: 1e-6)
      let first = Array(columns.indices.filter { _ in Bool.random(using: &random) })
      var taken = picked.take(first)
      #expect(taken.count == rank(first.map { columns[$0] }))
      taken += picked.take(columns.indices.filter { !first.contains($0) }, inOrder: true)
      #expect(taken.count == rank(columns))
      #expect(rank(taken.map { columns[$0] }) == taken.count)
      #expect(Set(taken).count == taken.count)
      #expect(picked.stepOfRow.count { $0 >= 0 } == taken.count)
      #expect(picked.isComplete == (taken.count == rows))
    }
  }

  @Test func prefersTheEarlierOnesInOrder() {
    let columns: [[Double]] = [[1, 1], [2, 2], [0, 1], [1, 0]]
    var picked = IndependentColumns(sparse(columns), rows: 2, tolerance: 1e-6)
    #expect(picked.take([1, 0, 3, 2], inOrder: true) == [1, 3])
  }

  /// Sparse columns, among them copies, sums, empty ones and unit columns.
  private func dependentColumns(rows: Int, _ random: inout SeededGenerator) -> [[Double]] {
    var columns: [[Double]] = []
    for _ in 0..<Int.random(in: 1...16, using: &random) {
      switch Int.random(in: 0..<5, using: &random) {
      case 0: columns.append((0..<rows).map { _ in 0 })
      case 1:
        let row = Int.random(in: 0..<rows, using: &random)
        columns.append((0..<rows).map { $0 == row ? 1 : 0 })
      case 2 where columns.count > 1:
        let (a, b) = (columns[columns.count - 1], columns[columns.count / 2])
        columns.append((0..<rows).map { 2 * a[$0] - 3 * b[$0] })
      default:
        columns.append(
          (0..<rows).map { _ in
            Double.random(in: 0..<1, using: &random) < 0.3 ? Double(Int.random(in: -3...3, using: &random)) : 0
          })
      }
    }
    return columns
  }

  private func sparse(_ columns: [[Double]]) -> IndependentColumns.Matrix {
    var matrix = IndependentColumns.Matrix(start: [0], row: [], value: [])
    for column in columns {
      for (row, value) in column.enumerated() where value != 0 {
        matrix.row.append(Int32(row))
        matrix.value.append(value)
      }
      matrix.start.append(matrix.row.count)
    }
    return matrix
  }

  private func rank(_ columns: [[Double]]) -> Int {
    var left = columns
    var rank = 0
    while true {
      var best = (size: 1e-9, column: -1, row: -1)
      for (column, entries) in left.enumerated() {
        for (row, value) in entries.enumerated() where abs(value) > best.size { best = (abs(value), column, row) }
      }
      guard best.column >= 0 else { return rank }
      rank += 1
      let pivot = left.remove(at: best.column)
      for column in left.indices {
        let factor = left[column][best.row] / pivot[best.row]
        for row in pivot.indices { left[column][row] -= factor * pivot[row] }
        left[column][best.row] = 0
      }
    }
  }
}
