/// A model without the columns that do no more than take the room that one row leaves them.
///
/// Such a column costs nothing, helps every other row that it is in, and is held back by one row alone: some optimum has
/// it fill that row. It is replaced by the room, and the row becomes lazy, which is what remains of it: the room is not
/// negative. Columns and rows keep their numbers; a replaced column is 0 and in no row. (The rule is that of a doubleton
/// of column and slack; see Andersen and Andersen, "Presolving in linear programming", Math. Programming 71, 1995.)
public struct RoomColumns: Sendable {
  public private(set) var model: LinearModel
  private let original: LinearModel
  private var rooms: [Room] = []

  private struct Room {
    var column: Int
    /// The row with the room, and the column's coefficient there.
    var row: Int
    var coefficient: Double
    /// The other rows, and the coefficients there.
    var rows: [Int]
    var coefficients: [Double]
  }

  /// The columns that were replaced.
  public var columns: [ColumnBlock] { rooms.map { ColumnBlock(first: $0.column, count: 1) } }

  public init(_ model: LinearModel) {
    self.model = model
    original = model
    findRooms()
    substitute()
  }

  private mutating func findRooms() {
    var isCandidate = original.cost.indices.map {
      original.cost[$0] == 0 && original.columnLower[$0] == 0 && !original.isInteger[$0]
    }
    var room = Array(repeating: -1, count: original.columnCount)
    for row in 0..<original.rowCount {
      for entry in original.rowStart[row]..<original.rowStart[row + 1] {
        let column = Int(original.columnIndex[entry])
        guard isCandidate[column] else { continue }
        let (lower, upper) = (original.rowLower[row], original.rowUpper[row])
        if original.coefficient[entry] < 0 {
          isCandidate[column] = false
        } else if upper < .infinity {
          // A second row that holds the column back, or one that also asks for it.
          isCandidate[column] = room[column] < 0 && lower == -.infinity
          room[column] = row
        }
      }
    }
    // One column for a row, and only where the row holds it back before its own limit does.
    var isTaken = Array(repeating: false, count: original.rowCount)
    var position = Array(repeating: -1, count: original.columnCount)
    for column in original.cost.indices where isCandidate[column] && room[column] >= 0 && !isTaken[room[column]] {
      guard mostRoom(room[column], for: column) <= original.columnUpper[column] * (1 + 1e-9) else { continue }
      isTaken[room[column]] = true
      position[column] = rooms.count
      rooms.append(Room(column: column, row: room[column], coefficient: 0, rows: [], coefficients: []))
    }
    for row in 0..<original.rowCount {
      for entry in original.rowStart[row]..<original.rowStart[row + 1] {
        let index = position[Int(original.columnIndex[entry])]
        guard index >= 0 else { continue }
        if rooms[index].row == row {
          rooms[index].coefficient = original.coefficient[entry]
        } else {
          rooms[index].rows.append(row)
          rooms[index].coefficients.append(original.coefficient[entry])
        }
      }
    }
  }

  /// The largest value that a row leaves to a column.
  private func mostRoom(_ row: Int, for column: Int) -> Double {
    var rest = original.rowUpper[row]
    var own = 1.0
    for entry in original.rowStart[row]..<original.rowStart[row + 1] {
      let other = Int(original.columnIndex[entry])
      let coefficient = original.coefficient[entry]
      if other == column {
        own = coefficient
      } else {
        rest -= coefficient * (coefficient > 0 ? original.columnLower[other] : original.columnUpper[other])
      }
    }
    return rest / own
  }

  private mutating func substitute() {
    guard !rooms.isEmpty else { return }
    var isLazy = original.isLazyRow
    var replaced = Array(repeating: -1, count: original.columnCount)
    for (index, room) in rooms.enumerated() {
      isLazy[room.row] = true
      replaced[room.column] = index
    }
    var entries = RowEntries()
    entries.isLazy = isLazy
    var lower = original.rowLower
    var sums = Array(repeating: 0.0, count: original.columnCount)
    for row in 0..<original.rowCount {
      var touched: [Int] = []
      func add(_ column: Int, _ value: Double) {
        if sums[column] == 0 { touched.append(column) }
        sums[column] += value
      }
      for entry in original.rowStart[row]..<original.rowStart[row + 1] {
        let column = Int(original.columnIndex[entry])
        guard replaced[column] >= 0 else {
          add(column, original.coefficient[entry])
          continue
        }
        let room = rooms[replaced[column]]
        guard room.row != row else { continue }
        let factor = original.coefficient[entry] / room.coefficient
        lower[row] -= factor * original.rowUpper[room.row]
        for other in original.rowStart[room.row]..<original.rowStart[room.row + 1]
        where Int(original.columnIndex[other]) != column {
          add(Int(original.columnIndex[other]), -factor * original.coefficient[other])
        }
      }
      for column in touched where sums[column] != 0 {
        entries.columnIndex.append(Int32(truncatingIfNeeded: column))
        entries.coefficient.append(sums[column])
        sums[column] = 0
      }
      entries.start.append(entries.columnIndex.count)
    }
    var part = original.keepingRows([])
    part.append(entries, label: "row")
    for row in 0..<original.rowCount { part.setBounds(row: row, lower: lower[row], upper: original.rowUpper[row]) }
    for room in rooms { part.setBounds(column: room.column, lower: 0, upper: 0) }
    model = part
  }

  /// The solution of the original model that one of this model stands for.
  public func restore(_ solution: Solution) -> Solution {
    var whole = solution
    (whole.basis, whole.reducedCosts, whole.rowActivities) = (nil, [], [])
    for room in rooms {
      if !solution.columnValues.isEmpty {
        var left = original.rowUpper[room.row]
        for entry in original.rowStart[room.row]..<original.rowStart[room.row + 1] {
          left -= original.coefficient[entry] * solution.columnValues[Int(original.columnIndex[entry])]
        }
        whole.columnValues[room.column] = min(max(0, left / room.coefficient), original.columnUpper[room.column])
      }
      if !solution.rowDuals.isEmpty {
        for (row, coefficient) in zip(room.rows, room.coefficients) {
          whole.rowDuals[room.row] -= solution.rowDuals[row] * coefficient / room.coefficient
        }
      }
    }
    return whole
  }
}
