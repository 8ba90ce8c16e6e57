import GridModel

enum ReservoirTable: ComponentTable {
  static let file = "reservoirs.csv"
  static let meaning = "Stores that several storages share. Energy is counted inside."
  static let energy = Column.number("energy_mwh", "MWh", "Energy capacity.")
  static let minimumEnergy = Column.number("min_energy_mwh", "MWh", default: "0", StorageTable.minimumEnergy.meaning)
  static let selfDischarge = StorageTable.selfDischarge
  static let initialEnergy = StorageTable.initialEnergy
  static let endLevel = StorageTable.endLevel
  static let inflow = StorageTable.inflow
  static let columns = [Column.name, energy, minimumEnergy, selfDischarge, initialEnergy, endLevel, inflow]
  static var components: WritableKeyPath<PowerSystem, [Reservoir]> { \.reservoirs }

  static func decode(_ row: inout RowReader) -> Reservoir {
    let name = row.text(.name)
    let energy = row.requiredNumber(energy)
    let end = StorageTable.endLevel(&row)
    var reservoir = Reservoir(
      name: name, energyCapacity: energy, minimumEnergy: row.number(minimumEnergy, default: 0),
      selfDischargePerHour: row.number(selfDischarge, default: 0),
      initialEnergy: row.number(initialEnergy) ?? (end == .cyclic ? nil : energy / 2), endLevel: end,
      inflow: row.water(inflow, .inflow, name))
    reservoir.window = row.window(name)
    return reservoir
  }

  static func encode(_ reservoir: Reservoir, into row: inout RowWriter) {
    row[.name] = reservoir.name
    row[energy] = reservoir.energyCapacity
    row[minimumEnergy] = reservoir.minimumEnergy
    row[selfDischarge] = reservoir.selfDischargePerHour
    row[initialEnergy] = reservoir.initialEnergy
    row[endLevel] = reservoir.endLevel
    row.setWater(inflow, .inflow, reservoir.inflow, named: reservoir.name)
    row.setWindow(reservoir.window, named: reservoir.name)
  }
}
