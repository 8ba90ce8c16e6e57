import GridModel

enum LineTable: ComponentTable {
  static let file = "lines.csv"
  static let meaning = "Connections of two buses."
  static let from = Column.text("from_bus", "Bus that positive flow leaves.")
  static let to = Column.text("to_bus", "Bus that positive flow enters.")
  static let capacity = Column.number("capacity_mw", "MW", "Limit of flow in the positive direction.")
  static let reverseCapacity = Column.number(
    "reverse_capacity_mw", "MW", default: "capacity_mw", "Limit of flow in the other direction.")
  static let reactance = Column.number(
    "reactance_pu", "p.u.", default: "controllable link", in: .leastNormalMagnitude...(.infinity),
    "Reactance for `network: dc`; only ratios matter, so any one unit will do.")
  static let columns = [Column.name, from, to, capacity, reverseCapacity, reactance] + ExpansionColumns.power.all
  static var components: WritableKeyPath<PowerSystem, [Line]> { \.lines }

  static func decode(_ row: inout RowReader) -> Line {
    let line = Line(
      name: row.text(.name), from: row.bus(from), to: row.bus(to), capacity: row.requiredNumber(capacity),
      reverseCapacity: row.number(reverseCapacity), reactance: row.number(reactance),
      expansion: row.expansion(.power))
    if !line.from.isEmpty, line.from == line.to {
      row.fault(.lineToItself, to, "line \(quoted(line.name)) begins and ends at bus \(quoted(line.to))")
    }
    return line
  }

  static func encode(_ line: Line, into row: inout RowWriter) {
    row[.name] = line.name
    row[from] = line.from
    row[to] = line.to
    row[capacity] = line.capacity
    row[reverseCapacity] = line.reverseCapacity
    row[reactance] = line.reactance
    row.write(line.expansion, .power)
  }
}
