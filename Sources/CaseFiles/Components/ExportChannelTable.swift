import GridModel

enum ExportChannelTable: ComponentTable {
  static let file = "export-channels.csv"
  static let meaning = "Channels that take power out of the system on a fixed schedule."
  static let capacity = Column.number("capacity_mw", "MW", "Most power sent out or taken in.")
  static let schedule = Column.number(
    "schedule_mw", "MW", default: "column of the export series with the channel's name",
    in: -Double.infinity...Double.infinity, "Power sent out in all steps; negative for an import.")
  static let price = Column.number(
    "price_{currency}_per_mwh", "{currency}/MWh", default: "0", in: -Double.infinity...Double.infinity,
    "Earned per energy sent out.")
  static let columns = [Column.name, .bus, capacity, schedule, price]
  static var components: WritableKeyPath<PowerSystem, [ExportChannel]> { \.exportChannels }

  static func decode(_ row: inout RowReader) -> ExportChannel {
    let name = row.text(.name)
    return ExportChannel(
      name: name, bus: row.bus(), capacity: row.requiredNumber(capacity), schedule: schedule(&row, name),
      price: row.number(price, default: 0))
  }

  private static func schedule(_ row: inout RowReader, _ name: String) -> HourlySeries {
    let constant = row.number(schedule)
    let series = row.context.series[.export, name]
    if constant != nil, series != nil {
      row.fault(
        .conflictingValues, schedule, "schedule_mw is given, and the export series has a column \(quoted(name))")
    }
    if let series { return series }
    if constant == nil, !name.isEmpty, row.context.series.isComplete(.export) {
      let message = "schedule_mw is blank, and the export series has no column \(quoted(name))"
      row.unknown(.unknownSeries, schedule, message, name, among: row.context.series.names(.export))
    }
    return .constant(constant ?? 0)
  }

  static func encode(_ channel: ExportChannel, into row: inout RowWriter) {
    row[.name] = channel.name
    row[.bus] = channel.bus
    row[capacity] = channel.capacity
    switch channel.schedule {
    case .constant(let value): row[schedule] = value
    case .series: row.addSeries(channel.schedule, to: .export, named: channel.name)
    }
    row[price] = channel.price
  }
}
