import GridModel

enum StorageTable: ComponentTable {
  static let file = "storages.csv"
  static let meaning = "Stores of electric energy, and hydro plants. Energy is counted inside the store."
  static let technology = Column.choice("technology", Storage.Technology.allCases.map(\.rawValue), "Kind of store.")
  static let reservoir = Column.text(
    "reservoir", default: "a store of its own", "Name in reservoirs.csv of the store that the plant shares.")
  static let charge = Column.number(
    "charge_capacity_mw", "MW", default: "discharge_capacity_mw; 0 for hydro", "Most power drawn from the grid.")
  static let discharge = Column.number(
    "discharge_capacity_mw", "MW", plausible: (0.001...50_000, "is this kW?"), "Most power given to the grid.")
  static let energy = Column.limit(
    "energy_mwh", "MWh", default: "required without a reservoir",
    "Energy capacity; `unlimited` where only max_energy_per_week_mwh limits a plant that does not charge.")
  static let minimumEnergy = Column.number(
    "min_energy_mwh", "MWh", default: "min_level_percent", "Energy that always stays inside.")
  static let maximumEnergy = Column.number(
    "max_energy_mwh", "MWh", default: "max_level_percent", "Energy inside at most, where that is less than energy_mwh.")
  static let minimumLevel = Column.number(
    "min_level_percent", "%", default: "0", in: 0...100, "Lower end of the window of the state of charge.")
  static let maximumLevel = Column.number(
    "max_level_percent", "%", default: "100", in: 0...100, "Upper end of the window of the state of charge.")
  static let chargeEfficiency = Column.number(
    "charge_efficiency_percent", "%", default: "by technology", in: 0...100, "Stored per drawn. \(efficiencies)")
  static let dischargeEfficiency = Column.number(
    "discharge_efficiency_percent", "%", default: "by technology", in: 0...100, "Given per taken out. \(efficiencies)")
  private static let efficiencies =
    "Defaults: pumped 87, battery 94, compressed-air 80, mine 85, hydro 100, other 100."
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
  static let inflow = Column.number(
    "inflow_mw", "MW", default: "column of the inflow series with the name, otherwise 0",
    "Energy that flows in by nature, in all steps; what is not wanted is spilled.")
  static let minimumDischarge = Column.number(
    "min_discharge_mw", "MW", default: "column of the min_discharge series with the name, otherwise 0",
    "Least power given to the grid, such as for a minimum flow; only of a plant that does not charge.")
  static let chargeCost = Column.number(
    "charge_cost_{currency}_per_mwh", "{currency}/MWh", default: "0", in: -Double.infinity...(.infinity),
    "Cost of energy drawn, such as wear.")
  static let dischargeCost = Column.number(
    "discharge_cost_{currency}_per_mwh", "{currency}/MWh", default: "0", in: -Double.infinity...(.infinity),
    "Cost of energy discharged, such as wear.")
  static let fuel = Column.number("fuel_gj_per_mwh", "GJ/MWh", default: "0", "Fuel burnt per energy discharged.")
  static let fuelPrice = Column.number("fuel_price_{currency}_per_gj", "{currency}/GJ", default: "0", "Price of it.")
  static let fuelCO2 = Column.number(
    "fuel_co2_t_per_gj", "t/GJ", default: "0.0561, natural gas", plausible: (0...0.2, "is this kg?"), "CO2 of it.")
  static let cyclesPerDay = Column.limit(
    "max_cycles_per_day", "", "Energy taken out in a local day, in parts of energy_mwh.")
  static let cyclesPerYear = Column.limit(
    "max_cycles_per_year", "", "Energy taken out in a calendar year, in parts of energy_mwh.")
  static let energyPerWeek = Column.limit(
    "max_energy_per_week_mwh", "MWh", "Energy given to the grid in a week from Monday.")
  static let units = Column.number(
    "unit_count", "", default: "power moves freely", in: 1...100, "Reversible machines, all alike. \(onlyCommitted)")
  static let pumpPower = Column.number(
    "pump_unit_mw", "MW", default: "free up to its part of charge_capacity_mw",
    "Power that one machine draws whenever it pumps. \(onlyCommitted)")
  static let minimumOutput = Column.number(
    "min_unit_output_mw", "MW", default: "0", "Least output of one machine that generates. \(onlyCommitted)")
  static let changeover = Column.number(
    "changeover_hours", "h", default: "0", in: 0...24, "Standstill between charging and discharging. \(onlyCommitted)")
  private static let onlyCommitted = "Kept by `solve --commitment`."
  static let bothAtOnce = Column.flag(
    "both_at_once", default: "no", "Whether it may charge and discharge in the same step, as a group of plants may.")
  static let reserveHours = Column.number(
    "reserve_hours", "h", default: "1", "Time for which promised spinning reserve must be held in energy.")
  static let givesReserve = Column.flag("gives_reserve", default: "yes", "Whether the store gives spinning reserve.")
  static let builtHours = Column.number(
    "build_hours", "h", default: "0", "Energy that comes with the power built, MWh per MW.")
  static let columns =
    [
      Column.name, .bus, technology, reservoir, charge, discharge, energy, minimumEnergy, maximumEnergy, minimumLevel,
      maximumLevel, chargeEfficiency, dischargeEfficiency, selfDischarge, initialEnergy, endLevel, inflow,
      minimumDischarge, chargeCost, dischargeCost, fuel, fuelPrice, fuelCO2, cyclesPerDay, cyclesPerYear, energyPerWeek,
      units, pumpPower, minimumOutput, changeover, bothAtOnce, reserveHours, givesReserve, builtHours,
    ] + ExpansionColumns.power.all + ExpansionColumns.energy.all
  static var components: WritableKeyPath<PowerSystem, [Storage]> { \.storages }

  static func decode(_ row: inout RowReader) -> Storage {
    let name = row.text(.name)
    let technology = row.choice(technology, default: Storage.Technology.other)
    let discharge = row.requiredNumber(discharge)
    let end = endLevel(&row)
    let energy = energy(&row)
    let machines = machines(&row)
    let freeCharge = machines.flatMap { unit in unit.pumpPower.map { $0 * Double(unit.count) } } ?? discharge
    var storage = Storage(
      name: name, bus: row.bus(), technology: technology,
      chargeCapacity: row.number(charge, default: technology == .hydro ? 0 : freeCharge),
      dischargeCapacity: discharge, energyCapacity: energy,
      minimumEnergy: bound(&row, minimumEnergy, minimumLevel, of: energy) ?? 0,
      chargeEfficiency: efficiency(&row, chargeEfficiency, technology),
      dischargeEfficiency: efficiency(&row, dischargeEfficiency, technology),
      selfDischargePerHour: row.number(selfDischarge, default: 0),
      initialEnergy: row.number(initialEnergy) ?? (end == .cyclic || energy == .infinity ? nil : energy / 2),
      endLevel: end, dischargeCost: row.number(dischargeCost, default: 0),
      reserveHours: row.number(reserveHours, default: 1), givesReserve: row.flag(givesReserve, default: true),
      powerExpansion: row.expansion(.power), energyExpansion: row.expansion(.energy),
      builtHours: row.number(builtHours, default: 0))
    storage.reservoir = row.field(reservoir)?.text
    storage.maximumEnergy = bound(&row, maximumEnergy, maximumLevel, of: energy)
    storage.inflow = row.water(inflow, .inflow, name)
    storage.window = row.window(name)
    storage.minimumDischarge = row.water(minimumDischarge, .minimumDischarge, name)
    storage.chargeCost = row.number(chargeCost, default: 0)
    let burnt = row.number(fuel, default: 0)
    let (price, co2) = (row.number(fuelPrice, default: 0), row.number(fuelCO2, default: 0.0561))
    if burnt > 0 { storage.fuel = StorageFuel(perEnergy: burnt, price: price, co2: co2) }
    storage.budgets.cyclesPerDay = row.limit(cyclesPerDay) ?? .infinity
    storage.budgets.cyclesPerYear = row.limit(cyclesPerYear) ?? .infinity
    storage.budgets.energyPerWeek = row.limit(energyPerWeek) ?? .infinity
    storage.units = machines
    storage.bothAtOnce = row.flag(bothAtOnce, default: false)
    storage.changeoverHours = row.number(changeover, default: 0)
    checkWindow(storage, &row)
    if storage.powerExpansion != nil || storage.energyExpansion != nil { checkExpansion(&row) }
    return storage
  }

  /// Levels by step are those of a store of its own and of a given size.
  private static func checkWindow(_ storage: Storage, _ row: inout RowReader) {
    guard storage.window != LevelWindow() else { return }
    let series = "the lowest_level or highest_level series has a column \(quoted(storage.name))"
    if let reservoir = storage.reservoir {
      row.fault(
        .conflictingValues, StorageTable.reservoir, "\(series), but the plant shares the reservoir \(quoted(reservoir))"
      )
    } else if storage.powerExpansion != nil || storage.energyExpansion != nil {
      row.fault(.conflictingValues, energy, "\(series), but a store to be built cannot have it")
    } else if storage.energyCapacity == .infinity {
      row.fault(.conflictingValues, energy, "\(series), but the store has no level")
    }
  }

  /// A store that may be built has a level of its own, and nothing that would have to grow with it by other rules.
  private static func checkExpansion(_ row: inout RowReader) {
    let others = [
      reservoir, maximumEnergy, minimumLevel, maximumLevel, minimumDischarge, cyclesPerDay, cyclesPerYear,
      energyPerWeek,
      units, changeover,
    ]
    if let other = others.first(where: { row.field($0) != nil }) {
      row.fault(.conflictingValues, other, "\(other.pattern) is given, but a store to be built cannot have it")
    }
  }

  /// MWh; none of its own for a plant that shares a reservoir.
  private static func energy(_ row: inout RowReader) -> Double {
    guard let reservoir = row.field(reservoir) else {
      if let energy = row.limit(energy) { return energy }
      row.fault(.missingValue, energy, "energy_mwh is blank, but required without a reservoir")
      return .nan
    }
    for column in [
      energy, minimumEnergy, maximumEnergy, minimumLevel, maximumLevel, selfDischarge, initialEnergy, endLevel, inflow,
    ]
    where row.field(column) != nil {
      let message = "\(column.pattern) is given, but the plant shares the reservoir \(quoted(reservoir.text))"
      row.fault(.conflictingValues, column, message)
    }
    return 0
  }

  /// An end of the window of the level, MWh: given as such or in percent.
  private static func bound(_ row: inout RowReader, _ column: Column, _ part: Column, of energy: Double) -> Double? {
    let (given, percent) = (row.number(column), row.number(part))
    if given != nil, percent != nil {
      row.fault(.conflictingValues, part, "both \(column.pattern) and \(part.pattern) are given")
    }
    return given ?? percent.map { $0 * energy }
  }

  private static func efficiency(_ row: inout RowReader, _ column: Column, _ technology: Storage.Technology) -> Double {
    guard let value = row.number(column) else {
      return switch technology {
      case .pumped: 0.87
      case .battery: 0.94
      case .compressedAir: 0.8
      case .mine: 0.85
      case .hydro, .other: 1
      }
    }
    if value <= 0.01 {
      let text = NumberText.text(value, shift: 2)
      row.fault(
        .fractionForPercent, column, "\(column.pattern) is \(text), expected percent above 1; is this a fraction?")
    }
    return value
  }

  static func endLevel(_ row: inout RowReader) -> Storage.EndLevel {
    switch row.field(endLevel)?.text.lowercased() {
    case nil, "cyclic": return .cyclic
    case "free": return .free
    default: return .atLeast(row.number(endLevel, default: 0))
    }
  }

  private static func machines(_ row: inout RowReader) -> ReversibleUnits? {
    let (pump, least) = (row.number(pumpPower), row.number(minimumOutput))
    guard let count = row.number(units) else {
      for (column, value) in [(pumpPower, pump), (minimumOutput, least)] where value != nil {
        row.fault(.conflictingValues, column, "\(column.pattern) is given, but unit_count is blank")
      }
      return nil
    }
    if count != count.rounded() {
      row.fault(.notANumber, units, "unit_count is \(NumberText.text(count)), expected a whole number")
    }
    return ReversibleUnits(count: count.isFinite ? Int(count) : 1, pumpPower: pump, minimumOutput: least ?? 0)
  }
}
