import GridModel

extension Rule {
  /// Power is given and drawn where the bus carries electricity, heat where it carries heat; lines connect one carrier.
  static let carriers = Rule { review, log in
    let system = review.system
    let carriers = Dictionary(system.buses.map { ($0.name, $0.carrier) }, uniquingKeysWith: { first, _ in first })
    func expect<Table: ComponentTable>(
      _ wanted: Carrier, _ bus: String, _ who: String, _ column: Column, of table: Table.Type, _ index: Int
    ) {
      guard let carrier = carriers[bus], carrier != wanted, carrier != .other else { return }
      log.add(
        .wrongCarrier, at: review.place(column, of: table, index),
        "\(who) is at bus \(quoted(bus)), which carries \(carrier.rawValue); expected a bus of \(wanted.rawValue)")
    }
    for (index, unit) in system.thermalUnits.enumerated() {
      expect(.electricity, unit.bus, "unit \(quoted(unit.name))", .bus, of: ThermalUnitTable.self, index)
      guard let heat = unit.heat else { continue }
      let who = "heat of unit \(quoted(unit.name))"
      expect(.heat, heat.bus, who, ThermalUnitTable.heatBus, of: ThermalUnitTable.self, index)
    }
    for (index, channel) in system.exportChannels.enumerated() {
      let who = "export channel \(quoted(channel.name))"
      expect(.electricity, channel.bus, who, .bus, of: ExportChannelTable.self, index)
    }
    for (index, line) in system.lines.enumerated() {
      guard let carrier = carriers[line.from] else { continue }
      expect(carrier, line.to, "the end of line \(quoted(line.name))", LineTable.to, of: LineTable.self, index)
    }
    for (index, converter) in system.converters.enumerated() {
      guard let carrier = carriers[converter.from], carrier == carriers[converter.to], carrier != .other,
        converter.technology != .other || converter.efficiency == 1 && converter.variableCost == 0
      else { continue }
      log.add(
        .wrongCarrier, at: review.place(ConverterTable.to, of: ConverterTable.self, index),
        "converter \(quoted(converter.name)) leads from \(carrier.rawValue) to \(carrier.rawValue); a line does that")
    }
  }
}
