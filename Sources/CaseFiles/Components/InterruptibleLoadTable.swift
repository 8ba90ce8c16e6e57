import GridModel

enum InterruptibleLoadTable: ComponentTable {
  static let file = "interruptible-loads.csv"
  static let meaning = "Load that may be interrupted for a price. Its energy is part of its bus's load."
  static let capacity = Column.number("capacity_mw", "MW", "Most load interrupted at once.")
  static let price = Column.number("price_{currency}_per_mwh", "{currency}/MWh", "Cost of energy interrupted.")
  static let hoursPerDay = Column.limit("hours_per_day", "h", in: 0...24, "Full-capacity hours in one local day.")
  static let hoursPerYear = Column.limit(
    "hours_per_year", "h", in: 0...8784, "Full-capacity hours in one calendar year.")
  static let columns = [Column.name, .bus, capacity, price, hoursPerDay, hoursPerYear]
  static var components: WritableKeyPath<PowerSystem, [InterruptibleLoad]> { \.interruptibleLoads }

  static func decode(_ row: inout RowReader) -> InterruptibleLoad {
    InterruptibleLoad(
      name: row.text(.name), bus: row.bus(), capacity: row.requiredNumber(capacity), price: row.requiredNumber(price),
      hoursPerDay: row.limit(hoursPerDay) ?? .infinity, hoursPerYear: row.limit(hoursPerYear) ?? .infinity)
  }

  static func encode(_ load: InterruptibleLoad, into row: inout RowWriter) {
    row[.name] = load.name
    row[.bus] = load.bus
    row[capacity] = load.capacity
    row[price] = load.price
    row[hoursPerDay] = load.hoursPerDay
    row[hoursPerYear] = load.hoursPerYear
  }
}
