import GridModel

/// Reads series files against the horizon of the case.
struct SeriesFile {
  let table: CSVTable

  /// Adds the columns to the catalogue; a column with a fault is added too, so that nothing else is blamed for it.
  func read(
    kind: SeriesKind, horizon: Horizon, checksTimes: Bool, into catalogue: inout SeriesCatalogue, log: inout FindingLog
  ) {
    guard table.width > 0 else { return }
    let first = table.text(0)
    if first != "time" {
      log.add(.missingColumn, at: table.place(0), "the first column is \(quoted(first)), expected time")
    } else if checksTimes {
      checkTimes(horizon, &log)
      if table.rowCount != horizon.count {
        let last = table.rowCount > 0 ? table.cell(row: table.rowCount - 1, column: 0) : 0
        log.add(
          .seriesLength, at: table.place(last),
          "the series has \(table.rowCount) rows, expected one for each of the \(horizon.count) steps")
      }
    }
    let columns = 1..<max(1, table.width)
    let numbers = table.numbers(columns: columns)
    for column in columns {
      let name = table.text(column)
      guard !name.isEmpty else {
        log.add(.blankHeader, at: table.place(column), "column without a name")
        continue
      }
      let values = numbers[((column - 1) * table.rowCount)..<(column * table.rowCount)]
      let series = series(column, Array(values), kind, count: horizon.count, &log)
      catalogue.add(series, kind: kind, name: name, at: table.place(column), log: &log)
    }
  }

  /// A column as a series with a value for every step.
  private func series(
    _ column: Int, _ values: [Double], _ kind: SeriesKind, count: Int, _ log: inout FindingLog
  ) -> HourlySeries {
    let bounds = kind.bounds
    // NaN lies within no bounds.
    if !values.allSatisfy({ bounds.contains($0) && (kind != .mustRun || $0 == 0 || $0 == 1) }) {
      for (row, value) in values.enumerated() {
        check(value, kind, cell: table.cell(row: row, column: column), named: table.text(column), &log)
      }
    }
    // Another length is an error already, and stands for nothing.
    guard let first = values.first, values.count == count else { return .constant(0) }
    return values.allSatisfy { $0 == first } ? .constant(first) : .series(values)
  }

  private func check(_ value: Double, _ kind: SeriesKind, cell: Int, named name: String, _ log: inout FindingLog) {
    if table.isBlank(cell) {
      log.add(.missingValue, at: table.place(cell), "series \(quoted(name)) is blank, expected \(kind.expectation)")
    } else if value.isNaN {
      let text = quoted(table.text(cell))
      log.add(.notANumber, at: table.place(cell), "series \(quoted(name)) is \(text), expected \(kind.expectation)")
    } else if value > 1, kind == .availability || kind == .thermalAvailability {
      log.add(
        .availabilityAboveOne, at: table.place(cell),
        "series \(quoted(name)) is \(table.text(cell)), expected \(kind.expectation); is this MW or percent?")
    } else if !kind.bounds.contains(value) || (kind == .mustRun && value != 0 && value != 1) {
      let text = table.text(cell)
      log.add(.outOfBounds, at: table.place(cell), "series \(quoted(name)) is \(text), expected \(kind.expectation)")
    }
  }
}
