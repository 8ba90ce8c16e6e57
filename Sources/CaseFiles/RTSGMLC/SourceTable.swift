import Foundation

/// A table of published data, by the names of its columns. Faults become findings.
struct SourceTable {
  let table: CSVTable
  private let positions: [String: Int]

  /// `nil` with a finding when the file is missing or not readable.
  init?(_ path: String, in folder: URL, log: inout FindingLog) {
    guard let table = CaseFolder(url: folder).table(path, isRequired: true, &log) else { return nil }
    self.table = table
    let names = (0..<table.width).map { (table.text($0), $0) }
    positions = Dictionary(names) { first, _ in first }
  }

  var rows: Range<Int> { 0..<table.rowCount }
  var columns: [String] { (0..<table.width).map { table.text($0) } }

  func text(_ column: String, _ row: Int) -> String {
    positions[column].map { table.text(table.cell(row: row, column: $0)) } ?? ""
  }

  /// The number, `nil` for a blank cell or `NA`.
  func optionalNumber(_ column: String, _ row: Int, _ log: inout FindingLog) -> Double? {
    let text = text(column, row)
    return text.isEmpty || text == "NA" ? nil : number(column, row, &log)
  }

  /// The number; 0 with a finding when there is none.
  func number(_ column: String, _ row: Int, _ log: inout FindingLog) -> Double {
    guard let position = positions[column] else {
      log.add(.missingColumn, at: Place(file: table.file, line: 1, column: 1), "no column \(quoted(column))")
      return 0
    }
    let cell = table.cell(row: row, column: position)
    if let value = NumberText.parse(table.text(cell)) { return value }
    log.add(.notANumber, at: table.place(cell), "\(column) is \(quoted(table.text(cell))), expected a number")
    return 0
  }

  /// All values of a column; `nil` when it is missing, with a finding for each value that is no number.
  func numbers(_ column: String, _ log: inout FindingLog) -> [Double]? {
    guard let position = positions[column] else { return nil }
    let values = table.numbers(columns: position..<position + 1)
    for row in rows where values[row].isNaN { _ = number(column, row, &log) }
    return values
  }

  func place(_ row: Int) -> Place { table.place(table.cell(row: row, column: 0)) }
}
