import GridModel

/// One list of components as PyPSA keeps it: what is fixed, what is given by snapshot, and results by snapshot.
struct PyPSATable {
  struct Row {
    let name: String
    /// In the order given; those at PyPSA's default may be left out.
    private(set) var cells: [String: String] = [:]
    private(set) var series: [String: [Double]] = [:]

    init(_ name: String) { self.name = name }

    subscript(attribute: String) -> String {
      get { cells[attribute] ?? "" }
      set { cells[attribute] = newValue }
    }

    subscript(attribute: String) -> Double {
      get { PyPSANumber.parse(cells[attribute] ?? "") ?? .nan }
      set { cells[attribute] = PyPSATable.text(newValue) }
    }

    subscript(attribute: String) -> Bool {
      get { cells[attribute] == "True" }
      set { cells[attribute] = newValue ? "True" : "False" }
    }

    /// A constant as a cell, a series by snapshot.
    mutating func set(_ attribute: String, _ values: HourlySeries) {
      switch values {
      case .constant(let value): self[attribute] = value
      case .series(let values): set(attribute, values)
      }
    }

    /// As a cell where all are alike.
    mutating func set(_ attribute: String, _ values: [Double]) {
      if let first = values.first, values.allSatisfy({ $0 == first }) {
        self[attribute] = first
      } else {
        series[attribute] = values
      }
    }

    /// By snapshot, alike or not.
    mutating func record(_ attribute: String, _ values: [Double]) { series[attribute] = values }
  }

  /// Such as `generators`.
  let list: String
  private(set) var rows: [Row] = []
  private var names: Set<String> = []

  init(_ list: String) { self.list = list }

  /// Appends a row, under another name where there is one of its name.
  mutating func add(_ row: Row) {
    var row = row
    if names.contains(row.name) {
      var number = 2
      while names.contains("\(row.name) \(number)") { number += 1 }
      var other = Row("\(row.name) \(number)")
      for (attribute, cell) in row.cells { other[attribute] = cell }
      for (attribute, values) in row.series { other.record(attribute, values) }
      row = other
    }
    names.insert(row.name)
    rows.append(row)
  }

  /// `list.csv` and a file for every attribute by snapshot.
  func files(times: [String]) -> [(path: String, text: String)] {
    guard !rows.isEmpty else { return [] }
    let attributes = Set(rows.flatMap(\.cells.keys)).sorted()
    var text = (["name"] + attributes).joined(separator: ",") + "\n"
    for row in rows {
      text += ([row.name] + attributes.map { row[$0] }).map(Self.field).joined(separator: ",") + "\n"
    }
    var files = [(path: "\(list).csv", text: text)]
    for attribute in Set(rows.flatMap(\.series.keys)).sorted() {
      let columns = rows.compactMap { row in row.series[attribute].map { (row.name, $0) } }
      var text = (["snapshot"] + columns.map { Self.field($0.0) }).joined(separator: ",") + "\n"
      for (step, time) in times.enumerated() {
        text += time
        for (_, values) in columns { text += ",\(Self.text(values[step]))" }
        text += "\n"
      }
      files.append((path: "\(list)-\(attribute).csv", text: text))
    }
    return files
  }

  /// As pandas reads it.
  static func text(_ value: Double) -> String {
    if value.isNaN { return "" }
    return value.isInfinite ? (value < 0 ? "-inf" : "inf") : NumberText.text(value)
  }

  private static func field(_ text: String) -> String {
    text.contains { ",\"\n\r".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
