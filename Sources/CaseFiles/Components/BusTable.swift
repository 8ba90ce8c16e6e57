import GridModel

enum BusTable: ComponentTable {
  static let file = "buses.csv"
  static let meaning = "Nodes of the network. Their load is the column of the load series with the name of the bus."
  static let zone = Column.text("zone", default: "the name", "Zone for reserve rules and reports.")
  static let carrier = Column.choice(
    "carrier", Carrier.allCases.map(\.rawValue), default: "electricity",
    "What the bus carries. Power is in MW whatever it is; hydrogen counts 33.33 MWh/t.")
  static let shortfallPrice = Column.number(
    "shortfall_price_{currency}_per_mwh", "{currency}/MWh", default: "the value of lost load",
    "Cost of load that is not served.")
  static let columns = [Column.name, zone, carrier, shortfallPrice]
  static var components: WritableKeyPath<PowerSystem, [Bus]> { \.buses }

  static func decode(_ row: inout RowReader) -> Bus {
    let name = row.text(.name)
    return Bus(
      name: name, zone: row.field(zone)?.text, carrier: row.choice(carrier, default: .electricity),
      load: row.context.series[.load, name] ?? .constant(0), shortfallPrice: row.number(shortfallPrice))
  }

  static func encode(_ bus: Bus, into row: inout RowWriter) {
    row[.name] = bus.name
    row[zone] = bus.zone
    row[carrier] = bus.carrier.rawValue
    row[shortfallPrice] = bus.shortfallPrice
    if bus.load != .constant(0) { row.addSeries(bus.load, to: .load, named: bus.name) }
  }
}
