/// One series file of a PyPSA folder: a column for each component that it is given for, a row for each snapshot.
struct PyPSASeries {
  private let table: CSVTable
  private let positions: [String: Int]
  /// Column after column.
  private let values: [Double]

  /// - Parameters:
  ///   - fallback: what stands for blank cells.
  ///   - names: components of the list.
  init(_ table: CSVTable, fallback: Double, steps: Int, names: [String], _ log: inout FindingLog) {
    self.table = table
    let header = (0..<table.width).map { table.text($0) }
    positions = Dictionary(header.enumerated().dropFirst().map { ($1, $0) }) { first, _ in first }
    let known = Set(names)
    for (column, name) in header.enumerated().dropFirst() where !known.contains(name) {
      let nearest = suggestion(for: name, among: names)
      log.add(.unknownSeries, at: table.place(column), "no component is named \(quoted(name))\(nearest)")
    }
    guard table.rowCount == steps, table.width > 0 else {
      log.add(
        .seriesLength, at: Place(file: table.file, line: 1, column: 1),
        "\(table.rowCount) rows below the header, expected \(steps), one for each snapshot")
      values = Array(repeating: fallback, count: steps * max(0, table.width - 1))
      return
    }
    var values = table.numbers(columns: 1..<table.width)
    for index in values.indices where values[index].isNaN {
      let cell = table.cell(row: index % steps, column: 1 + index / steps)
      let text = table.text(cell)
      if let value = PyPSANumber.parse(text) {
        values[index] = value.isNaN ? fallback : value
      } else {
        log.add(.notANumber, at: table.place(cell), "\(quoted(text)) is no number")
      }
      if values[index].isInfinite {
        log.add(.notSupported, at: table.place(cell), "\(text) is not supported in a series")
      }
    }
    self.values = values
  }

  /// `nil` where the component has no series.
  func values(of name: String) -> [Double]? {
    guard let position = positions[name] else { return nil }
    let steps = values.count / (table.width - 1)
    return Array(values[(position - 1) * steps..<position * steps])
  }

  func place(of name: String) -> Place? { positions[name].map { table.place($0) } }

  /// Whether all values are the default, and so nothing is asked for.
  func isAll(_ value: Double) -> Bool { values.allSatisfy { $0 == value || ($0.isNaN && value.isNaN) } }
}
