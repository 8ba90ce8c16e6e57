import GridModel

enum InterruptibleLoadTable: ComponentTable {
  static let file = "interruptible-loads.csv"
  static let meaning = "Load that may be interrupted for a price. Its energy is part of its bus's load."
  static let capacity = Column.number("capacity_mw", "MW", "Most load interrupted at once.")
  static let price = Column.number("price_{currency}_per_mwh", "{currency}/MWh", "Cost of energy interrupted.")
  static let hoursPerDay = Column.limit("hours_per_day", "h", in: 0...24, "Full-capacity hours in one local day.")
  static let hoursPerYear = Column.limit(
    "hours_per_year", "h", in: 0...8784, "Full-capacity hours in one calendar year.")
  static let minimumCall = Column.number(
    "min_call_hours", "h", default: "0", in: 0...8784, "Hours that a call lasts at least. \(onlyCommitted)")
  static let maximumCall = Column.limit(
    "max_call_hours", "h", in: 0...8784, "Hours that a call lasts at most. \(onlyCommitted)")
  static let rest = Column.number(
    "min_rest_hours", "h", default: "0", in: 0...8784, "Hours between two calls. \(onlyCommitted)")
  static let callsPerDay = Column.limit("calls_per_day", "", "Calls that begin in one local day. \(onlyCommitted)")
  static let callsPerYear = Column.limit(
    "calls_per_year", "", "Calls that begin in one calendar year. \(onlyCommitted)")
  static let minimumPart = Column.number(
    "min_call_percent", "%", default: "0", in: 0...100,
    "Part of the capacity that a call interrupts at least, 100 for all or nothing. \(onlyCommitted)")
  private static let onlyCommitted = "Kept by `assess` and by `solve --commitment`."
  static let columns = [
    Column.name, .bus, capacity, price, hoursPerDay, hoursPerYear, minimumCall, maximumCall, rest, callsPerDay,
    callsPerYear, minimumPart,
  ]
  static var components: WritableKeyPath<PowerSystem, [InterruptibleLoad]> { \.interruptibleLoads }

  static func decode(_ row: inout RowReader) -> InterruptibleLoad {
    var load = InterruptibleLoad(
      name: row.text(.name), bus: row.bus(), capacity: row.requiredNumber(capacity), price: row.requiredNumber(price),
      hoursPerDay: row.limit(hoursPerDay) ?? .infinity, hoursPerYear: row.limit(hoursPerYear) ?? .infinity)
    load.calls.minimumHours = row.number(minimumCall, default: 0)
    load.calls.maximumHours = row.limit(maximumCall) ?? .infinity
    load.calls.restHours = row.number(rest, default: 0)
    load.calls.perDay = row.limit(callsPerDay) ?? .infinity
    load.calls.perYear = row.limit(callsPerYear) ?? .infinity
    load.calls.minimumPart = row.number(minimumPart, default: 0)
    return load
  }

  static func encode(_ load: InterruptibleLoad, into row: inout RowWriter) {
    row[.name] = load.name
    row[.bus] = load.bus
    row[capacity] = load.capacity
    row[price] = load.price
    row[hoursPerDay] = load.hoursPerDay
    row[hoursPerYear] = load.hoursPerYear
    row[minimumCall] = load.calls.minimumHours
    row[maximumCall] = load.calls.maximumHours
    row[rest] = load.calls.restHours
    row[callsPerDay] = load.calls.perDay
    row[callsPerYear] = load.calls.perYear
    row[minimumPart] = load.calls.minimumPart
  }
}
