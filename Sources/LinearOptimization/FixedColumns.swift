/// A model in which some columns have given values: those columns are gone, and with them the rows that only they are in;
/// rows with a single column left are limits of that column.
///
/// The values can be changed, which changes limits only, so that a session goes on from its last basis. Rows that only
/// fixed columns are in are not looked at: whoever gives the values sees to them.
public struct FixedColumns: Sendable {
  /// The whole model.
  public let model: LinearModel
  /// What is left, with limits for the values given at first.
  public private(set) var reduced: LinearModel
  /// Where a column of the whole model is in the reduced one; −1 where it is fixed.
  private let position: [Int]
  /// Columns and rows of the whole model that are left.
  private var columns: [Int] = []
  private var rows: [Int] = []
  /// Rows of the whole model with one column left.
  private var singletons: [Singleton] = []

  private struct Singleton {
    var row: Int
    /// In the reduced model.
    var column: Int
    var coefficient: Double
  }

  /// Limits of the reduced model for some values of the fixed columns.
  public struct Limits: Sendable {
    public var columnLower, columnUpper, rowLower, rowUpper: [Double]
    /// The singleton row, if any, that sets a limit of a column.
    fileprivate var lowerSource, upperSource: [Int]
  }

  /// - Parameter values: one per column of the model, of which those of `fixed` count.
  public init(_ model: LinearModel, fixing fixed: [ColumnBlock], at values: [Double]) {
    self.model = model
    var isFixed = Array(repeating: false, count: model.columnCount)
    for block in fixed { for column in block.indices { isFixed[column] = true } }
    var position = Array(repeating: -1, count: model.columnCount)
    for column in 0..<model.columnCount where !isFixed[column] {
      position[column] = columns.count
      columns.append(column)
    }
    self.position = position
    reduced = LinearModel()
    _ = reduced.addColumns(
      "column", count: columns.count, lower: .series(columns.map { model.columnLower[$0] }),
      upper: .series(columns.map { model.columnUpper[$0] }), cost: .series(columns.map { model.cost[$0] }))
    addRows()
    let limits = limits(at: values)
    for (column, lower) in limits.columnLower.enumerated() {
      reduced.setBounds(column: column, lower: lower, upper: limits.columnUpper[column])
    }
    for (row, lower) in limits.rowLower.enumerated() {
      reduced.setBounds(row: row, lower: lower, upper: limits.rowUpper[row])
    }
  }

  private mutating func addRows() {
    let isLazy = model.isLazyRow
    var left = RowEntries()
    for row in 0..<model.rowCount {
      let before = left.columnIndex.count
      for entry in model.rowStart[row]..<model.rowStart[row + 1] {
        let column = position[Int(model.columnIndex[entry])]
        guard column >= 0 else { continue }
        left.columnIndex.append(Int32(truncatingIfNeeded: column))
        left.coefficient.append(model.coefficient[entry])
      }
      let count = left.columnIndex.count - before
      if count == 1, let column = left.columnIndex.last, let coefficient = left.coefficient.last {
        singletons.append(Singleton(row: row, column: Int(column), coefficient: coefficient))
      }
      if count <= 1 {
        left.columnIndex.removeSubrange(before...)
        left.coefficient.removeSubrange(before...)
      } else {
        rows.append(row)
        left.isLazy.append(isLazy[row])
        left.start.append(left.columnIndex.count)
      }
    }
    reduced.append(left, label: "row")
  }

  /// The reduced model's limits for values of the fixed columns, given as values of all columns.
  public func limits(at values: [Double]) -> Limits {
    var limits = Limits(
      columnLower: columns.map { model.columnLower[$0] }, columnUpper: columns.map { model.columnUpper[$0] },
      rowLower: [], rowUpper: [], lowerSource: Array(repeating: -1, count: columns.count),
      upperSource: Array(repeating: -1, count: columns.count))
    limits.rowLower.reserveCapacity(rows.count)
    limits.rowUpper.reserveCapacity(rows.count)
    for row in rows {
      let given = fixedActivity(row, values)
      limits.rowLower.append(model.rowLower[row] - given)
      limits.rowUpper.append(model.rowUpper[row] - given)
    }
    for (index, single) in singletons.enumerated() {
      let given = fixedActivity(single.row, values)
      var low = (model.rowLower[single.row] - given) / single.coefficient
      var high = (model.rowUpper[single.row] - given) / single.coefficient
      if single.coefficient < 0 { swap(&low, &high) }
      if low > limits.columnLower[single.column] {
        limits.columnLower[single.column] = low
        limits.lowerSource[single.column] = index
      }
      if high < limits.columnUpper[single.column] {
        limits.columnUpper[single.column] = high
        limits.upperSource[single.column] = index
      }
    }
    // Rounding must not turn equal limits around.
    for column in columns.indices {
      limits.columnUpper[column] = max(limits.columnUpper[column], limits.columnLower[column])
    }
    return limits
  }

  /// Holds a column of the whole model at a value.
  public func hold(_ column: Int, at value: Double, in limits: inout Limits) {
    guard position[column] >= 0 else { return }
    limits.columnLower[position[column]] = value
    limits.columnUpper[position[column]] = value
  }

  private func fixedActivity(_ row: Int, _ values: [Double]) -> Double {
    var sum = 0.0
    for entry in model.rowStart[row]..<model.rowStart[row + 1] {
      let column = Int(model.columnIndex[entry])
      if position[column] < 0 { sum += model.coefficient[entry] * values[column] }
    }
    return sum
  }

  /// The solution of the whole model that one of the reduced model stands for, with the fixed columns at their values;
  /// it has no basis, and no reduced costs.
  public func restore(_ solution: Solution, at values: [Double], _ limits: Limits) -> Solution {
    var whole = solution
    (whole.basis, whole.reducedCosts, whole.rowActivities) = (nil, [], [])
    if !solution.columnValues.isEmpty {
      whole.columnValues = values
      for (index, column) in columns.enumerated() { whole.columnValues[column] = solution.columnValues[index] }
      whole.objective = model.objective(of: whole.columnValues)
      whole.bound = solution.bound + (whole.objective - solution.objective)
    }
    guard !solution.rowDuals.isEmpty else { return whole }
    whole.rowDuals = Array(repeating: 0, count: model.rowCount)
    for (index, row) in rows.enumerated() { whole.rowDuals[row] = solution.rowDuals[index] }
    // What a column would gain beyond a limit that a row sets is that row's dual.
    for (column, cost) in solution.reducedCosts.enumerated() where cost != 0 {
      let source = cost > 0 ? limits.lowerSource[column] : limits.upperSource[column]
      if source >= 0 { whole.rowDuals[singletons[source].row] = cost / singletons[source].coefficient }
    }
    return whole
  }
}
