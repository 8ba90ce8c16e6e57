/// What `glpsol --write` writes: lines that begin with a letter, columns and rows by their numbers.
///
/// `s bas|ipt|mip rows columns status… objective`, then `i row …` and `j column …`, and at last `e o f`.
extension SolutionFile {
  mutating func readGLPK(_ lines: [Substring]) throws(Fault) {
    /// Of the values and duals in their lines: a basic solution has a status before them.
    var positions: (value: Int, dual: Int?) = (2, nil)
    var rowOffset = 1
    var isOpen = false
    var counts = (rows: 0, columns: 0)
    for (index, text) in lines.enumerated() {
      let (fields, line) = (text.split(separator: " "), index + 1)
      switch fields.first {
      case "s":
        let isBasic = fields.count > 1 && fields[1] == "bas"
        guard fields.count == (isBasic ? 7 : 6), !isOpen, let rows = Int(fields[2]), let columns = Int(fields[3])
        else { throw Fault(message: "not the head of a GLPK solution", line: line) }
        isOpen = true
        (objective, status) = (try Self.number(fields[fields.count - 1], line: line), "\(text)")
        claim = Self.claim(fields)
        positions = isBasic ? (3, 4) : (2, fields[1] == "ipt" ? 3 : nil)
        counts = (rows, columns)
        // Some count the objective as the first row.
        let rowCount = limitedRows.count
        rowOffset = rows == rowCount + 1 ? 2 : 1
        guard rows == rowCount || rows == rowCount + 1, columns == values.count || columns == values.count + 1 else {
          throw Fault(message: "\(rows) rows and \(columns) columns are not those of the model", line: line)
        }
        if [.infeasible, .unbounded, .noPoint].contains(claim) { return }
      case "i":
        guard isOpen, fields.count > max(positions.value, positions.dual ?? 0), let row = Int(fields[1]), row >= 1
        else { throw Fault(message: "not a row", line: line) }
        _ = try Self.number(fields[positions.value], line: line)
        if let dual = positions.dual, row >= rowOffset {
          guard limitedRows.indices.contains(row - rowOffset) else {
            throw Fault(message: "there is no such row", line: line)
          }
          try set(row: limitedRows[row - rowOffset], dual: Self.number(fields[dual], line: line), line: line)
        }
        counts.rows -= 1
      case "j":
        guard isOpen, fields.count > positions.value, let column = Int(fields[1]), column >= 1
        else { throw Fault(message: "not a column", line: line) }
        let value = try Self.number(fields[positions.value], line: line)
        // The one after all of the model's carries the constant cost.
        if column != values.count + 1 { try set(column: column - 1, value, line: line) }
        counts.columns -= 1
      case "e":
        guard isOpen, counts == (0, 0) else { throw Fault(message: "columns or rows are missing", line: line) }
        return
      case "c", nil: continue
      default: throw Fault(message: "not a line of a GLPK solution", line: line)
      }
    }
    throw Fault(message: "its solution ends before its end mark")
  }

  private static func claim(_ fields: [Substring]) -> Claim {
    switch (fields[1], fields[4], fields[5]) {
    case ("bas", "f", "f"), ("mip", "o", _), ("ipt", "o", _): .optimal
    case ("bas", "f", "n"): .unbounded
    case ("bas", "f", _), ("mip", "f", _): .feasible
    case (_, "n", _): .infeasible
    default: .noPoint
    }
  }
}
