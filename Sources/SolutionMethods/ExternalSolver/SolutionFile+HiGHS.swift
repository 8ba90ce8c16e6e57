/// What HiGHS writes to its `solution_file`: raw, the default, and pretty.
extension SolutionFile {
  mutating func readHiGHS(_ lines: [Substring], _ names: SolutionNames) throws(Fault) {
    if lines.first == "Columns" { try readPretty(lines, names) } else { try readRaw(lines, names) }
  }

  /// Sections with heads, of `name value` each; a head says how many lines follow.
  private mutating func readRaw(_ lines: [Substring], _ names: SolutionNames) throws(Fault) {
    guard lines.count > 1 else { throw Fault(message: "its solution ends after its head") }
    take(status: lines[1])
    if [.infeasible, .unbounded].contains(claim) { return }
    /// Whether the section is that of primal or of dual values.
    var section: Substring = ""
    var index = 2
    while index < lines.count {
      let text = lines[index]
      index += 1
      if text.hasPrefix("# Primal") || text.hasPrefix("# Dual") {
        section = text.dropFirst(2).prefix(4)
        guard index < lines.count else { throw Fault(message: "its solution ends after a head", line: index) }
        let state = lines[index]
        if section == "Prim", state != "Feasible" { claim = .noPoint }
        if section == "Prim", claim == .noPoint { return }
      } else if text.hasPrefix("# Basis") {
        return
      } else if text.hasPrefix("Objective ") {
        objective = try Self.number(text.dropFirst(10), line: index)
      } else if text.hasPrefix("# Columns ") || text.hasPrefix("# Rows ") {
        let isColumns = text.hasPrefix("# Columns ")
        guard let count = text.split(separator: " ").last.flatMap({ Int($0) }) else {
          throw Fault(message: "how many lines follow?", line: index)
        }
        // The sparse style numbers the columns that are not 0.
        guard count >= 0, index + count <= lines.count else {
          throw Fault(
            message: count < 0 ? "sparse solutions are not read" : "\(count) lines were to follow", line: index)
        }
        for position in index..<index + count {
          let fields = lines[position].split(separator: " ")
          guard fields.count == 2 else { throw Fault(message: "not a name and a value", line: position + 1) }
          let value = try Self.number(fields[1], line: position + 1)
          if isColumns {
            let column = try names.column(fields[0], line: position + 1)
            if let column, section == "Prim" { try set(column: column, value, line: position + 1) }
          } else {
            let row = try names.row(fields[0], line: position + 1)
            if let row, section == "Dual" { try set(row: row, dual: value, line: position + 1) }
          }
        }
        index += count
      }
    }
  }

  /// Two tables with the name last, and then the status; duals are blank where there are none.
  private mutating func readPretty(_ lines: [Substring], _ names: SolutionNames) throws(Fault) {
    var isColumns = true
    var hasTypes = false
    for (index, text) in lines.enumerated() {
      let line = index + 1
      let fields = text.split(separator: " ")
      guard let first = fields.first, let last = fields.last else { continue }
      switch first {
      case "Columns": isColumns = true
      case "Rows": isColumns = false
      case "Index": hasTypes = fields.contains("Type")
      case "Model": take(status: text.split(separator: ":").last ?? "")
      case "Objective": objective = try Self.number(last, line: line)
      default:
        guard Int(first) != nil else { continue }
        // Blank cells shift the others: index, status of two letters, lower, upper, primal, dual, type, name.
        var cells = fields.dropFirst()
        if let status = cells.first, status.count == 2, status.allSatisfy({ $0.isUppercase }) { cells.removeFirst() }
        cells.removeLast()
        if hasTypes, isColumns { cells = cells.dropLast() }
        guard cells.count == 3 || cells.count == 4, let primal = cells.dropFirst(2).first else {
          throw Fault(message: "not a line of the table", line: line)
        }
        let value = try Self.number(primal, line: line)
        if isColumns {
          if let column = try names.column(last, line: line) { try set(column: column, value, line: line) }
        } else if let row = try names.row(last, line: line), cells.count == 4, let dual = cells.last {
          try set(row: row, dual: Self.number(dual, line: line), line: line)
        }
      }
    }
    if status.isEmpty { throw Fault(message: "its solution ends before its status") }
  }
}
