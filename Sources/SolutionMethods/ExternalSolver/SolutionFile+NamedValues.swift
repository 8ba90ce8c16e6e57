import Foundation

/// Formats with a head and then a line for every column.
extension SolutionFile {
  /// `Optimal - objective value 1405.0`, then `index name value reducedCost`, `**` before those that break a limit; rows
  /// come before the columns where they were asked for.
  mutating func readCBC(_ lines: [Substring], _ names: SolutionNames) throws(Fault) {
    guard let head = lines[0].range(of: " - objective value ") else {
      throw Fault(message: "not the head of a CBC solution", line: 1)
    }
    take(status: lines[0][..<head.lowerBound])
    if [.infeasible, .unbounded, .noPoint].contains(claim) { return }
    objective = try Self.number(lines[0][head.upperBound...], line: 1)
    for (index, text) in lines.enumerated().dropFirst() {
      var fields = text.split(separator: " ")[...]
      if fields.first == "**" { fields.removeFirst() }
      guard fields.count == 4 else { throw Fault(message: "not index, name, value and reduced cost", line: index + 1) }
      let (name, line) = (fields[fields.startIndex + 1], index + 1)
      let value = try Self.number(fields[fields.startIndex + 2], line: line)
      if names.isRow(name) {
        if let row = try names.row(name, line: line) {
          try set(row: row, dual: Self.number(fields[fields.startIndex + 3], line: line), line: line)
        }
      } else if let column = try names.column(name, line: line) {
        try set(column: column, value, line: line)
      }
    }
  }

  /// `solution status: …`, from the shell alone, and `objective value: …`, then `name value (obj:cost)`.
  mutating func readSCIP(_ lines: [Substring], _ names: SolutionNames) throws(Fault) {
    for (index, text) in lines.enumerated() {
      let (fields, line) = (text.split { $0 == " " || $0 == "\t" }, index + 1)
      guard !fields.isEmpty else { continue }
      if text.hasPrefix("solution status:") {
        take(status: text.dropFirst(16))
      } else if text.hasPrefix("no solution available") {
        if claim != .infeasible, claim != .unbounded { claim = .noPoint }
        return
      } else if text.hasPrefix("objective value:") {
        objective = try Self.number(fields[fields.count - 1], line: line)
      } else {
        guard fields.count == 3, fields[2].hasPrefix("(obj:"), fields[2].hasSuffix(")") else {
          throw Fault(message: "not a name, a value and (obj:…)", line: line)
        }
        let value = try Self.number(fields[1], line: line)
        if let column = try names.column(fields[0], line: line) { try set(column: column, value, line: line) }
      }
    }
  }

  /// `# Objective value = …`, then `name value`; it says nothing of how good they are.
  mutating func readGurobi(_ lines: [Substring], _ names: SolutionNames) throws(Fault) {
    for (index, text) in lines.enumerated() {
      let (fields, line) = (text.split(separator: " "), index + 1)
      if text.hasPrefix("# ") {
        if text.hasPrefix("# Objective value ="), let last = fields.last {
          objective = try Self.number(last, line: line)
        }
        continue
      }
      guard fields.count == 2 else { throw Fault(message: "not a name and a value", line: line) }
      let value = try Self.number(fields[1], line: line)
      if let column = try names.column(fields[0], line: line) { try set(column: column, value, line: line) }
    }
  }
}
