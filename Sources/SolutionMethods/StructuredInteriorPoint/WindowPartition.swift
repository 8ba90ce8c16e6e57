import LinearOptimization

/// Disjoint windows of steps of a model, each of which can be solved without knowing what the others come to.
///
/// All columns outside a window keep their values. A row that reaches into several windows (a level or ramp at a seam, a
/// yearly budget) lets each change its part by an equal share of what the row has left. So whatever each window does
/// within its limits, together they obey the row; and a row that the point breaks is mended where every window can do
/// its share.
struct WindowPartition: Sendable {
  let model: LinearModel
  let windows: [Range<Int>]
  /// Columns and rows of each window.
  let columns: [[Int]]
  private(set) var rows: [[Int]]
  /// The window that a column is in, −1 for none, and where it comes there.
  private var owner: [Int32]
  private var place: [Int32]
  /// Windows that a row reaches into, and its entries that are in any.
  private var sharers: [Int32]
  private var owned: [Int32]
  private let isLazy: [Bool]

  /// - Parameter steps: of the whole model; blocks of columns that are not one per step are in no window.
  init(_ model: LinearModel, steps: Int, windows: [Range<Int>]) {
    self.model = model
    self.windows = windows
    owner = Array(repeating: -1, count: model.columnCount)
    place = owner
    columns = Self.columns(model, steps, windows, &owner, &place)
    rows = Array(repeating: [], count: windows.count)
    sharers = Array(repeating: 0, count: model.rowCount)
    owned = sharers
    isLazy = model.isLazyRow
    for row in 0..<model.rowCount {
      for entry in model.rowStart[row]..<model.rowStart[row + 1] {
        let window = Int(owner[Int(model.columnIndex[entry])])
        guard window >= 0 else { continue }
        owned[row] += 1
        guard rows[window].last != row else { continue }
        rows[window].append(row)
        sharers[row] += 1
      }
    }
  }

  /// Where a column of a window is in the window's model.
  func position(of column: Int) -> Int { Int(place[column]) }

  /// Whether all columns of a row are in one window.
  func isWhole(_ row: Int) -> Bool {
    sharers[row] == 1 && Int(owned[row]) == model.rowStart[row + 1] - model.rowStart[row]
  }

  private static func columns(
    _ model: LinearModel, _ steps: Int, _ windows: [Range<Int>], _ owner: inout [Int32], _ place: inout [Int32]
  ) -> [[Int]] {
    var columns = windows.map { _ in [Int]() }
    for (index, block) in model.columnBlocks.enumerated() {
      let end = index + 1 < model.columnBlocks.count ? model.columnBlocks[index + 1].first : model.columnCount
      guard end - block.first == steps else { continue }
      for (window, range) in windows.enumerated() {
        for column in block.first + range.lowerBound..<block.first + range.upperBound {
          owner[column] = Int32(truncatingIfNeeded: window)
          place[column] = Int32(truncatingIfNeeded: columns[window].count)
          columns[window].append(column)
        }
      }
    }
    return columns
  }

  /// The model of one window around a point.
  /// - Parameter activities: of all rows at the point.
  func part(_ window: Int, at values: [Double], _ activities: [Double]) -> LinearModel {
    var part = LinearModel()
    part.reserve(columns: columns[window].count, rows: rows[window].count, nonzeros: 4 * rows[window].count)
    _ = part.addColumns(
      "column", count: columns[window].count, lower: .series(columns[window].map { model.columnLower[$0] }),
      upper: .series(columns[window].map { model.columnUpper[$0] }),
      cost: .series(columns[window].map { model.cost[$0] })
    )
    var own: [Int] = []
    var coefficients: [Double] = []
    for row in rows[window] {
      own.removeAll(keepingCapacity: true)
      coefficients.removeAll(keepingCapacity: true)
      var activity = 0.0
      for entry in model.rowStart[row]..<model.rowStart[row + 1] {
        let column = Int(model.columnIndex[entry])
        guard owner[column] == window else { continue }
        own.append(Int(place[column]))
        coefficients.append(model.coefficient[entry])
        activity += model.coefficient[entry] * values[column]
      }
      let share = 1 / Double(sharers[row])
      part.addRow(
        "row", lower: activity + share * (model.rowLower[row] - activities[row]),
        upper: activity + share * (model.rowUpper[row] - activities[row]), isLazy: isLazy[row], columns: own,
        coefficients: coefficients)
    }
    return part
  }
}
