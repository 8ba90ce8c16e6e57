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
  static let load = Column.number(
    "load_mw", "MW", default: "the column of the load series", "Load in every step.")
  static let surplusPrice = Column(
    pattern: "surplus_price_{currency}_per_mwh", kind: .numberOrWord(["none"]), unit: "{currency}/MWh",
    fallback: "none for electricity, otherwise 0", bounds: 0...(.infinity),
    meaning: "Cost of energy that is let go; `none`: all that is given must be taken.")
  static let columns = [Column.name, zone, carrier, load, shortfallPrice, surplusPrice]
  static var components: WritableKeyPath<PowerSystem, [Bus]> { \.buses }

  static func decode(_ row: inout RowReader) -> Bus {
    let name = row.text(.name)
    let carrier = row.choice(carrier, default: Carrier.electricity)
    let series = row.context.series[.load, name]
    let constant = row.number(load)
    if constant != nil, series != nil {
      row.fault(.conflictingValues, load, "load_mw is given, and the load series has a column \(quoted(name))")
    }
    return Bus(
      name: name, zone: row.field(zone)?.text, carrier: carrier,
      load: series ?? .constant(constant ?? 0), shortfallPrice: row.number(shortfallPrice),
      surplusPrice: surplusPrice(&row, of: carrier))
  }

  private static func surplusPrice(_ row: inout RowReader, of carrier: Carrier) -> Double? {
    switch row.field(surplusPrice)?.text.lowercased() {
    case nil: carrier == .electricity ? nil : 0
    case "none": nil
    default: row.number(surplusPrice)
    }
  }

  static func encode(_ bus: Bus, into row: inout RowWriter) {
    row[.name] = bus.name
    row[zone] = bus.zone
    row[carrier] = bus.carrier.rawValue
    row[shortfallPrice] = bus.shortfallPrice
    if let price = bus.surplusPrice { row[surplusPrice] = price } else { row[surplusPrice] = "none" }
    switch bus.load {
    case .constant(let value): if value != 0 { row[load] = value }
    case .series: row.addSeries(bus.load, to: .load, named: bus.name)
    }
  }
}
