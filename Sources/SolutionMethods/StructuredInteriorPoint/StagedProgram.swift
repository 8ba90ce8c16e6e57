import LinearOptimization
import StagedOptimization

/// A linear model seen as stages: its blocks of one column or row per step, its rows over many steps as spans or levels.
///
/// A row Σ a·x over a run of steps (a budget, a window that must come out even) becomes a level that starts at zero with
/// the run, rises by a·x and ends within the row's limits. So every row is tied to its own step and the one before only.
/// Where there are few such rows they stay as they are, as spans: a level that many devices feed would be a state that all
/// of them meet in, and over a year its multiplier, one and the same in each step, takes many iterations to settle.
struct StagedProgram {
  /// A model whose columns and rows do not come in blocks of one per step.
  struct Unsupported: Error { var reason: String }

  private(set) var staged: StagedModel
  /// Columns of the staged model, in its order, then levels of accumulating rows.
  let columnBlocks: [ColumnBlock]
  /// Rows of the staged model that are rows of the model, in order; accumulating rows follow.
  private(set) var rowBlocks: [RowBlock] = []
  private(set) var accumulators: [Accumulator] = []
  /// Rows of the model behind the runs of each span.
  private var spanRows: [[Int]] = []
  let model: LinearModel
  /// Rows over many steps that take no part.
  private var leftOut: [Int] = []

  /// Rows of the model over disjoint runs of steps, by one level.
  struct Accumulator {
    var row: Int
    var runs: [(row: Int, steps: Range<Int>)]
  }

  /// - Parameter isActive: whether a row over many steps takes part that only has a ceiling or a floor.
  init(_ model: LinearModel, steps: Int, isActive: (Int) -> Bool) throws {
    self.model = model
    staged = StagedModel(stageCount: steps)
    var blocks: [ColumnBlock] = []
    for (index, label) in model.columnBlocks.enumerated() {
      let end = index + 1 < model.columnBlocks.count ? model.columnBlocks[index + 1].first : model.columnCount
      guard end > label.first else { continue }
      guard end - label.first == steps else { throw Unsupported(reason: "\(label.label) is not one column per step") }
      blocks.append(ColumnBlock(first: label.first, count: steps))
    }
    columnBlocks = blocks
    var position: [Int: Int] = [:]
    for (index, block) in blocks.enumerated() { position[block.first] = index }
    for block in blocks {
      staged.columns.append(
        .init(
          lower: Array(model.columnLower[block.indices]), upper: Array(model.columnUpper[block.indices]),
          cost: Array(model.cost[block.indices])))
    }
    var isTermRow = Array(repeating: false, count: model.rowCount)
    for termRows in model.termRows {
      for row in termRows.rows.indices { isTermRow[row] = true }
      guard termRows.rows.count == steps else { throw Unsupported(reason: "a block of rows is not one per step") }
      try addRows(termRows, position)
    }
    let spans = (0..<model.rowCount).filter { row in
      !isTermRow[row] && (model.rowLower[row] == model.rowUpper[row] || isActive(row))
    }
    try addAccumulators(spans, position)
    var isIn = isTermRow
    for row in spans { isIn[row] = true }
    leftOut = (0..<model.rowCount).filter { !isIn[$0] }
    dropSatisfiedRows()
  }

  private mutating func addRows(_ termRows: TermRows, _ position: [Int: Int]) throws {
    var entries: [StagedModel.Entry] = []
    for term in termRows.terms {
      guard let column = position[term.columns.first], term.shift == 0 || term.shift == -1 else {
        throw Unsupported(reason: "a row reaches further back than one step")
      }
      let coefficient: StagedModel.Coefficient =
        switch term.coefficient {
        case .constant(let value): .constant(value)
        case .series(let values): .series(values)
        }
      entries.append(
        .init(column, coefficient, isPrevious: term.shift == -1, wraps: term.shift == -1 && term.edge == .wrap))
    }
    rowBlocks.append(termRows.rows)
    staged.rows.append(
      .init(
        lower: Array(model.rowLower[termRows.rows.indices]), upper: Array(model.rowUpper[termRows.rows.indices]),
        entries: entries))
  }

  /// Rows over runs of steps, those of the same columns with disjoint runs together.
  private mutating func addAccumulators(_ rows: [Int], _ position: [Int: Int]) throws {
    let firsts = columnBlocks.map(\.first)
    var groups: [(columns: [Int], spans: [Span])] = []
    for row in rows {
      let span = try Span(row, of: model, firsts, staged.stageCount)
      let columns = span.entries.keys.sorted()
      if let group = groups.firstIndex(where: {
        $0.columns == columns && !$0.spans.contains { $0.steps.overlaps(span.steps) }
      }) {
        groups[group].spans.append(span)
      } else {
        groups.append((columns, [span]))
      }
    }
    // Rows of few runs first: each run costs a solve per iteration.
    var room = Self.mostRuns
    for group in groups.sorted(by: { $0.spans.count < $1.spans.count }) {
      let length = group.spans.reduce(0) { $0 + $1.steps.count } / group.spans.count
      let isHardAsLevel =
        group.columns.count >= Self.manyColumns || group.columns.count > Self.fewColumns && length >= Self.longRun
      if isHardAsLevel, group.spans.count <= min(Self.mostRunsOfOne, room) {
        room -= group.spans.count
        addSpan(group.columns, group.spans)
      } else {
        addAccumulator(group.columns, group.spans)
      }
    }
  }

  /// One device's budget makes a good level over any run, that of a few devices over a few weeks.
  private static let fewColumns = 2
  private static let manyColumns = 8
  private static let longRun = 1000
  private static let mostRuns = 40
  /// A year of months.
  private static let mostRunsOfOne = 12

  /// Coefficients are taken per step of the run, so that what a run misses compares with what a row of one step misses.
  private mutating func addSpan(_ columns: [Int], _ spans: [Span]) {
    let entries = columns.map { column in
      var coefficients = Array(repeating: 0.0, count: staged.stageCount)
      for span in spans {
        for (step, a) in span.entries[column] ?? [] { coefficients[step] = a / Double(span.steps.count) }
      }
      return StagedModel.Entry(column, .series(coefficients))
    }
    let runs = spans.map { span in
      StagedModel.Run(
        span.steps, lower: model.rowLower[span.row] / Double(span.steps.count),
        upper: model.rowUpper[span.row] / Double(span.steps.count))
    }
    staged.spans.append(.init(runs: runs, entries: entries))
    spanRows.append(spans.map(\.row))
  }

  /// One row over a run of steps: its coefficients by column and step.
  private struct Span {
    var row: Int
    var steps: Range<Int>
    var entries: [Int: [(step: Int, coefficient: Double)]] = [:]

    init(_ row: Int, of model: LinearModel, _ firsts: [Int], _ count: Int) throws {
      self.row = row
      var range = (low: Int.max, high: Int.min)
      for entry in model.rowStart[row]..<model.rowStart[row + 1] {
        let column = Int(model.columnIndex[entry])
        var low = 0
        var high = firsts.count
        while high - low > 1 {
          let middle = (low + high) / 2
          if firsts[middle] <= column { low = middle } else { high = middle }
        }
        let step = column - firsts[low]
        guard step < count else { throw Unsupported(reason: "a row over steps has a column that is not one per step") }
        entries[low, default: []].append((step, model.coefficient[entry]))
        range = (min(range.low, step), max(range.high, step))
      }
      guard range.low <= range.high else { throw Unsupported(reason: "an empty row") }
      steps = range.low..<range.high + 1
    }
  }

  private mutating func addAccumulator(_ columns: [Int], _ spans: [Span]) {
    let count = staged.stageCount
    var lower = Array(repeating: 0.0, count: count)
    var upper = lower
    var carry = lower
    var coefficients = Array(repeating: lower, count: columns.count)
    for span in spans {
      for t in span.steps.dropFirst() { carry[t] = -1 }
      var (least, greatest) = (lower, upper)
      for (position, column) in columns.enumerated() {
        for (step, a) in span.entries[column] ?? [] {
          coefficients[position][step] = -a
          let (x, y) = (a * staged.columns[column].lower[step], a * staged.columns[column].upper[step])
          least[step] += min(x, y)
          greatest[step] += max(x, y)
        }
      }
      // Room that the sum never fills: a limit inside would be a second reason for a multiplier, which then changes on
      // the way, and no one multiplier of the row proves as much.
      let (from, to) = (least[span.steps].reduce(0, +), greatest[span.steps].reduce(0, +))
      for t in span.steps { (lower[t], upper[t]) = (min(0, 2 * from - to), max(0, 2 * to - from)) }
      if let last = span.steps.last {
        lower[last] = max(lower[last], model.rowLower[span.row])
        upper[last] = min(upper[last], model.rowUpper[span.row])
      }
    }
    let level = staged.columns.count
    staged.columns.append(.init(lower: lower, upper: upper, cost: Array(repeating: 0, count: count)))
    var entries: [StagedModel.Entry] = [
      .init(level, .constant(1)), .init(level, .init(carry), isPrevious: true),
    ]
    for (position, column) in columns.enumerated() {
      entries.append(.init(column, .init(coefficients[position])))
    }
    accumulators.append(
      Accumulator(row: staged.rows.count, runs: spans.map { ($0.row, $0.steps) }))
    let zero = Array(repeating: 0.0, count: count)
    staged.rows.append(.init(lower: zero, upper: zero, entries: entries))
  }

  /// Leaves out rows that columns which cost nothing and appear nowhere else can always satisfy, such as a reserve
  /// requirement whose ties to power are not active.
  private mutating func dropSatisfiedRows() {
    var uses = Array(repeating: 0, count: staged.columns.count)
    for entries in staged.rows.map(\.entries) + staged.spans.map(\.entries) {
      for entry in entries { uses[entry.column] += 1 }
    }
    var kept: [Int] = []
    for (index, row) in staged.rows.enumerated() {
      let isFloor = row.lower.allSatisfy(\.isFinite) && row.upper.allSatisfy { $0 == .infinity }
      guard index < rowBlocks.count, isFloor else {
        kept.append(index)
        continue
      }
      var reach = row
      reach.entries = row.entries.filter { uses[$0.column] > 1 }
      var least = staged.activityRange(of: reach).lower
      reach.entries = row.entries.filter { entry in
        uses[entry.column] == 1 && staged.columns[entry.column].cost.allSatisfy { $0 == 0 }
      }
      let most = staged.activityRange(of: reach).upper
      for t in least.indices { least[t] += most[t] }
      if zip(least, row.lower).allSatisfy({ $0 >= $1 }) { continue }
      kept.append(index)
    }
    guard kept.count < staged.rows.count else { return }
    var moved: [Int: Int] = [:]
    for (new, old) in kept.enumerated() { moved[old] = new }
    let blocks = kept.filter { $0 < rowBlocks.count }.map { rowBlocks[$0] }
    staged.rows = kept.map { staged.rows[$0] }
    rowBlocks = blocks
    for index in accumulators.indices { accumulators[index].row = moved[accumulators[index].row] ?? -1 }
  }

  /// Frees what a solver has taken over.
  mutating func forgetColumnsAndRows() { (staged.columns, staged.rows) = ([], []) }

  var leavesOutSpans: Bool { !leftOut.isEmpty }

  /// Rows that were left out and are broken by more than a part of their limit, with all others that share columns with
  /// one of them.
  func brokenSpans(_ values: [Double], by part: Double) -> Set<Int> {
    leftOutSpans { row in
      let activity = model.activity(ofRow: row, values)
      let miss = max(activity - model.rowUpper[row], model.rowLower[row] - activity)
      let limit = model.rowUpper[row].isFinite ? model.rowUpper[row] : model.rowLower[row]
      return miss > part * max(1, abs(limit))
    }
  }

  /// Rows that were left out and would be overdrawn by more than a part of their limit, with all others that share
  /// columns with one of them.
  ///
  /// - Parameter use: by column of the staged model; others count as 0.
  func overdrawnSpans(_ use: [Int: [Double]], by part: Double) -> Set<Int> {
    let blocks = use.map { (first: columnBlocks[$0].first, values: $1) }
    return leftOutSpans { row in
      var sum = 0.0
      for entry in model.rowStart[row]..<model.rowStart[row + 1] {
        let column = Int(model.columnIndex[entry])
        for block in blocks where column >= block.first && column < block.first + block.values.count {
          sum += model.coefficient[entry] * block.values[column - block.first]
        }
      }
      return sum > (1 + part) * model.rowUpper[row]
    }
  }

  /// Columns of the staged model that rows which were left out begin with.
  var leftOutColumns: Set<Int> {
    let firsts = Set(leftOut.compactMap { firstColumn(ofRow: $0) })
    return Set(columnBlocks.indices.filter { index in firsts.contains { columnBlocks[index].indices.contains($0) } })
  }

  private func firstColumn(ofRow row: Int) -> Int? {
    (model.rowStart[row]..<model.rowStart[row + 1]).first.map { Int(model.columnIndex[$0]) }
  }

  /// Rows that were left out of which one that shares columns with them is broken.
  private func leftOutSpans(isBroken: (Int) -> Bool) -> Set<Int> {
    var broken: Set<Int> = []
    let columns = Set(leftOut.filter(isBroken).compactMap { firstColumn(ofRow: $0) })
    guard !columns.isEmpty else { return [] }
    let blocks = columnBlocks.filter { block in columns.contains { block.indices.contains($0) } }
    for row in leftOut {
      guard let first = firstColumn(ofRow: row) else { continue }
      if blocks.contains(where: { $0.indices.contains(first) }) { broken.insert(row) }
    }
    return broken
  }

  /// Multipliers of all rows of the model; rows that take no part have 0.
  func rowDuals(_ point: borrowing StagedInteriorPoint) -> [Double] {
    var duals = Array(repeating: 0.0, count: model.rowCount)
    for (row, block) in rowBlocks.enumerated() {
      duals.replaceSubrange(block.indices, with: point.duals(ofRow: row))
    }
    for accumulator in accumulators {
      let series = point.duals(ofRow: accumulator.row)
      for (row, steps) in accumulator.runs {
        duals[row] = -series[steps].reduce(0, +) / Double(steps.count)
      }
    }
    for (span, rows) in spanRows.enumerated() {
      for ((row, run), dual) in zip(zip(rows, staged.spans[span].runs), point.duals(ofSpan: span)) {
        duals[row] = dual / Double(run.stages.count)
      }
    }
    return duals
  }

  /// Multipliers of the staged model's rows for those of all rows of the model: what `rowDuals` undoes, but for spans.
  func stagedDuals(_ rowDuals: [Double]) -> [[Double]] {
    let zero = Array(repeating: 0.0, count: staged.stageCount)
    var duals = rowBlocks.map { Array(rowDuals[$0.indices]) } + accumulators.map { _ in zero }
    for accumulator in accumulators {
      for (row, steps) in accumulator.runs { for t in steps { duals[accumulator.row][t] = -rowDuals[row] } }
    }
    return duals
  }

  /// Values of all columns of the model.
  func columnValues(_ point: borrowing StagedInteriorPoint) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(model.columnCount)
    for column in columnBlocks.indices { values += point.values(ofColumn: column) }
    return values
  }
}
