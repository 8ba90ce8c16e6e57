import GLPK

/// A linear or mixed-integer minimisation in solver layout: columns, rows and the matrix by rows, as flat arrays.
///
/// minimise `objectiveOffset + Σ cost·x` subject to `rowLower ≤ A·x ≤ rowUpper`, `columnLower ≤ x ≤ columnUpper`,
/// some columns integer. Infinite limits are `±Double.infinity`. Columns and rows are appended in blocks, usually one
/// per device and quantity with an entry per step; a block carries the one label from which names are made on demand,
/// so the model holds no string per step.
public struct LinearModel: Sendable {
  /// Limits of the columns.
  public private(set) var columnLower: [Double] = []
  public private(set) var columnUpper: [Double] = []
  /// Objective per unit of each column.
  public private(set) var cost: [Double] = []
  public private(set) var isInteger: [Bool] = []
  /// Limits of the rows.
  public private(set) var rowLower: [Double] = []
  public private(set) var rowUpper: [Double] = []
  /// Row `i` owns the entries `rowStart[i] ..< rowStart[i + 1]` of `columnIndex` and `coefficient`.
  public private(set) var rowStart: [Int] = [0]
  public private(set) var columnIndex: [Int32] = []
  public private(set) var coefficient: [Double] = []
  /// Cost that no decision changes.
  public var objectiveOffset = 0.0
  /// Blocks in the order of their columns, for names.
  public private(set) var columnBlocks: [BlockLabel] = []
  /// Blocks in the order of their rows, for names.
  public private(set) var rowBlocks: [BlockLabel] = []
  /// Rows that hold by themselves almost everywhere, which a solver may leave out until they are broken.
  public private(set) var lazyRows: [RowBlock] = []
  /// Rows that were added as blocks, with the terms they were made of: the model's structure over time.
  public private(set) var termRows: [TermRows] = []

  public init() {}

  public var columnCount: Int { cost.count }
  public var rowCount: Int { rowLower.count }
  public var nonzeroCount: Int { coefficient.count }

  /// Whether each row is lazy.
  public var isLazyRow: [Bool] {
    var isLazy = Array(repeating: false, count: rowCount)
    for block in lazyRows { for row in block.indices { isLazy[row] = true } }
    return isLazy
  }
  public var integerCount: Int { isInteger.reduce(0) { $0 + ($1 ? 1 : 0) } }

  /// Reserves capacity for the expected size, so that appending does not copy.
  public mutating func reserve(columns: Int, rows: Int, nonzeros: Int) {
    columnLower.reserveCapacity(columns)
    columnUpper.reserveCapacity(columns)
    cost.reserveCapacity(columns)
    isInteger.reserveCapacity(columns)
    rowLower.reserveCapacity(rows)
    rowUpper.reserveCapacity(rows)
    rowStart.reserveCapacity(rows + 1)
    columnIndex.reserveCapacity(nonzeros)
    coefficient.reserveCapacity(nonzeros)
  }

  /// Appends `count` columns; the returned block is how rows and results refer to them.
  public mutating func addColumns(
    _ label: String, count: Int, lower: BlockValues = 0, upper: BlockValues = .constant(.infinity),
    cost: BlockValues = 0, integer: Bool = false
  ) -> ColumnBlock {
    let block = ColumnBlock(first: columnCount, count: count)
    lower.append(to: &columnLower, count: count)
    upper.append(to: &columnUpper, count: count)
    cost.append(to: &self.cost, count: count)
    isInteger.append(contentsOf: repeatElement(integer, count: count))
    columnBlocks.append(BlockLabel(label: label, first: block.first))
    return block
  }

  /// Appends `count` rows; row `t` is `lower[t] ≤ Σ term.coefficient[t] · x[term.columns.first + t + term.shift] ≤ upper[t]`.
  @discardableResult
  public mutating func addRows(
    _ label: String, count: Int, lower: BlockValues = .constant(-.infinity),
    upper: BlockValues = .constant(.infinity), isLazy: Bool = false, terms: [Term]
  ) -> RowBlock {
    let block = RowBlock(first: rowCount, count: count)
    if isLazy { lazyRows.append(block) }
    termRows.append(TermRows(rows: block, terms: terms))
    lower.append(to: &rowLower, count: count)
    upper.append(to: &rowUpper, count: count)
    rowBlocks.append(BlockLabel(label: label, first: block.first))
    let mayRepeat = Term.mayMeetTwice(terms)
    let whole = mayRepeat ? 0..<0 : Term.wholeRows(terms, count)
    for t in 0..<whole.lowerBound { addRow(t, terms, mayRepeat: mayRepeat) }
    addWholeRows(whole, terms)
    for t in whole.upperBound..<count { addRow(t, terms, mayRepeat: mayRepeat) }
    return block
  }

  /// Appends the entries of row `t` of a block.
  private mutating func addRow(_ t: Int, _ terms: [Term], mayRepeat: Bool) {
    let start = coefficient.count
    for term in terms {
      var position = t + term.shift
      if position < 0 || position >= term.columns.count {
        guard term.edge == .wrap, term.columns.count > 0 else { continue }
        position %= term.columns.count
        if position < 0 { position += term.columns.count }
      }
      let value = term.coefficient[t]
      if value != 0 {
        columnIndex.append(Int32(truncatingIfNeeded: term.columns.first + position))
        coefficient.append(value)
      }
    }
    if mayRepeat { mergeRepeatedColumns(from: start) }
    rowStart.append(coefficient.count)
  }

  /// Appends the entries of rows that have every term, with constant coefficients: most of a model, and no more than
  /// filling arrays.
  private mutating func addWholeRows(_ rows: Range<Int>, _ terms: [Term]) {
    let (start, width) = (coefficient.count, terms.count)
    let firsts = terms.map { Int32(truncatingIfNeeded: $0.columns.first + $0.shift) }
    let values = terms.map { $0.coefficient[0] }
    columnIndex.append(contentsOf: repeatElement(0, count: rows.count * width))
    columnIndex.withUnsafeMutableBufferPointer { entries in
      var entry = start
      for t in rows {
        for first in firsts {
          entries[entry] = first + Int32(truncatingIfNeeded: t)
          entry += 1
        }
      }
    }
    coefficient.append(contentsOf: repeatElement(0, count: rows.count * width))
    coefficient.withUnsafeMutableBufferPointer { entries in
      var entry = start
      for _ in rows {
        for value in values {
          entries[entry] = value
          entry += 1
        }
      }
    }
    rowStart.append(contentsOf: rows.indices.lazy.map { start + ($0 - rows.lowerBound + 1) * width })
  }

  /// Two terms can meet in one column (a cyclic level over one step): such entries are summed.
  private mutating func mergeRepeatedColumns(from start: Int) {
    var end = start
    for read in start..<coefficient.count {
      if let same = (start..<end).first(where: { columnIndex[$0] == columnIndex[read] }) {
        let (sum, size) = (coefficient[same] + coefficient[read], max(abs(coefficient[same]), abs(coefficient[read])))
        // What is left of a cancellation is rounding, which scaling would blow up.
        coefficient[same] = abs(sum) <= 4 * .ulpOfOne * size ? 0 : sum
      } else {
        columnIndex[end] = columnIndex[read]
        coefficient[end] = coefficient[read]
        end += 1
      }
    }
    columnIndex.removeSubrange(end...)
    coefficient.removeSubrange(end...)
  }

  /// Appends one row with the given entries; each column at most once.
  @discardableResult
  public mutating func addRow(
    _ label: String, lower: Double = -.infinity, upper: Double = .infinity, isLazy: Bool = false, columns: [Int],
    coefficients: [Double]
  ) -> Int {
    precondition(columns.count == coefficients.count)
    if isLazy { lazyRows.append(RowBlock(first: rowCount, count: 1)) }
    rowBlocks.append(BlockLabel(label: label, first: rowCount))
    rowLower.append(lower)
    rowUpper.append(upper)
    for (column, value) in zip(columns, coefficients) where value != 0 {
      columnIndex.append(Int32(truncatingIfNeeded: column))
      coefficient.append(value)
    }
    rowStart.append(coefficient.count)
    return rowCount - 1
  }

  /// Appends rows that were checked already, under one label.
  mutating func append(_ rows: RowArrays, label: String) {
    guard !rows.lower.isEmpty else { return }
    rowBlocks.append(BlockLabel(label: label, first: rowCount))
    let offset = coefficient.count
    rowLower += rows.lower
    rowUpper += rows.upper
    rowStart += rows.start.dropFirst().map { $0 + offset }
    columnIndex += rows.columnIndex
    coefficient += rows.coefficient
  }

  /// Appends rows without limits, under one label.
  mutating func append(_ rows: RowEntries, label: String) {
    let first = rowCount
    let free = rows.isLazy.map { _ in Double.infinity }
    append(
      RowArrays(
        lower: free.map { -$0 }, upper: free, start: rows.start, columnIndex: rows.columnIndex,
        coefficient: rows.coefficient), label: label)
    var t = 0
    while t < rows.isLazy.count {
      var end = t + 1
      while end < rows.isLazy.count, rows.isLazy[end] == rows.isLazy[t] { end += 1 }
      if rows.isLazy[t] { lazyRows.append(RowBlock(first: first + t, count: end - t)) }
      t = end
    }
  }

  /// Appends columns that were checked already, under one label; their entries go to the ends of the rows.
  mutating func append(_ columns: ColumnArrays, _ entries: ColumnEntries, label: String) {
    guard !columns.cost.isEmpty else { return }
    let first = columnCount
    columnBlocks.append(BlockLabel(label: label, first: first))
    columnLower += columns.lower
    columnUpper += columns.upper
    cost += columns.cost
    isInteger += columns.isInteger
    // From the last row on, each row moves up by what the rows before it gain.
    var gained = Array(repeating: 0, count: rowCount)
    for row in entries.rowIndex { gained[Int(row)] += 1 }
    var shift = entries.coefficient.count
    columnIndex += Array(repeating: 0, count: shift)
    coefficient += Array(repeating: 0, count: shift)
    var next = Array(repeating: 0, count: rowCount)
    for row in (0..<rowCount).reversed() {
      let end = rowStart[row + 1]
      rowStart[row + 1] = end + shift
      shift -= gained[row]
      next[row] = end + shift
      guard shift > 0 else { continue }
      for entry in (rowStart[row]..<end).reversed() {
        columnIndex[entry + shift] = columnIndex[entry]
        coefficient[entry + shift] = coefficient[entry]
      }
    }
    for column in columns.cost.indices {
      for entry in entries.start[column]..<entries.start[column + 1] {
        let row = Int(entries.rowIndex[entry])
        columnIndex[next[row]] = Int32(truncatingIfNeeded: first + column)
        coefficient[next[row]] = entries.coefficient[entry]
        next[row] += 1
      }
    }
  }

  /// Replaces the limits of one column.
  public mutating func setBounds(column: Int, lower: Double, upper: Double) {
    columnLower[column] = lower
    columnUpper[column] = upper
  }

  /// Replaces the limits of one row.
  public mutating func setBounds(row: Int, lower: Double, upper: Double) {
    rowLower[row] = lower
    rowUpper[row] = upper
  }

  /// Replaces the cost of one column.
  public mutating func setCost(column: Int, _ cost: Double) { self.cost[column] = cost }

  /// Makes every column of a block continuous or integer.
  public mutating func setInteger(_ block: ColumnBlock, _ integer: Bool) {
    for column in block.indices { isInteger[column] = integer }
  }

  /// The same columns with some of the rows, in the given order; block labels and laziness of rows are not kept.
  func keepingRows(_ rows: [Int]) -> LinearModel {
    var part = self
    part.rowLower = rows.map { rowLower[$0] }
    part.rowUpper = rows.map { rowUpper[$0] }
    part.rowBlocks = [BlockLabel(label: "row", first: 0)]
    part.lazyRows = []
    part.termRows = []
    part.rowStart = [0]
    part.columnIndex = []
    part.coefficient = []
    for row in rows {
      let entries = rowStart[row]..<rowStart[row + 1]
      part.columnIndex += columnIndex[entries]
      part.coefficient += coefficient[entries]
      part.rowStart.append(part.coefficient.count)
    }
    return part
  }

  /// The same model with no column integer.
  public func relaxed() -> LinearModel {
    var copy = self
    copy.isInteger = Array(repeating: false, count: columnCount)
    return copy
  }

  /// The label of the column's block, with the position in it where it has several: `level[17]`.
  /// The label of the column's block, with the step where the block has more than one.
  public func columnName(_ column: Int) -> String { Self.name(column, in: columnBlocks, count: columnCount) }
  /// The label of the row's block, with the position in it where it has several.
  /// The label of the row's block, with the step where the block has more than one.
  public func rowName(_ row: Int) -> String { Self.name(row, in: rowBlocks, count: rowCount) }

  private static func name(_ index: Int, in blocks: [BlockLabel], count: Int) -> String {
    var low = 0
    var high = blocks.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if blocks[middle].first <= index { low = middle } else { high = middle }
    }
    let end = low + 1 < blocks.count ? blocks[low + 1].first : count
    let block = blocks[low]
    return end - block.first == 1 ? block.label : "\(block.label)[\(index - block.first)]"
  }
}

/// Consecutive columns, one per step.
public struct ColumnBlock: Sendable, Hashable {
  public let first: Int
  public let count: Int

  public init(first: Int, count: Int) {
    self.first = first
    self.count = count
  }

  public var indices: Range<Int> { first..<first + count }
}

/// Consecutive rows, one per step.
public struct RowBlock: Sendable, Hashable {
  public let first: Int
  public let count: Int

  public init(first: Int, count: Int) {
    self.first = first
    self.count = count
  }

  public var indices: Range<Int> { first..<first + count }
}

/// Rows and the terms of which each has one entry per row.
public struct TermRows: Sendable {
  public let rows: RowBlock
  public let terms: [Term]
}

/// Where a block starts and what it is called.
public struct BlockLabel: Sendable {
  public let label: String
  public let first: Int
}

/// One value for all steps of a block, or one per step.
public enum BlockValues: Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  case constant(Double)
  case series([Double])

  public init(floatLiteral value: Double) { self = .constant(value) }
  public init(integerLiteral value: Int) { self = .constant(Double(value)) }

  /// A series, or a constant where all its values are the same.
  public init(_ values: ArraySlice<Double>) {
    if let first = values.first, values.allSatisfy({ $0 == first }) {
      self = .constant(first)
    } else {
      self = .series(Array(values))
    }
  }

  @inline(__always)
  public subscript(step: Int) -> Double {
    switch self {
    case .constant(let value): value
    case .series(let values): values[step]
    }
  }

  func append(to array: inout [Double], count: Int) {
    switch self {
    case .constant(let value): array.append(contentsOf: repeatElement(value, count: count))
    case .series(let values):
      precondition(values.count == count, "a series of \(values.count) values in a block of \(count)")
      array.append(contentsOf: values)
    }
  }

  /// The same values times a factor.
  public func scaled(by factor: Double) -> BlockValues {
    switch self {
    case .constant(let value): .constant(value * factor)
    case .series(let values): .series(values.map { $0 * factor })
    }
  }
}

/// A part of a block of rows: a block of columns, shifted in time, with its coefficient.
public struct Term: Sendable {
  /// What happens where the shifted step falls outside the block of columns.
  public enum Edge: Sendable { case drop, wrap }

  public var columns: ColumnBlock
  public var coefficient: BlockValues
  public var shift: Int
  public var edge: Edge

  public init(_ columns: ColumnBlock, _ coefficient: BlockValues, shift: Int = 0, edge: Edge = .drop) {
    self.columns = columns
    self.coefficient = coefficient
    self.shift = shift
    self.edge = edge
  }

  /// The rows of a block of `count` that have every term, where coefficients are constant and not 0; else none.
  static func wholeRows(_ terms: [Term], _ count: Int) -> Range<Int> {
    var rows = 0..<count
    for term in terms {
      guard case .constant(let value) = term.coefficient, value != 0 else { return 0..<0 }
      rows = rows.clamped(to: -term.shift..<max(-term.shift, term.columns.count - term.shift))
    }
    return rows.isEmpty ? 0..<0 : rows
  }

  /// Whether some row may have one column from two of the terms.
  static func mayMeetTwice(_ terms: [Term]) -> Bool {
    for (index, first) in terms.enumerated() {
      for second in terms[..<index] where first.columns.indices.overlaps(second.columns.indices) {
        let wraps = first.edge == .wrap || second.edge == .wrap
        if wraps || first.columns.first + first.shift == second.columns.first + second.shift { return true }
      }
    }
    return false
  }
}
