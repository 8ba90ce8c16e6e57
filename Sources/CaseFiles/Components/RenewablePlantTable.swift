import GridModel

enum RenewablePlantTable: ComponentTable {
  static let file = "renewables.csv"
  static let meaning = "Plants whose output follows the weather."
  static let technology = Column.choice(
    "technology", RenewablePlant.Technology.allCases.map(\.rawValue), "Kind of plant.")
  static let capacity = Column.number(
    "capacity_mw", "MW", plausible: (0.001...200_000, "is this kW?"), "Installed capacity.")
  static let availability = Column.text(
    "availability", default: "the name", "Column of an availability series, or one number from 0 to 1 for all steps.")
  static let curtailable = Column.flag("curtailable", default: "yes", "Whether output may be curtailed.")
  static let curtailmentPrice = Column.number(
    "curtailment_price_{currency}_per_mwh", "{currency}/MWh", default: "0", "Cost of energy not taken.")
  static let variableCost = Column.number(
    "variable_cost_{currency}_per_mwh", "{currency}/MWh", default: "0", in: -Double.infinity...(.infinity),
    "Cost of energy taken.")
  static let columns = [
    Column.name, .bus, technology, capacity, availability, curtailable, curtailmentPrice, variableCost,
  ]
  static var components: WritableKeyPath<PowerSystem, [RenewablePlant]> { \.renewables }

  static func decode(_ row: inout RowReader) -> RenewablePlant {
    let name = row.text(.name)
    return RenewablePlant(
      name: name, bus: row.bus(), technology: row.choice(technology, default: .wind),
      capacity: row.requiredNumber(capacity), availability: availability(&row, name),
      isCurtailable: row.flag(curtailable, default: true), curtailmentPrice: row.number(curtailmentPrice, default: 0),
      variableCost: row.number(variableCost, default: 0))
  }

  private static func availability(_ row: inout RowReader, _ name: String) -> HourlySeries {
    let field = row.field(availability)
    let wanted = field?.text ?? name
    if let series = row.context.series[.availability, wanted] { return series }
    if let field, let value = NumberText.parse(field.text, decimalComma: field.decimalComma) {
      if !(0...1).contains(value) {
        row.fault(
          .availabilityAboveOne, availability,
          "availability is \(field.text), expected 0 to 1 of the capacity; is this MW or percent?")
      }
      return .constant(value)
    }
    if !wanted.isEmpty, row.context.series.isComplete(.availability) {
      let names = row.context.series.names(.availability)
      row.unknown(
        .unknownSeries, availability, "no column \(quoted(wanted)) in an availability series", wanted, among: names)
    }
    return .constant(0)
  }

  static func encode(_ plant: RenewablePlant, into row: inout RowWriter) {
    row[.name] = plant.name
    row[.bus] = plant.bus
    row[technology] = plant.technology.rawValue
    row[capacity] = plant.capacity
    switch plant.availability {
    case .constant(let value): row[availability] = value
    case .series: row.addSeries(plant.availability, to: .availability, named: plant.name)
    }
    row[curtailable] = plant.isCurtailable
    row[curtailmentPrice] = plant.curtailmentPrice
    row[variableCost] = plant.variableCost
  }
}
