import GridModel

extension StorageTable {
  static func encode(_ storage: Storage, into row: inout RowWriter) {
    row[.name] = storage.name
    row[.bus] = storage.bus
    row[technology] = storage.technology.rawValue
    row[charge] = storage.chargeCapacity
    row[discharge] = storage.dischargeCapacity
    if let reservoir = storage.reservoir {
      row[StorageTable.reservoir] = reservoir
    } else {
      row[energy] = storage.energyCapacity
      row[minimumEnergy] = storage.minimumEnergy
      row[maximumEnergy] = storage.maximumEnergy
      row[selfDischarge] = storage.selfDischargePerHour
      row[initialEnergy] = storage.initialEnergy
      row[endLevel] = storage.endLevel
      row.setWater(inflow, .inflow, storage.inflow, named: storage.name)
      row.setWindow(storage.window, named: storage.name)
    }
    row[chargeEfficiency] = storage.chargeEfficiency
    row[dischargeEfficiency] = storage.dischargeEfficiency
    row.setWater(minimumDischarge, .minimumDischarge, storage.minimumDischarge, named: storage.name)
    if storage.chargeCost != 0 { row[chargeCost] = storage.chargeCost }
    row[dischargeCost] = storage.dischargeCost
    row[fuel] = storage.fuel?.perEnergy
    row[fuelPrice] = storage.fuel?.price
    row[fuelCO2] = storage.fuel?.co2
    for (column, limit) in [
      (cyclesPerDay, storage.budgets.cyclesPerDay), (cyclesPerYear, storage.budgets.cyclesPerYear),
      (energyPerWeek, storage.budgets.energyPerWeek),
    ] where limit < .infinity {
      row[column] = limit
    }
    row[units] = storage.units.map { Double($0.count) }
    row[pumpPower] = storage.units?.pumpPower
    row[minimumOutput] = storage.units?.minimumOutput
    if storage.bothAtOnce { row[bothAtOnce] = true }
    if storage.changeoverHours != 0 { row[changeover] = storage.changeoverHours }
    row[reserveHours] = storage.reserveHours
    row[givesReserve] = storage.givesReserve
    row[builtHours] = storage.builtHours == 0 ? nil : storage.builtHours
    row.write(storage.powerExpansion, .power)
    row.write(storage.energyExpansion, .energy)
  }
}

extension RowWriter {
  subscript(column: Column) -> Storage.EndLevel {
    get { .cyclic }
    set {
      switch newValue {
      case .cyclic: self[column] = "cyclic"
      case .free: self[column] = "free"
      case .atLeast(let energy): self[column] = energy
      }
    }
  }

  /// A number for a constant, nothing for zero, otherwise a column of a series.
  mutating func setWater(_ column: Column, _ kind: SeriesKind, _ values: HourlySeries, named name: String) {
    switch values {
    case .constant(0): break
    case .constant(let value): self[column] = value
    case .series: addSeries(values, to: kind, named: name)
    }
  }

  /// Columns of series for the limits of a level that are narrower than the store.
  mutating func setWindow(_ window: LevelWindow, named name: String) {
    if window.lowest != .constant(0) { addSeries(window.lowest, to: .lowestLevel, named: name) }
    if window.highest != .constant(.infinity) { addSeries(window.highest, to: .highestLevel, named: name) }
  }
}

extension RowReader {
  /// The columns of series for the limits of a level, as far as there are any.
  mutating func window(_ name: String) -> LevelWindow {
    var window = LevelWindow()
    if let lowest = context.series[.lowestLevel, name] { window.lowest = lowest }
    if let highest = context.series[.highestLevel, name] { window.highest = highest }
    return window
  }

  /// The number of a cell or the column of a series, otherwise 0.
  mutating func water(_ column: Column, _ kind: SeriesKind, _ name: String) -> HourlySeries {
    let constant = number(column)
    guard let series = context.series[kind, name] else { return .constant(constant ?? 0) }
    if constant != nil {
      let message = "\(column.pattern) is given, and the \(kind.rawValue) series has a column \(quoted(name))"
      fault(.conflictingValues, column, message)
    }
    return series
  }
}
