import GridModel

/// The cells of one row of a component file, by column.
struct RowWriter {
  let currency: String
  private(set) var cells: [String: String] = [:]
  private(set) var series: [(kind: SeriesKind, name: String, values: HourlySeries)] = []
  /// Curves written so far; a row that needs another one adds it.
  var curves: CoalRateCurveWriter

  init(currency: String, curves: CoalRateCurveWriter) {
    self.currency = currency
    self.curves = curves
  }

  subscript(column: Column) -> String {
    get { cells[column.name(currency: currency)] ?? "" }
    set { cells[column.name(currency: currency)] = newValue }
  }

  /// Percent are shifted as text, so that they read back exactly.
  subscript(column: Column) -> Double? {
    get { NumberText.parse(self[column] as String) }
    set {
      let text = newValue.map {
        $0.isInfinite ? Column.unlimited : NumberText.text($0, shift: column.isPercent ? 2 : 0)
      }
      self[column] = text ?? ""
    }
  }

  subscript(column: Column) -> Bool {
    get { self[column] == "yes" }
    set { self[column] = newValue ? "yes" : "no" }
  }

  /// A constant as a cell, a series as a column of its own with the component's name.
  mutating func write(_ values: HourlySeries, _ column: Column, series kind: SeriesKind, _ name: String) {
    switch values {
    case .constant(let value): self[column] = value
    case .series: addSeries(values, to: kind, named: name)
    }
  }

  mutating func addSeries(_ values: HourlySeries, to kind: SeriesKind, named name: String) {
    series.append((kind, name, values))
  }
}
