/// A component file as read: its table, and which cell belongs to which column of the schema.
struct ComponentSheet {
  let table: CSVTable
  let currency: String
  private let positions: [String: Int]
  /// The row of the table that each component came from.
  var rows: [Int] = []

  init(table: CSVTable, columns: [Column], currency: String, log: inout FindingLog) {
    self.table = table
    self.currency = currency
    var positions: [String: Int] = [:]
    let names = columns.map { $0.name(currency: currency) }
    for column in 0..<table.width {
      let header = table.text(column)
      if header.isEmpty {
        log.add(.blankHeader, at: table.place(column), "column without a name")
      } else if !names.contains(header) {
        log.add(
          .unknownColumn, at: table.place(column),
          "unknown column \(quoted(header))\(suggestion(for: header, among: names))")
      } else if positions.updateValue(column, forKey: header) != nil {
        log.add(.duplicateColumn, at: table.place(column), "column \(header) appears twice")
      }
    }
    // A file without header has its own finding.
    for (column, name) in zip(columns, names) where table.width > 0 && column.fallback == nil && positions[name] == nil
    {
      log.add(.missingColumn, at: Place(file: table.file, line: 1, column: 1), "no column \(name) (\(column.phrase))")
    }
    self.positions = positions
  }

  /// Whether the row holds a value in the column.
  func field(_ column: Column, row: Int) -> Field? {
    let name = column.name(currency: currency)
    guard let position = positions[name] else { return nil }
    let cell = table.cell(row: row, column: position)
    guard !table.isBlank(cell) else { return nil }
    return Field(
      column: column, name: name, text: table.text(cell), place: table.place(cell), decimalComma: table.decimalComma)
  }

  /// The cell, or the row's first one when the file lacks the column.
  func place(_ column: Column, row: Int) -> Place {
    table.place(table.cell(row: row, column: positions[column.name(currency: currency)] ?? 0))
  }

  func has(_ column: Column) -> Bool { positions[column.name(currency: currency)] != nil }

  /// The names of all rows, those of faulty rows too.
  var names: [String] {
    (0..<table.rowCount).compactMap { field(.name, row: $0)?.text }
  }

  /// Reports names that appear twice or cannot be shown on one line.
  func checkNames(_ log: inout FindingLog) {
    var lines: [String: Int] = [:]
    for row in 0..<table.rowCount {
      guard let field = field(.name, row: row) else { continue }
      if field.text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
        log.add(.badName, at: field.place, "name \(quoted(field.text)) holds a control character")
      }
      if let line = lines[field.text] {
        log.add(.duplicateName, at: field.place, "name \(quoted(field.text)) is already on line \(line)")
      } else {
        lines[field.text] = field.place.line
      }
    }
  }
}
