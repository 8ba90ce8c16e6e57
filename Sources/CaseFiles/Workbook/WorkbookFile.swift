/// The text that one or more sheets stand for, and the cell that each piece of it came from.
struct WorkbookFile {
  /// More than any case has, and what memory holds.
  static let maximumCells = 50_000_000

  /// Of the sheet, or the first of them.
  let sheet: String
  private(set) var bytes: [UInt8] = []
  private var lines: [Line] = []
  /// Columns of the sheet by position in a line, where lines are rows.
  private let columns: [Int]

  /// A line of the text. In lines of settings the key ends before `value`, and both are one cell each.
  private struct Line {
    var start: Int
    var row: Int
    var sheet: String?
    var key = 0
    var value = 0
    var valueStart = Int.max
  }

  init(sheet: String, columns: [Int] = []) {
    self.sheet = sheet
    self.columns = columns
  }

  /// A row of a table. Rows that are blank or comments become blank lines, so that lines count as rows do.
  mutating func append(_ cells: [String], row: Int) {
    while lines.count < row - 1 { appendLine("", Line(start: bytes.count, row: lines.count + 1)) }
    appendLine(cells.joined(separator: ","), Line(start: bytes.count, row: row))
  }

  /// A line of settings: `key` with its white space and colon, and a value.
  mutating func append(_ key: String, _ value: String, sheet: String, row: Int, keyColumn: Int, valueColumn: Int) {
    appendLine(
      key + value,
      Line(
        start: bytes.count, row: row, sheet: sheet, key: keyColumn, value: valueColumn,
        valueStart: key.unicodeScalars.count + 1))
  }

  private mutating func appendLine(_ text: String, _ line: Line) {
    lines.append(line)
    for byte in text.utf8 {
      bytes.append(byte)
      // A cell with line breaks takes several lines.
      if byte == UInt8(ascii: "\n") {
        var next = line
        next.start = bytes.count
        lines.append(next)
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// The cell of a place in the text; row 0 for the sheet as a whole.
  func cell(line: Int, column: Int) -> (sheet: String, row: Int, column: Int) {
    guard lines.indices.contains(line - 1) else { return (sheet, 0, 0) }
    let found = lines[line - 1]
    if let sheet = found.sheet { return (sheet, found.row, column < found.valueStart ? found.key : found.value) }
    // Separators outside quotes before the place.
    var position = 0
    var isQuoted = false
    var characters = 1
    for byte in bytes[found.start...] where byte & 0xC0 != 0x80 {
      if byte == UInt8(ascii: "\n") || characters >= column { break }
      characters += 1
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: ","), !isQuoted { position += 1 }
    }
    return (sheet, found.row, columns.indices.contains(position) ? columns[position] : columns.first ?? 1)
  }
}
