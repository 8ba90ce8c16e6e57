import GridModel

enum ShiftableLoadTable: ComponentTable {
  static let file = "shiftable-loads.csv"
  static let meaning =
    "Load that may be moved in time within windows. Its energy is part of its bus's load, unless it says what it draws."
  static let down = Column.number("down_capacity_mw", "MW", "Power by which the load can be lowered.")
  static let up = Column.number(
    "up_capacity_mw", "MW", default: "down_capacity_mw", "Power by which the load can be raised.")
  static let window = Column.number(
    "window_hours", "h", default: "24", in: 0.25...8784,
    "What is lowered is raised again within the same window; windows follow each other from local midnight.")
  static let price = Column.number(
    "price_{currency}_per_mwh", "{currency}/MWh", default: "0", "Cost of energy lowered.")
  static let dailyEnergy = Column.number(
    "energy_mwh_per_day", "MWh", default: "part of its bus's load",
    "Energy that industry draws in a day besides its bus's load, evenly where nothing is shifted; each window keeps it."
  )
  static let ramp = Column.limit("ramp_mw_per_hour", "MW/h", "Largest rise or fall of the shift, up less down.")
  static let columns = [Column.name, .bus, down, up, window, price, dailyEnergy, ramp]
  static var components: WritableKeyPath<PowerSystem, [ShiftableLoad]> { \.shiftableLoads }

  static func decode(_ row: inout RowReader) -> ShiftableLoad {
    let lowered = row.requiredNumber(down)
    return ShiftableLoad(
      name: row.text(.name), bus: row.bus(), downCapacity: lowered, upCapacity: row.number(up, default: lowered),
      windowHours: row.number(window, default: 24), price: row.number(price, default: 0),
      dailyEnergy: row.number(dailyEnergy, default: 0), ramp: row.limit(ramp) ?? .infinity)
  }

  static func encode(_ load: ShiftableLoad, into row: inout RowWriter) {
    row[.name] = load.name
    row[.bus] = load.bus
    row[down] = load.downCapacity
    row[up] = load.upCapacity
    row[window] = load.windowHours
    row[price] = load.price
    row[dailyEnergy] = load.dailyEnergy > 0 ? load.dailyEnergy : nil
    row[ramp] = load.ramp
  }
}
