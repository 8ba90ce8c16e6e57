import GridModel

enum StorageTable: ComponentTable {
  static let file = "storages.csv"
  static let meaning = "Stores of electric energy. Energy is counted inside the store."
  static let technology = Column.choice("technology", Storage.Technology.allCases.map(\.rawValue), "Kind of store.")
  static let charge = Column.number(
    "charge_capacity_mw", "MW", default: "discharge_capacity_mw", "Most power drawn from the grid.")
  static let discharge = Column.number(
    "discharge_capacity_mw", "MW", plausible: (0.001...50_000, "is this kW?"), "Most power given to the grid.")
  static let energy = Column.number("energy_mwh", "MWh", "Energy capacity.")
  static let minimumEnergy = Column.number("min_energy_mwh", "MWh", default: "0", "Energy that always stays inside.")
  static let chargeEfficiency = Column.number(
    "charge_efficiency_percent", "%", default: "by technology", in: 0...100,
    "Stored per drawn. Defaults: pumped 87, battery 94, compressed-air 80, other 100.")
  static let dischargeEfficiency = Column.number(
    "discharge_efficiency_percent", "%", default: "by technology", in: 0...100,
    "Given per taken out. Defaults: pumped 87, battery 94, compressed-air 80, other 100.")
  static let selfDischarge = Column.number(
    "self_discharge_percent_per_hour", "%/h", default: "0", in: 0...100,
    plausible: (0...5, "a store that loses so much in an hour holds nothing overnight"),
    "Part of the level lost per hour.")
  static let initialEnergy = Column.number(
    "initial_energy_mwh", "MWh", default: "free when cyclic, otherwise half of energy_mwh",
    "Energy inside before the first step.")
  static let endLevel = Column(
    pattern: "end_level", kind: .numberOrWord(["cyclic", "free"]), unit: "MWh", fallback: "cyclic",
    bounds: 0...(.infinity), meaning: "Level after the last step: back where it began, free, or at least so many MWh.")
  static let dischargeCost = Column.number(
    "discharge_cost_{currency}_per_mwh", "{currency}/MWh", default: "0", "Cost of energy discharged, such as wear.")
  static let reserveHours = Column.number(
    "reserve_hours", "h", default: "1", "Time for which promised spinning reserve must be held in energy.")
  static let givesReserve = Column.flag("gives_reserve", default: "yes", "Whether the store gives spinning reserve.")
  static let builtHours = Column.number(
    "build_hours", "h", default: "0", "Energy that comes with the power built, MWh per MW.")
  static let columns =
    [
      Column.name, .bus, technology, charge, discharge, energy, minimumEnergy, chargeEfficiency, dischargeEfficiency,
      selfDischarge, initialEnergy, endLevel, dischargeCost, reserveHours, givesReserve, builtHours,
    ] + ExpansionColumns.power.all + ExpansionColumns.energy.all
  static var components: WritableKeyPath<PowerSystem, [Storage]> { \.storages }

  static func decode(_ row: inout RowReader) -> Storage {
    let technology = row.choice(technology, default: Storage.Technology.other)
    let discharge = row.requiredNumber(discharge)
    let energy = row.requiredNumber(energy)
    let end = endLevel(&row)
    return Storage(
      name: row.text(.name), bus: row.bus(), technology: technology,
      chargeCapacity: row.number(charge, default: discharge), dischargeCapacity: discharge, energyCapacity: energy,
      minimumEnergy: row.number(minimumEnergy, default: 0),
      chargeEfficiency: efficiency(&row, chargeEfficiency, technology),
      dischargeEfficiency: efficiency(&row, dischargeEfficiency, technology),
      selfDischargePerHour: row.number(selfDischarge, default: 0),
      initialEnergy: row.number(initialEnergy) ?? (end == .cyclic ? nil : energy / 2), endLevel: end,
      dischargeCost: row.number(dischargeCost, default: 0), reserveHours: row.number(reserveHours, default: 1),
      givesReserve: row.flag(givesReserve, default: true), powerExpansion: row.expansion(.power),
      energyExpansion: row.expansion(.energy), builtHours: row.number(builtHours, default: 0))
  }

  private static func efficiency(_ row: inout RowReader, _ column: Column, _ technology: Storage.Technology) -> Double {
    guard let value = row.number(column) else {
      return switch technology {
      case .pumped: 0.87
      case .battery: 0.94
      case .compressedAir: 0.8
      case .other: 1
      }
    }
    if value <= 0.01 {
      let text = NumberText.text(value, shift: 2)
      row.fault(
        .fractionForPercent, column, "\(column.pattern) is \(text), expected percent above 1; is this a fraction?")
    }
    return value
  }

  private static func endLevel(_ row: inout RowReader) -> Storage.EndLevel {
    switch row.field(endLevel)?.text.lowercased() {
    case nil, "cyclic": return .cyclic
    case "free": return .free
    default: return .atLeast(row.number(endLevel, default: 0))
    }
  }

  static func encode(_ storage: Storage, into row: inout RowWriter) {
    row[.name] = storage.name
    row[.bus] = storage.bus
    row[technology] = storage.technology.rawValue
    row[charge] = storage.chargeCapacity
    row[discharge] = storage.dischargeCapacity
    row[energy] = storage.energyCapacity
    row[minimumEnergy] = storage.minimumEnergy
    row[chargeEfficiency] = storage.chargeEfficiency
    row[dischargeEfficiency] = storage.dischargeEfficiency
    row[selfDischarge] = storage.selfDischargePerHour
    row[initialEnergy] = storage.initialEnergy
    switch storage.endLevel {
    case .cyclic: row[endLevel] = "cyclic"
    case .free: row[endLevel] = "free"
    case .atLeast(let energy): row[endLevel] = energy
    }
    row[dischargeCost] = storage.dischargeCost
    row[reserveHours] = storage.reserveHours
    row[givesReserve] = storage.givesReserve
    row[builtHours] = storage.builtHours == 0 ? nil : storage.builtHours
    row.write(storage.powerExpansion, .power)
    row.write(storage.energyExpansion, .energy)
  }
}
