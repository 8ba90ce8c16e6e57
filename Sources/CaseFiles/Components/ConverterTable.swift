import GridModel

enum ConverterTable: ComponentTable {
  static let file = "converters.csv"
  static let meaning = "What turns one carrier into another: electric boilers, heat pumps, electrolysers."
  static let from = Column.text("from_bus", "Bus that it draws from.")
  static let to = Column.text("to_bus", "Bus that it gives to.")
  static let technology = Column.choice(
    "technology", Converter.Technology.allCases.map(\.rawValue), "Kind of converter.")
  static let capacity = Column.number("capacity_mw", "MW", "Most power drawn.")
  static let efficiency = Column.number(
    "efficiency_percent", "%", default: "by technology", in: 0...1000,
    "Given per drawn. Defaults: electric-boiler 98, heat-pump 300, electrolyser 65 (lower heating value), other 100.")
  static let minimumInput = Column.number("min_input_mw", "MW", default: "0", "Least power drawn while on.")
  static let ramp = Column.limit("ramp_mw_per_hour", "MW/h", "Largest change of the power drawn.")
  static let variableCost = Column.number(
    "variable_cost_{currency}_per_mwh", "{currency}/MWh", default: "0", "Cost per energy drawn, besides that energy.")
  static let initialInput = Column.number(
    "initial_input_mw", "MW", default: "free", "Power drawn before the first step.")
  static let columns = [
    Column.name, from, to, technology, capacity, efficiency, minimumInput, ramp, variableCost, initialInput,
  ]
  static var components: WritableKeyPath<PowerSystem, [Converter]> { \.converters }

  static func decode(_ row: inout RowReader) -> Converter {
    let technology = row.choice(technology, default: Converter.Technology.other)
    let converter = Converter(
      name: row.text(.name), from: row.bus(from), to: row.bus(to), technology: technology,
      capacity: row.requiredNumber(capacity), efficiency: efficiency(&row, technology),
      minimumInput: row.number(minimumInput, default: 0), ramp: row.limit(ramp) ?? .infinity,
      variableCost: row.number(variableCost, default: 0), initialInput: row.number(initialInput))
    if !converter.from.isEmpty, converter.from == converter.to {
      row.fault(.lineToItself, to, "converter \(quoted(converter.name)) begins and ends at bus \(quoted(converter.to))")
    }
    if converter.minimumInput > converter.capacity {
      row.fault(
        .minimumAboveMaximum, minimumInput,
        "min_input_mw \(NumberText.text(converter.minimumInput)) is above capacity_mw "
          + NumberText.text(converter.capacity))
    }
    return converter
  }

  private static func efficiency(_ row: inout RowReader, _ technology: Converter.Technology) -> Double {
    guard let value = row.number(efficiency) else {
      return switch technology {
      case .electricBoiler: 0.98
      case .heatPump: 3
      case .electrolyser: 0.65
      case .other: 1
      }
    }
    if value <= 0.05 {
      let text = NumberText.text(value, shift: 2)
      row.fault(
        .fractionForPercent, efficiency, "efficiency_percent is \(text), expected percent above 5; is this a fraction?")
    }
    return value
  }

  static func encode(_ converter: Converter, into row: inout RowWriter) {
    row[.name] = converter.name
    row[from] = converter.from
    row[to] = converter.to
    row[technology] = converter.technology.rawValue
    row[capacity] = converter.capacity
    row[efficiency] = converter.efficiency
    row[minimumInput] = converter.minimumInput
    row[ramp] = converter.ramp
    row[variableCost] = converter.variableCost
    row[initialInput] = converter.initialInput
  }
}
