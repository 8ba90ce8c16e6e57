import GridModel

/// One list of components of a PyPSA folder: what is given for each, by attribute, with PyPSA's defaults for the rest.
struct PyPSASheet {
  let component: PyPSAComponent
  let names: [String]
  /// Rows of active components.
  private(set) var rows: [Int] = []
  private let table: CSVTable
  private let columns: [String: Int]
  var series: [String: PyPSASeries] = [:]

  init(_ component: PyPSAComponent, _ table: CSVTable, _ log: inout FindingLog) {
    self.component = component
    self.table = table
    let header = (0..<table.width).map { table.text($0) }
    columns = Dictionary(header.enumerated().map { ($1, $0) }) { first, _ in first }
    for (column, name) in header.enumerated() where columns[name] != column {
      log.add(.duplicateColumn, at: table.place(column), "column \(quoted(name)) is there twice")
    }
    // PyPSA takes the first column for the names, whatever its header.
    names = (0..<table.rowCount).map { table.text(table.cell(row: $0, column: 0)) }
    var seen: Set<String> = []
    for row in names.indices {
      let name = names[row]
      guard !name.isEmpty, seen.insert(name).inserted else {
        let place = table.place(table.cell(row: row, column: 0))
        if name.isEmpty {
          log.add(.missingValue, at: place, "a component without a name")
        } else {
          log.add(.duplicateName, at: place, "name \(quoted(name)) is there twice")
        }
        continue
      }
      if columns["active"] == nil || flag("active", row, &log) { rows.append(row) }
    }
    checkColumns(header, &log)
  }

  /// Attributes that are not supported must have their defaults; columns that PyPSA does not know are noted.
  private func checkColumns(_ header: [String], _ log: inout FindingLog) {
    var unknown: [String] = []
    for (column, name) in header.enumerated().dropFirst() {
      guard let attribute = component[name] else {
        if !component.ignores(name) { unknown.append(name) }
        continue
      }
      guard !attribute.isRead else { continue }
      for row in rows {
        let cell = table.cell(row: row, column: column)
        let text = table.text(cell)
        guard !text.isEmpty, !Self.areSame(text, attribute.fallback, attribute.kind) else { continue }
        log.add(.notSupported, at: table.place(cell), "\(name) is \(quoted(text)), which is not supported")
      }
    }
    if !unknown.isEmpty {
      log.add(
        .assumption, at: Place(file: table.file, line: 1, column: 1),
        "columns that are no attributes of PyPSA are not read: \(unknown.joined(separator: ", "))")
    }
  }

  private static func areSame(_ text: String, _ fallback: String, _ kind: PyPSAComponent.Attribute.Kind) -> Bool {
    switch kind {
    case .text: return text == fallback
    case .flag: return truth(text) == truth(fallback)
    case .number:
      guard let a = PyPSANumber.parse(text), let b = PyPSANumber.parse(fallback) else { return false }
      return a == b || (a.isNaN && b.isNaN)
    }
  }

  private static func truth(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "1", "1.0": true
    case "false", "0", "0.0": false
    default: nil
    }
  }

  func place(_ attribute: String, _ row: Int) -> Place {
    table.place(table.cell(row: row, column: columns[attribute] ?? 0))
  }

  func has(_ attribute: String) -> Bool { columns[attribute] != nil || series[attribute] != nil }

  /// Numbers of the ports from 2 on that the links have.
  var furtherPorts: [Int] {
    columns.keys.compactMap { $0.hasPrefix("bus") ? PyPSAComponent.port(of: $0) : nil }.sorted()
  }

  func text(_ attribute: String, _ row: Int) -> String {
    guard let column = columns[attribute] else { return component.fallback(attribute) }
    let cell = table.cell(row: row, column: column)
    return table.isBlank(cell) ? component.fallback(attribute) : table.text(cell)
  }

  func flag(_ attribute: String, _ row: Int, _ log: inout FindingLog) -> Bool {
    let text = text(attribute, row)
    if let value = Self.truth(text) { return value }
    log.add(.unknownWord, at: place(attribute, row), "\(attribute) is \(quoted(text)), expected True or False")
    return false
  }

  /// The static value; the default, with a finding, where there is none.
  func number(_ attribute: String, _ row: Int, _ log: inout FindingLog) -> Double {
    let text = text(attribute, row)
    if let value = PyPSANumber.parse(text) { return value }
    log.add(.notANumber, at: place(attribute, row), "\(attribute) is \(quoted(text)), expected a number")
    return PyPSANumber.parse(component.fallback(attribute)) ?? 0
  }

  /// The static value where it must be finite.
  func finite(_ attribute: String, _ row: Int, _ log: inout FindingLog) -> Double {
    let value = number(attribute, row, &log)
    if value.isFinite { return value }
    log.add(.notSupported, at: place(attribute, row), "\(attribute) is \(value), which is not supported")
    return 0
  }

  /// The series of a component, or its static value for all steps.
  func values(_ attribute: String, _ row: Int, _ log: inout FindingLog) -> HourlySeries {
    if let values = series[attribute]?.values(of: names[row]) {
      guard let first = values.first else { return .constant(0) }
      return values.allSatisfy { $0 == first } ? .constant(first) : .series(values)
    }
    return .constant(finite(attribute, row, &log))
  }

  /// The value in all steps, with a finding where it is a series that varies.
  func constant(_ attribute: String, _ row: Int, _ log: inout FindingLog) -> Double {
    switch values(attribute, row, &log) {
    case .constant(let value): return value
    case .series(let values):
      log.add(
        .notSupported, at: series[attribute]?.place(of: names[row]) ?? place(attribute, row),
        "\(attribute) of \(quoted(names[row])) varies over the snapshots, which is not supported")
      return values.first ?? 0
    }
  }
}

/// Numbers as pandas writes them.
enum PyPSANumber {
  static func parse(_ text: String) -> Double? {
    if let value = NumberText.parse(text) { return value }
    switch text.lowercased() {
    case "inf", "+inf", "infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    case "nan", "": return .nan
    default: return nil
    }
  }
}
