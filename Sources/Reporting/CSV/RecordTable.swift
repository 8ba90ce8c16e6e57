import Foundation

/// A small table of named columns, such as `unit-totals.csv`.
struct RecordTable {
  let file: String
  let names: [String]
  let rows: [[String]]

  init(_ bytes: [UInt8], file: String) throws(ScheduleFileError) {
    var scanner = FieldScanner(bytes)
    var lines: [[String]] = []
    while !scanner.isAtEnd {
      var fields: [String] = []
      repeat {
        guard let field = scanner.field() else {
          throw ScheduleFileError(
            file: file, line: scanner.line, column: scanner.column(at: scanner.position), "the quote is never closed")
        }
        fields.append(field)
      } while scanner.takeSeparator()
      guard scanner.isAtLineEnd else {
        throw ScheduleFileError(
          file: file, line: scanner.line, column: scanner.column(at: scanner.position), "text after the closing quote")
      }
      guard lines.isEmpty || fields.count == lines[0].count else {
        throw ScheduleFileError(
          file: file, line: scanner.line, "\(fields.count) fields, the header has \(lines[0].count)")
      }
      lines.append(fields)
      scanner.takeLineEnd()
    }
    guard let header = lines.first else { throw ScheduleFileError(file: file, "is empty") }
    self.file = file
    names = header
    rows = Array(lines.dropFirst())
  }

  /// The texts of a column.
  func texts(_ name: String) throws(ScheduleFileError) -> [String] {
    guard let position = names.firstIndex(of: name) else {
      throw ScheduleFileError(file: file, line: 1, "has no column \(name)")
    }
    return rows.map { $0[position] }
  }

  /// The numbers of a column.
  func numbers(_ name: String) throws(ScheduleFileError) -> [Double] {
    var numbers: [Double] = []
    for (row, text) in try texts(name).enumerated() {
      guard let value = Double(text), value.isFinite else {
        throw ScheduleFileError(file: file, line: row + 2, "\"\(text)\" for \(name), expected a number")
      }
      numbers.append(value)
    }
    return numbers
  }
}
