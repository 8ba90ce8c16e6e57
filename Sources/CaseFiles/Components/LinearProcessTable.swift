import GridModel

enum LinearProcessTable: ComponentTable {
  static let file = "processes.csv"
  static let meaning =
    "What runs at a level between limits, and gives to buses and takes from them in proportion: plants and conversions that "
    + "no other file describes."
  static let capacity = Column.number("capacity_mw", "MW", "What the limits are parts of.")
  static let least = part("least", default: "0", "Part of the capacity at least; negative where it may run backwards.")
  static let most = part("most", default: "1", "Part of the capacity at most.")
  static let cost = part("cost_{currency}_per_mwh", default: "0", "Cost per MWh of level, of either sign.")
  static let rampUp = Column.limit("ramp_up_mw_per_hour", "MW/h", "Fastest rise of the level.")
  static let rampDown = Column.limit("ramp_down_mw_per_hour", "MW/h", "Fastest fall of the level.")
  static let initialLevel = Column.number(
    "initial_level_mw", "MW", default: "free", in: -Double.infinity...(.infinity), "Level before the first step.")
  /// Ports that the file has room for.
  static let mostPorts = 6
  static let ports = (1...mostPorts).map { number in
    (
      bus: Column.text(
        "bus_\(number)", default: number == 1 ? nil : "none", "Bus that it gives to, or takes from at a rate below 0."),
      rate: part("rate_\(number)", default: "1", "MW given per MW of level; negative for what is taken.")
    )
  }
  static let columns =
    [Column.name] + ports.flatMap { [$0.bus, $0.rate] } + [capacity, least, most, cost, rampUp, rampDown, initialLevel]
  static var components: WritableKeyPath<PowerSystem, [LinearProcess]> { \.processes }

  private static func part(_ pattern: String, default fallback: String, _ meaning: String) -> Column {
    Column.text(pattern, default: fallback, meaning + " A number, or the column of the process series.")
  }

  static func decode(_ row: inout RowReader) -> LinearProcess {
    let name = row.text(.name)
    var process = LinearProcess(
      name: name, ports: [], capacity: row.requiredNumber(capacity), least: values(&row, least, 0),
      most: values(&row, most, 1), cost: values(&row, cost, 0), rampUp: row.limit(rampUp) ?? .infinity,
      rampDown: row.limit(rampDown) ?? .infinity, initialLevel: row.number(initialLevel))
    for (index, port) in ports.enumerated() where index == 0 || row.field(port.bus) != nil {
      process.ports.append(.init(bus: row.bus(port.bus), rate: values(&row, port.rate, 1)))
    }
    let count = row.context.horizon.count
    let (low, high) = (process.least.values(count: count), process.most.values(count: count))
    if let step = low.indices.first(where: { low[$0] > high[$0] }) {
      row.fault(
        .minimumAboveMaximum, least,
        "least \(NumberText.text(low[step])) of \(quoted(name)) is above most \(NumberText.text(high[step])) at "
          + row.context.horizon.timestamp(step))
    }
    return process
  }

  private static func values(_ row: inout RowReader, _ column: Column, _ fallback: Double) -> HourlySeries {
    guard let field = row.field(column) else { return .constant(fallback) }
    if let series = row.context.series[.process, field.text] { return series }
    if let value = NumberText.parse(field.text, decimalComma: field.decimalComma) { return .constant(value) }
    if row.context.series.isComplete(.process) {
      let names = row.context.series.names(.process)
      row.unknown(
        .unknownSeries, column,
        "\(column.pattern) is \(quoted(field.text)), no number and no column of a process series",
        field.text, among: names)
    }
    return .constant(fallback)
  }

  static func encode(_ process: LinearProcess, into row: inout RowWriter) throws(CaseError) {
    guard (1...mostPorts).contains(process.ports.count) else {
      throw .notRepresentable("more than \(mostPorts) ports (process \(process.name))")
    }
    row[.name] = process.name
    row[capacity] = process.capacity
    encode(process.least, "least", least, process, 0, &row)
    encode(process.most, "most", most, process, 1, &row)
    encode(process.cost, "cost", cost, process, 0, &row)
    for (number, (port, columns)) in zip(process.ports, ports).enumerated() {
      row[columns.bus] = port.bus
      encode(port.rate, "rate \(number + 1)", columns.rate, process, .nan, &row)
    }
    row[rampUp] = process.rampUp
    row[rampDown] = process.rampDown
    row[initialLevel] = process.initialLevel
  }

  private static func encode(
    _ values: HourlySeries, _ what: String, _ column: Column, _ process: LinearProcess, _ fallback: Double,
    _ row: inout RowWriter
  ) {
    switch values {
    case .constant(let value): if value != fallback { row[column] = NumberText.text(value) }
    case .series:
      let name = "\(process.name) \(what)"
      row[column] = name
      row.addSeries(values, to: .process, named: name)
    }
  }
}
