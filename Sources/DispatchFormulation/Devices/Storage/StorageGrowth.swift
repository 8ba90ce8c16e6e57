import GridModel
import LinearOptimization

/// What may be built of a store: its columns have the limits of all of it, and rows hold them within what is built.
struct StorageGrowth {
  private let power: BuiltCapacity?
  private let energy: BuiltCapacity?
  /// MWh that come with every MW.
  private let hours: Double

  init(_ storage: Storage, in builder: inout ProgramBuilder) {
    power = storage.powerExpansion.map { builder.addCapacity(.storagePower, storage.name, $0) }
    energy = storage.energyExpansion.map { builder.addCapacity(.storageEnergy, storage.name, $0) }
    hours = storage.builtHours
  }

  var isNone: Bool { power == nil && energy == nil }
  var mostPower: Double { power?.expansion.most ?? 0 }
  var mostEnergy: Double { mostPower * hours + (energy?.expansion.most ?? 0) }

  /// MW of reserve at most; where something may be built more than need be, so that rows alone have a price.
  func roomForReserve(of storage: Storage) -> Double {
    (isNone ? 1 : 2) * (storage.chargeCapacity + storage.dischargeCapacity)
  }

  /// For rows that hold power, or energy, within a limit: less what is built.
  var powerTerms: [Term] { power.map { [$0.term(-1)] } ?? [] }
  var energyTerms: [Term] {
    (hours > 0 ? power.map { [$0.term(.constant(-hours))] } ?? [] : []) + (energy.map { [$0.term(-1)] } ?? [])
  }

  /// - Parameter storage: with all that may be built.
  func addLimits(
    of storage: Storage, _ plant: StorageFleet.Plant, _ level: ColumnBlock, to builder: inout ProgramBuilder
  ) {
    func limit(_ label: String, _ column: ColumnBlock, to existing: Double, _ built: [Term]) {
      guard !built.isEmpty else { return }
      builder.model.addRows(
        "\(label)(\(storage.name))", count: builder.steps, upper: .constant(existing), terms: [Term(column, 1)] + built)
    }
    limit("chargeCapacity", plant.charge, to: storage.chargeCapacity - mostPower, powerTerms)
    limit("dischargeCapacity", plant.discharge, to: storage.dischargeCapacity - mostPower, powerTerms)
    limit("energyCapacity", level, to: storage.energyCapacity - mostEnergy, energyTerms)
  }
}
