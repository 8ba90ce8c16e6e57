import GridModel

enum VehicleFleetTable: ComponentTable {
  static let file = "ev-fleets.csv"
  static let meaning =
    "Electric vehicles that come, charge and leave. Arrivals and departures are the columns of their series with the "
    + "fleet's name. Vehicles are load of their own."
  static let need = Column.number(
    "need_kwh", "kWh", default: "column of the EV need series with the fleet's name",
    "What each vehicle must have taken between coming and leaving.")
  static let initialVehicles = Column.number(
    "initial_vehicles", "", default: "0", "Vehicles at the plug before the first step.")
  static let chargePower = Column.number(
    "charge_kw", "kW", plausible: (1...1000, "is this MW, or the whole fleet?"), "Charging power of one vehicle.")
  static let dischargePower = Column.number(
    "discharge_kw", "kW", default: "0", "Power that one vehicle can give back (V2G).")
  static let batteryEnergy = Column.number(
    "battery_kwh", "kWh", plausible: (5...2000, "is this MWh, or the whole fleet?"), "What one vehicle can hold.")
  static let arrivalEnergy = Column.number(
    "arrival_kwh", "kWh", default: "0", "What is inside one vehicle when it comes.")
  static let chargeEfficiency = Column.number(
    "charge_efficiency_percent", "%", default: "95", in: .leastNormalMagnitude...100, "Stored per drawn.")
  static let dischargeEfficiency = Column.number(
    "discharge_efficiency_percent", "%", default: "95", in: .leastNormalMagnitude...100, "Given per taken out.")
  static let dischargeCost = Column.number(
    "discharge_cost_{currency}_per_mwh", "{currency}/MWh", default: "0", "Wear and reward of energy given back.")
  static let unmetPrice = Column.number(
    "unmet_price_{currency}_per_mwh", "{currency}/MWh", "Cost of energy that vehicles leave without.")
  static let givesReserve = Column.flag("gives_reserve", default: "no", "Whether the fleet gives spinning reserve.")
  static let reserveHours = Column.number(
    "reserve_hours", "h", default: "1", "Hours for which the energy inside must hold the reserve given.")
  static let columns = [
    Column.name, .bus, need, initialVehicles, chargePower, dischargePower, batteryEnergy, arrivalEnergy,
    chargeEfficiency, dischargeEfficiency, dischargeCost, unmetPrice, givesReserve, reserveHours,
  ]
  static var components: WritableKeyPath<PowerSystem, [VehicleFleet]> { \.vehicleFleets }

  static func decode(_ row: inout RowReader) -> VehicleFleet {
    let name = row.text(.name)
    var fleet = VehicleFleet(
      name: name, bus: row.bus(), arrivals: series(.evArrivals, &row, name),
      departures: series(.evDepartures, &row, name), need: need(&row, name),
      initialVehicles: row.number(initialVehicles, default: 0), chargePower: row.requiredNumber(chargePower),
      dischargePower: row.number(dischargePower, default: 0), batteryEnergy: row.requiredNumber(batteryEnergy),
      arrivalEnergy: row.number(arrivalEnergy, default: 0),
      chargeEfficiency: row.number(chargeEfficiency, default: 0.95),
      dischargeEfficiency: row.number(dischargeEfficiency, default: 0.95),
      dischargeCost: row.number(dischargeCost, default: 0), unmetPrice: row.requiredNumber(unmetPrice))
    fleet.givesReserve = row.flag(givesReserve, default: false)
    fleet.reserveHours = row.number(reserveHours, default: 1)
    return fleet
  }

  private static func series(_ kind: SeriesKind, _ row: inout RowReader, _ name: String) -> HourlySeries {
    if let series = row.context.series[kind, name] { return series }
    if !name.isEmpty, row.context.series.isComplete(kind) {
      row.unknown(
        .unknownSeries, .name, "no column \(quoted(name)) in the \(kind.rawValue) series", name,
        among: row.context.series.names(kind))
    }
    return .constant(0)
  }

  private static func need(_ row: inout RowReader, _ name: String) -> HourlySeries {
    guard let constant = row.number(need) else { return series(.evNeed, &row, name) }
    if row.context.series[.evNeed, name] != nil {
      row.fault(.conflictingValues, need, "need_kwh is given, and the ev_need series has a column \(quoted(name))")
    }
    return .constant(constant)
  }

  static func encode(_ fleet: VehicleFleet, into row: inout RowWriter) {
    row[.name] = fleet.name
    row[.bus] = fleet.bus
    row.addSeries(fleet.arrivals, to: .evArrivals, named: fleet.name)
    row.addSeries(fleet.departures, to: .evDepartures, named: fleet.name)
    switch fleet.need {
    case .constant(let value): row[need] = value
    case .series: row.addSeries(fleet.need, to: .evNeed, named: fleet.name)
    }
    row[initialVehicles] = fleet.initialVehicles
    row[chargePower] = fleet.chargePower
    row[dischargePower] = fleet.dischargePower
    row[batteryEnergy] = fleet.batteryEnergy
    row[arrivalEnergy] = fleet.arrivalEnergy
    row[chargeEfficiency] = fleet.chargeEfficiency
    row[dischargeEfficiency] = fleet.dischargeEfficiency
    row[dischargeCost] = fleet.dischargeCost
    row[unmetPrice] = fleet.unmetPrice
    guard fleet.givesReserve else { return }
    row[givesReserve] = true
    row[reserveHours] = fleet.reserveHours
  }
}
