import GridModel

enum BusTable: ComponentTable {
  static let file = "buses.csv"
  static let meaning = "Nodes of the network. Their load is the column of the load series with the name of the bus."
  static let zone = Column.text("zone", default: "the name", "Zone for reserve rules and reports.")
  static let columns = [Column.name, zone]
  static var components: WritableKeyPath<PowerSystem, [Bus]> { \.buses }

  static func decode(_ row: inout RowReader) -> Bus {
    let name = row.text(.name)
    return Bus(name: name, zone: row.field(zone)?.text, load: row.context.series[.load, name] ?? .constant(0))
  }

  static func encode(_ bus: Bus, into row: inout RowWriter) {
    row[.name] = bus.name
    row[zone] = bus.zone
    if bus.load != .constant(0) { row.addSeries(bus.load, to: .load, named: bus.name) }
  }
}
