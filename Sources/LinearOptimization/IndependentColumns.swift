/// Picks linearly independent columns of a sparse matrix by triangular elimination, each with a row of its own.
///
/// What has only one row or one column left is taken first, without arithmetic; what remains is eliminated column by
/// column (J. R. Gilbert, T. Peierls, "Sparse partial pivoting in time proportional to arithmetic operations", SIAM
/// Journal on Scientific and Statistical Computing 9, 1988). Only the lower factor is kept: it is all that tells whether
/// another column depends on those taken.
package struct IndependentColumns {
  /// Column `j` owns the entries `start[j] ..< start[j + 1]` of `row` and `value`.
  package struct Matrix {
    package var start: [Int]
    package var row: [Int32]
    package var value: [Double]

    package init(start: [Int], row: [Int32], value: [Double]) {
      (self.start, self.row, self.value) = (start, row, value)
    }
  }

  private let matrix: Matrix
  /// What is left of a column whose largest entry is about 1, and no more, is rounding.
  private let tolerance: Double
  /// The step that took a row, −1 while it is free.
  package private(set) var stepOfRow: [Int32]
  private var pivotRow: [Int32] = []
  private var lowerStart = [0]
  private var lowerRow: [Int32] = []
  private var lowerValue: [Double] = []
  /// Candidates with an entry in a row: of several rows that would do, the one that fewest need is taken.
  private var rowCount: [Int32]

  private var work: [Double]
  /// The last search that met a row.
  private var mark: [Int32]
  private var search: Int32 = 0
  private var order: [Int32] = []
  private var met: [Int32] = []
  private var path: [(row: Int32, next: Int)] = []

  package init(_ matrix: Matrix, rows: Int, tolerance: Double) {
    self.matrix = matrix
    self.tolerance = tolerance
    stepOfRow = Array(repeating: -1, count: rows)
    rowCount = Array(repeating: 0, count: rows)
    work = Array(repeating: 0, count: rows)
    mark = Array(repeating: 0, count: rows)
  }

  package var isComplete: Bool { pivotRow.count == stepOfRow.count }

  /// Takes what it can of the candidates; the rest depend on them.
  ///
  /// - Parameter inOrder: earlier ones are preferred; else those with few entries, which fill in less.
  /// - Returns: the columns taken.
  package mutating func take(_ candidates: [Int], inOrder: Bool = false) -> [Int] {
    for row in rowCount.indices { rowCount[row] = 0 }
    for column in candidates { for entry in entries(column) { rowCount[Int(matrix.row[entry])] += 1 } }
    var taken = pivotRow.isEmpty && !inOrder ? takeSingletons(candidates) : []
    let singletons = Set(taken)
    var rest = candidates.filter { !singletons.contains($0) }
    if !inOrder { rest.sort { (entries($0).count, $0) < (entries($1).count, $1) } }
    for column in rest where !isComplete && eliminate(column) { taken.append(column) }
    return taken
  }

  private func entries(_ column: Int) -> Range<Int> { matrix.start[column]..<matrix.start[column + 1] }

  /// Takes columns with one free row, and rows that one candidate alone has an entry in, again and again.
  private mutating func takeSingletons(_ candidates: [Int]) -> [Int] {
    let columnsOfRow = RowLists(candidates, matrix, rows: rowCount.count)
    var freeRows: [Int32] = Array(repeating: 0, count: matrix.start.count - 1)
    var isOpen = Array(repeating: false, count: matrix.start.count - 1)
    var columnQueue: [Int] = []
    var rowQueue: [Int] = []
    for column in candidates {
      isOpen[column] = true
      freeRows[column] = Int32(truncatingIfNeeded: entries(column).count)
      if freeRows[column] == 1 { columnQueue.append(column) }
    }
    for row in rowCount.indices where rowCount[row] == 1 { rowQueue.append(row) }
    var taken: [Int] = []

    func isFirm(_ pivot: Double, in column: Int) -> Bool {
      abs(pivot) >= 0.1 * entries(column).reduce(0) { max($0, abs(matrix.value[$1])) }
    }
    while true {
      var pivot: (column: Int, entry: Int)?
      if let column = columnQueue.popLast() {
        guard isOpen[column],
          let entry = entries(column).first(where: { stepOfRow[Int(matrix.row[$0])] < 0 }),
          isFirm(matrix.value[entry], in: column)
        else { continue }
        pivot = (column, entry)
      } else if let row = rowQueue.popLast() {
        guard stepOfRow[row] < 0, rowCount[row] == 1, let column = columnsOfRow.open(row, isOpen),
          let entry = entries(column).first(where: { Int(matrix.row[$0]) == row }),
          isFirm(matrix.value[entry], in: column)
        else { continue }
        pivot = (column, entry)
      }
      guard let (column, chosen) = pivot else { break }
      let row = Int(matrix.row[chosen])
      for entry in entries(column) {
        let other = Int(matrix.row[entry])
        rowCount[other] -= 1
        if other == row || stepOfRow[other] >= 0 { continue }
        lowerRow.append(matrix.row[entry])
        lowerValue.append(matrix.value[entry] / matrix.value[chosen])
        if rowCount[other] == 1 { rowQueue.append(other) }
      }
      close(row)
      isOpen[column] = false
      taken.append(column)
      for other in columnsOfRow.columns(of: row) where isOpen[other] {
        freeRows[other] -= 1
        if freeRows[other] == 1 { columnQueue.append(other) }
      }
    }
    return taken
  }

  /// Ends a step whose part of the lower factor is in place.
  private mutating func close(_ row: Int) {
    stepOfRow[row] = Int32(truncatingIfNeeded: pivotRow.count)
    pivotRow.append(Int32(truncatingIfNeeded: row))
    lowerStart.append(lowerRow.count)
  }

  /// Eliminates a column by those taken and takes it too, if something in free rows is left of it.
  private mutating func eliminate(_ column: Int) -> Bool {
    search += 1
    order.removeAll(keepingCapacity: true)
    met.removeAll(keepingCapacity: true)
    var size = 0.0
    for entry in entries(column) {
      visit(matrix.row[entry])
      size = max(size, abs(matrix.value[entry]))
    }
    for entry in entries(column) { work[Int(matrix.row[entry])] = matrix.value[entry] }
    defer { for row in met { work[Int(row)] = 0 } }
    // Rows in the order in which their steps have to be applied.
    for step in order.reversed() {
      let value = work[Int(pivotRow[Int(step)])]
      if value == 0 { continue }
      for entry in lowerStart[Int(step)]..<lowerStart[Int(step) + 1] {
        work[Int(lowerRow[entry])] -= lowerValue[entry] * value
      }
    }
    var largest = 0.0
    for row in met where stepOfRow[Int(row)] < 0 { largest = max(largest, abs(work[Int(row)])) }
    guard largest > tolerance * size else { return false }
    var pivot: Int32 = -1
    for row in met where stepOfRow[Int(row)] < 0 && abs(work[Int(row)]) >= 0.5 * largest {
      if pivot < 0 || (rowCount[Int(row)], row) < (rowCount[Int(pivot)], pivot) { pivot = row }
    }
    let pivotValue = work[Int(pivot)]
    for row in met where stepOfRow[Int(row)] < 0 && row != pivot && abs(work[Int(row)]) > 1e-14 * largest {
      lowerRow.append(row)
      lowerValue.append(work[Int(row)] / pivotValue)
    }
    close(Int(pivot))
    return true
  }

  /// Depth-first search through the lower factor from one row.
  private mutating func visit(_ row: Int32) {
    guard mark[Int(row)] != search else { return }
    mark[Int(row)] = search
    met.append(row)
    path.append((row, firstEntry(row)))
    while let (current, next) = path.last {
      let step = stepOfRow[Int(current)]
      guard step >= 0, next < lowerStart[Int(step) + 1] else {
        if step >= 0 { order.append(step) }
        path.removeLast()
        continue
      }
      path[path.count - 1].next += 1
      let reached = lowerRow[next]
      if mark[Int(reached)] == search { continue }
      mark[Int(reached)] = search
      met.append(reached)
      path.append((reached, firstEntry(reached)))
    }
  }

  private func firstEntry(_ row: Int32) -> Int {
    let step = stepOfRow[Int(row)]
    return step < 0 ? 0 : lowerStart[Int(step)]
  }
}

/// The candidates with an entry in each row.
private struct RowLists {
  private var start: [Int]
  private var column: [Int32]

  init(_ candidates: [Int], _ matrix: IndependentColumns.Matrix, rows: Int) {
    start = Array(repeating: 0, count: rows + 1)
    for candidate in candidates {
      for entry in matrix.start[candidate]..<matrix.start[candidate + 1] { start[Int(matrix.row[entry]) + 1] += 1 }
    }
    for row in 0..<rows { start[row + 1] += start[row] }
    var next = start
    column = Array(repeating: 0, count: start[rows])
    for candidate in candidates {
      for entry in matrix.start[candidate]..<matrix.start[candidate + 1] {
        let row = Int(matrix.row[entry])
        column[next[row]] = Int32(truncatingIfNeeded: candidate)
        next[row] += 1
      }
    }
  }

  func columns(of row: Int) -> some Sequence<Int> { column[start[row]..<start[row + 1]].lazy.map { Int($0) } }

  func open(_ row: Int, _ isOpen: [Bool]) -> Int? { columns(of: row).first { isOpen[$0] } }
}
