/// A model in blocks of which some columns are held at given values: what is left of it keeps its blocks, so that methods
/// over the steps can take it.
///
/// Rows of held columns only are gone: whoever gives the values sees to them. Rows with one other column become limits of
/// that column, columns that a row leaves no room for are held too, and rows that the limits imply are left out.
public struct HeldBlocks: Sendable {
  /// The whole model with the limits that the values leave; its rows are as they were.
  public private(set) var model: LinearModel
  /// What is left.
  public private(set) var reduced = LinearModel()
  /// Where a column of the whole model is in the reduced one; −1 where it is held.
  private var position: [Int]
  /// The row of the whole model that each row of the reduced one is.
  private var rows: [Int] = []
  private let values: [Double]
  private var isHeld: [Bool]
  /// The rows that became the limits of columns.
  private var sources: [(row: Int, column: Int, coefficient: Double, isLower: Bool)] = []

  private struct RowGroup {
    var label: String
    var rows: Range<Int>
    /// Terms of columns that are not held; `nil` where the rows do not come from terms.
    var terms: [Term]?
    var isLazy: Bool
    /// Whether others add to the rows what is not known here.
    var isOpen: Bool
  }

  /// - Parameters:
  ///   - held: columns with given values.
  ///   - values: one per column of the model, of which those of `held` count.
  ///   - ignored: columns of which some methods take no notice: they are held at 0, and their rows are left out.
  ///   - open: columns that are held at 0 though they may have any value: nothing is concluded from their rows.
  public init(
    _ whole: LinearModel, holding held: [ColumnBlock], at values: [Double], ignoring ignored: [ColumnBlock] = [],
    open: [ColumnBlock] = []
  ) {
    model = whole
    var values = values
    isHeld = Array(repeating: false, count: whole.columnCount)
    var isIgnored = isHeld
    position = Array(repeating: -1, count: whole.columnCount)
    var isOpen = isHeld
    for column in open.flatMap(\.indices) { (isOpen[column], values[column]) = (true, 0) }
    for block in held + ignored + open {
      for column in block.indices { isHeld[column] = true }
    }
    for column in ignored.flatMap(\.indices) { (isIgnored[column], values[column]) = (true, 0) }
    self.values = values
    for column in isHeld.indices where isHeld[column] && !isIgnored[column] && !isOpen[column] {
      model.setBounds(column: column, lower: values[column], upper: values[column])
    }
    keepBlocksWhole()
    let groups = rowGroups(isIgnored, isOpen)
    for group in groups where !group.isOpen { tightenSingles(group) }
    for _ in 0..<2 { for group in groups where !group.isOpen { holdWithoutRoom(group) } }
    addColumns()
    for group in groups where group.isOpen || !isImplied(group) { add(group) }
    for column in isHeld.indices where isHeld[column] { reduced.objectiveOffset += whole.cost[column] * values[column] }
    reduced.objectiveOffset += whole.objectiveOffset
  }

  /// Of a block that is held in part, the columns stay, with one value each.
  private mutating func keepBlocksWhole() {
    for (index, label) in model.columnBlocks.enumerated() {
      let end = index + 1 < model.columnBlocks.count ? model.columnBlocks[index + 1].first : model.columnCount
      let block = label.first..<end
      if !block.allSatisfy({ isHeld[$0] }) { for column in block { isHeld[column] = false } }
    }
  }

  /// Blocks of rows with more than held columns.
  private func rowGroups(_ isIgnored: [Bool], _ isOpen: [Bool]) -> [RowGroup] {
    let terms = Dictionary(model.termRows.map { ($0.rows.first, $0.terms) }, uniquingKeysWith: { first, _ in first })
    let isLazy = model.isLazyRow
    var groups: [RowGroup] = []
    for (index, label) in model.rowBlocks.enumerated() {
      let end = index + 1 < model.rowBlocks.count ? model.rowBlocks[index + 1].first : model.rowCount
      guard label.first < end else { continue }
      let entries = model.columnIndex[model.rowStart[label.first]..<model.rowStart[end]]
      guard !entries.contains(where: { isIgnored[Int($0)] }), entries.contains(where: { !isHeld[Int($0)] }) else {
        continue
      }
      let open = terms[label.first]?.filter { term in term.columns.indices.contains { !isHeld[$0] } }
      groups.append(
        RowGroup(
          label: label.label, rows: label.first..<end, terms: open, isLazy: isLazy[label.first],
          isOpen: entries.contains { isOpen[Int($0)] }))
    }
    return groups
  }

  /// Limits of a row less what its held columns come to.
  private func limits(_ row: Int) -> (lower: Double, upper: Double) {
    var given = 0.0
    for entry in model.rowStart[row]..<model.rowStart[row + 1] {
      let column = Int(model.columnIndex[entry])
      if isHeld[column] { given += model.coefficient[entry] * values[column] }
    }
    return (model.rowLower[row] - given, model.rowUpper[row] - given)
  }

  private func openEntries(_ row: Int) -> [Int] {
    (model.rowStart[row]..<model.rowStart[row + 1]).filter { !isHeld[Int(model.columnIndex[$0])] }
  }

  private func isSingle(_ group: RowGroup) -> Bool {
    if let terms = group.terms { return terms.count == 1 && terms[0].shift == 0 }
    return group.rows.allSatisfy { openEntries($0).count <= 1 }
  }

  private mutating func tightenSingles(_ group: RowGroup) {
    guard isSingle(group) else { return }
    for row in group.rows {
      guard let entry = openEntries(row).first else { continue }
      let (column, a) = (Int(model.columnIndex[entry]), model.coefficient[entry])
      let own = limits(row)
      let (low, high) = a > 0 ? (own.lower / a, own.upper / a) : (own.upper / a, own.lower / a)
      let lower = max(model.columnLower[column], low)
      if low > model.columnLower[column] { sources.append((row, column, a, true)) }
      if high < model.columnUpper[column] { sources.append((row, column, a, false)) }
      model.setBounds(column: column, lower: lower, upper: max(lower, min(model.columnUpper[column], high)))
    }
  }

  /// Least and greatest value of the columns of a row that are not held.
  private func reach(_ row: Int) -> (least: Double, greatest: Double) {
    var (least, greatest) = (0.0, 0.0)
    for entry in model.rowStart[row]..<model.rowStart[row + 1] {
      let (column, a) = (Int(model.columnIndex[entry]), model.coefficient[entry])
      guard !isHeld[column], a != 0 else { continue }
      let (x, y) = (a * model.columnLower[column], a * model.columnUpper[column])
      least += min(x, y)
      greatest += max(x, y)
    }
    return (least, greatest)
  }

  /// Holds columns that a row pins to one of their limits, as that of a unit that is off does its reserve and heat: an
  /// interior point needs an interior.
  private mutating func holdWithoutRoom(_ group: RowGroup) {
    guard let terms = group.terms, terms.count > 1, terms.allSatisfy({ $0.shift == 0 }) else { return }
    for row in group.rows {
      let (lower, upper) = limits(row)
      let (least, greatest) = reach(row)
      guard greatest > least else { continue }
      for (room, sign) in [(upper - least, 1.0), (greatest - lower, -1)] where room < 1e-9 {
        for entry in openEntries(row) {
          let column = Int(model.columnIndex[entry])
          let end = sign * model.coefficient[entry] > 0 ? model.columnLower[column] : model.columnUpper[column]
          model.setBounds(column: column, lower: end, upper: end)
        }
      }
    }
  }

  private func isImplied(_ group: RowGroup) -> Bool {
    group.rows.allSatisfy { row in
      let (lower, upper) = limits(row)
      let (least, greatest) = reach(row)
      return least >= lower - 1e-9 * max(1, abs(lower)) && greatest <= upper + 1e-9 * max(1, abs(upper))
    }
  }

  private mutating func addColumns() {
    for (index, label) in model.columnBlocks.enumerated() {
      let end = index + 1 < model.columnBlocks.count ? model.columnBlocks[index + 1].first : model.columnCount
      let block = label.first..<end
      guard block.contains(where: { !isHeld[$0] }) else { continue }
      let own = reduced.addColumns(
        label.label, count: block.count, lower: .series(Array(model.columnLower[block])),
        upper: .series(Array(model.columnUpper[block])), cost: .series(Array(model.cost[block])))
      for (offset, column) in block.enumerated() { position[column] = own.first + offset }
    }
  }

  private mutating func add(_ group: RowGroup) {
    let limits = group.rows.map { self.limits($0) }
    rows += group.rows
    if let terms = group.terms {
      reduced.addRows(
        group.label, count: group.rows.count, lower: .series(limits.map(\.lower)), upper: .series(limits.map(\.upper)),
        isLazy: group.isLazy,
        terms: terms.map { term in
          Term(
            ColumnBlock(first: position[term.columns.first], count: term.columns.count), term.coefficient,
            shift: term.shift, edge: term.edge)
        })
      return
    }
    for (row, limit) in zip(group.rows, limits) {
      let entries = openEntries(row)
      reduced.addRow(
        group.label, lower: limit.lower, upper: limit.upper, isLazy: group.isLazy,
        columns: entries.map { position[Int(model.columnIndex[$0])] },
        coefficients: entries.map { model.coefficient[$0] })
    }
  }

  /// Values of all columns of the whole model.
  public func wholeValues(_ own: [Double]) -> [Double] {
    position.enumerated().map { column, place in place < 0 ? values[column] : own[place] }
  }

  /// Duals of all rows of the whole model; rows that are gone have 0, but for those that became limits of columns, which
  /// have what the column would gain beyond.
  public func wholeDuals(_ own: [Double]) -> [Double] {
    var duals = Array(repeating: 0.0, count: model.rowCount)
    for (row, dual) in zip(rows, own) { duals[row] = dual }
    guard !sources.isEmpty else { return duals }
    var reduced = model.reducedCosts(of: duals)
    // The last to tighten a limit set it.
    for source in sources.reversed() where source.isLower == (reduced[source.column] > 0) {
      duals[source.row] += reduced[source.column] / source.coefficient
      reduced[source.column] = 0
    }
    return duals
  }

  /// Duals of the rows that are left.
  public func reducedDuals(_ whole: [Double]) -> [Double] { rows.map { whole[$0] } }

  /// Rows of the reduced model that are among some rows of the whole one.
  public func reducedRows(_ among: Set<Int>) -> Set<Int> {
    Set(rows.indices.filter { among.contains(rows[$0]) })
  }

  /// Rows of the whole model that are some rows of the reduced one.
  public func wholeRows(_ own: Set<Int>) -> Set<Int> { Set(own.map { rows[$0] }) }

  /// The block of rows of the reduced model that a block of the whole one has become; `nil` where it is gone.
  public func reduced(_ block: RowBlock) -> Int? { rows.firstIndex(of: block.first) }
}
