import GridModel
import LinearOptimization

/// Reserve up is what discharge can still rise by (or charge fall by) and hold from the level; down the reverse.
extension StorageFleet {
  static func addReserve(
    of level: StoredLevel, _ storages: [(storage: Storage, growth: StorageGrowth)], _ plants: inout [Plant],
    _ rows: inout Level, to builder: inout ProgramBuilder
  ) {
    let isShared = plants.count > 1
    var terms: [Term] = []
    for ((storage, growth), k) in zip(storages, plants.indices) where storage.givesReserve {
      guard let reserve = addReserveUp(of: storage, growth, &plants[k], to: &builder) else { continue }
      terms.append(Term(reserve, .constant(storage.reserveHours / storage.dischargeEfficiency)))
    }
    if !terms.isEmpty {
      let limit = builder.model.addRows(
        "reserveUpEnergy(\(level.reservoir.name))", count: builder.steps,
        upper: .constant(-level.reservoir.minimumEnergy), isLazy: true, terms: terms + [Term(rows.energy, -1)])
      if isShared { rows.reserveUp = limit }
    }
    terms = []
    for ((storage, growth), k) in zip(storages, plants.indices) where storage.givesReserve {
      guard let reserve = addReserveDown(of: storage, growth, &plants[k], to: &builder) else { continue }
      terms.append(Term(reserve, .constant(storage.reserveHours * storage.chargeEfficiency)))
    }
    if !terms.isEmpty {
      let limit = builder.model.addRows(
        "reserveDownEnergy(\(level.reservoir.name))", count: builder.steps,
        upper: .constant(storages.reduce(level.reservoir.energyCapacity) { $0 - $1.growth.mostEnergy }), isLazy: true,
        terms: terms + [Term(rows.energy, 1)] + storages.flatMap(\.growth.energyTerms))
      if isShared { rows.reserveDown = limit }
    }
  }

  /// Reserve of a plant without a level.
  static func addReserve(
    of storage: Storage, _ growth: StorageGrowth, _ plant: inout Plant, to builder: inout ProgramBuilder
  ) {
    guard storage.givesReserve else { return }
    _ = addReserveUp(of: storage, growth, &plant, to: &builder)
    _ = addReserveDown(of: storage, growth, &plant, to: &builder)
  }

  private static func addReserveUp(
    of storage: Storage, _ growth: StorageGrowth, _ plant: inout Plant, to builder: inout ProgramBuilder
  ) -> ColumnBlock? {
    guard builder.needsReserve(.up, from: storage.reserveProvider) else { return nil }
    let reserve = builder.model.addColumns(
      "reserveUp(\(storage.name))", count: builder.steps, upper: .constant(growth.roomForReserve(of: storage)))
    let power = builder.model.addRows(
      "reserveUpPower(\(storage.name))", count: builder.steps,
      upper: .constant(storage.dischargeCapacity - growth.mostPower), isLazy: true,
      terms: [Term(reserve, 1), Term(plant.discharge, 1), Term(plant.charge, -1)] + growth.powerTerms)
    builder.provideReserve(.up, from: storage.reserveProvider, reserve)
    plant.reserveUp = reserve
    if !growth.isNone { plant.reserveUpPower = power }
    return reserve
  }

  private static func addReserveDown(
    of storage: Storage, _ growth: StorageGrowth, _ plant: inout Plant, to builder: inout ProgramBuilder
  ) -> ColumnBlock? {
    guard builder.needsReserve(.down, from: storage.reserveProvider) else { return nil }
    let reserve = builder.model.addColumns(
      "reserveDown(\(storage.name))", count: builder.steps, upper: .constant(growth.roomForReserve(of: storage)))
    let power = builder.model.addRows(
      "reserveDownPower(\(storage.name))", count: builder.steps,
      upper: .constant(storage.chargeCapacity - growth.mostPower), isLazy: true,
      terms: [Term(reserve, 1), Term(plant.charge, 1), Term(plant.discharge, -1)] + growth.powerTerms)
    builder.provideReserve(.down, from: storage.reserveProvider, reserve)
    plant.reserveDown = reserve
    if !growth.isNone { plant.reserveDownPower = power }
    return reserve
  }
}
