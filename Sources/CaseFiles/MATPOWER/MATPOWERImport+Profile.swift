import Foundation

extension MATPOWERImport {
  /// The last column of a CSV file; a column before it may hold times.
  static func factors(of url: URL, _ log: inout FindingLog) -> [Double] {
    let folder = CaseFolder(url: url.deletingLastPathComponent())
    guard let table = folder.table(url.lastPathComponent, isRequired: true, &log) else { return [1] }
    let last = table.width - 1
    guard last >= 0, table.rowCount > 0 else {
      log.add(.emptyFile, at: Place(file: table.file), "expected a header and one factor of the load per hour")
      return [1]
    }
    let factors = table.numbers(columns: last..<last + 1)
    for (row, factor) in factors.enumerated() where !(factor >= 0) {
      let cell = table.cell(row: row, column: last)
      log.add(
        .notANumber, at: table.place(cell), "factor \(quoted(table.text(cell))), expected a number of 0 or more")
    }
    return factors
  }
}
