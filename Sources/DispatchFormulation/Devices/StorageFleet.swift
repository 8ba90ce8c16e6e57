import GridModel
import LinearOptimization
import Schedules

/// Pumped storage, batteries and other stores: charge, discharge and level, and the spinning reserve they can hold.
struct StorageFleet: DeviceFormulation {
  private struct Columns: Sendable {
    var charge: ColumnBlock
    var discharge: ColumnBlock
    var energy: ColumnBlock
    var level: RowBlock
    var reserveUp: ColumnBlock?
    var reserveDown: ColumnBlock?
    /// Rows of reserve against power, where power may be built.
    var reserveUpPower: RowBlock?
    var reserveDownPower: RowBlock?
  }

  /// What may be built of a store.
  private struct Growth {
    var power: BuiltCapacity?
    var energy: BuiltCapacity?
    /// MWh that come with every MW.
    var hours = 0.0

    init(_ storage: Storage, in builder: inout ProgramBuilder) {
      power = storage.powerExpansion.map { builder.addCapacity(.storagePower, storage.name, $0) }
      energy = storage.energyExpansion.map { builder.addCapacity(.storageEnergy, storage.name, $0) }
      hours = storage.builtHours
    }

    var mostPower: Double { power?.expansion.most ?? 0 }
    var mostEnergy: Double { mostPower * hours + (energy?.expansion.most ?? 0) }
    /// For rows that hold power, or energy, within a limit: less what is built.
    var powerTerms: [Term] { power.map { [$0.term(-1)] } ?? [] }
    var energyTerms: [Term] {
      (hours > 0 ? power.map { [$0.term(.constant(-hours))] } ?? [] : []) + (energy.map { [$0.term(-1)] } ?? [])
    }
  }

  private let names: [String]
  private let storages: [Storage]
  private let stepMinutes: Int
  private let columns: [Columns]

  init(in builder: inout ProgramBuilder) {
    let storages = builder.system.storages
    self.storages = storages
    stepMinutes = builder.system.horizon.stepMinutes
    names = storages.map(\.name)
    columns = storages.map { storage in
      let growth = Growth(storage, in: &builder)
      var columns = Self.addLevel(of: storage, growth, to: &builder)
      Self.addLimits(of: storage, columns, growth, to: &builder)
      if storage.givesReserve { Self.addReserve(of: storage, &columns, growth, to: &builder) }
      builder.supply(storage.bus, columns.charge, -1)
      builder.supply(storage.bus, columns.discharge)
      builder.exclusions.append(
        ExclusivePair(
          label: storage.name, first: columns.charge, second: columns.discharge,
          firstLimit: storage.chargeCapacity + growth.mostPower,
          secondLimit: storage.dischargeCapacity + growth.mostPower))
      return columns
    }
  }

  /// E_t = retention · E_{t−1} + η_c · charge · Δ − discharge · Δ / η_d.
  private static func addLevel(of storage: Storage, _ growth: Growth, to builder: inout ProgramBuilder) -> Columns {
    let steps = builder.steps
    let hours = builder.stepHours
    var lower = Array(repeating: storage.minimumEnergy, count: steps)
    var upper = Array(repeating: storage.energyCapacity + growth.mostEnergy, count: steps)
    switch storage.endLevel {
    case .cyclic:
      if let start = storage.cycleEnergy ?? storage.initialEnergy {
        lower[steps - 1] = start
        upper[steps - 1] = start
      }
    case .atLeast(let energy): lower[steps - 1] = max(energy, storage.minimumEnergy)
    case .free: break
    }
    let charge = builder.model.addColumns(
      "charge(\(storage.name))", count: steps, upper: .constant(storage.chargeCapacity + growth.mostPower))
    let discharge = builder.model.addColumns(
      "discharge(\(storage.name))", count: steps, upper: .constant(storage.dischargeCapacity + growth.mostPower),
      cost: .constant(storage.dischargeCost * hours))
    let energy = builder.model.addColumns(
      "energy(\(storage.name))", count: steps, lower: .series(lower), upper: .series(upper))

    let retention = storage.retention(stepMinutes: builder.system.horizon.stepMinutes)
    var before = Array(repeating: 0.0, count: steps)
    before[0] = retention * (storage.initialEnergy ?? 0)
    let level = builder.model.addRows(
      "level(\(storage.name))", count: steps, lower: .series(before), upper: .series(before),
      terms: [
        Term(energy, 1),
        Term(energy, .constant(-retention), shift: -1, edge: storage.initialEnergy == nil ? .wrap : .drop),
        Term(charge, .constant(-storage.chargeEfficiency * hours)),
        Term(discharge, .constant(hours / storage.dischargeEfficiency)),
      ])
    return Columns(charge: charge, discharge: discharge, energy: energy, level: level)
  }

  /// Where something may be built, the limits of the columns are those of all of it, and rows hold what is built.
  private static func addLimits(
    of storage: Storage, _ columns: Columns, _ growth: Growth, to builder: inout ProgramBuilder
  ) {
    func limit(_ label: String, _ column: ColumnBlock, to existing: Double, _ built: [Term]) {
      guard !built.isEmpty else { return }
      builder.model.addRows(
        "\(label)(\(storage.name))", count: builder.steps, upper: .constant(existing), terms: [Term(column, 1)] + built)
    }
    limit("chargeCapacity", columns.charge, to: storage.chargeCapacity, growth.powerTerms)
    limit("dischargeCapacity", columns.discharge, to: storage.dischargeCapacity, growth.powerTerms)
    limit("energyCapacity", columns.energy, to: storage.energyCapacity, growth.energyTerms)
  }

  /// Reserve up is what discharge can still rise by (or charge fall by) and hold from the level; down the reverse.
  private static func addReserve(
    of storage: Storage, _ columns: inout Columns, _ growth: Growth, to builder: inout ProgramBuilder
  ) {
    let swing = storage.chargeCapacity + storage.dischargeCapacity + 2 * growth.mostPower
    if builder.needsReserve(.up, at: storage.bus) {
      let reserve = builder.model.addColumns(
        "reserveUp(\(storage.name))", count: builder.steps, upper: .constant(swing))
      let power = builder.model.addRows(
        "reserveUpPower(\(storage.name))", count: builder.steps, upper: .constant(storage.dischargeCapacity),
        isLazy: true,
        terms: [Term(reserve, 1), Term(columns.discharge, 1), Term(columns.charge, -1)] + growth.powerTerms)
      builder.model.addRows(
        "reserveUpEnergy(\(storage.name))", count: builder.steps, upper: .constant(-storage.minimumEnergy),
        isLazy: true,
        terms: [
          Term(reserve, .constant(storage.reserveHours / storage.dischargeEfficiency)), Term(columns.energy, -1),
        ])
      builder.provideReserve(.up, at: storage.bus, reserve)
      builder.reserveStructure.providers.append(reserve)
      columns.reserveUp = reserve
      if growth.power != nil || growth.energy != nil { columns.reserveUpPower = power }
    }
    if builder.needsReserve(.down, at: storage.bus) {
      let reserve = builder.model.addColumns(
        "reserveDown(\(storage.name))", count: builder.steps, upper: .constant(swing))
      let power = builder.model.addRows(
        "reserveDownPower(\(storage.name))", count: builder.steps, upper: .constant(storage.chargeCapacity),
        isLazy: true,
        terms: [Term(reserve, 1), Term(columns.charge, 1), Term(columns.discharge, -1)] + growth.powerTerms)
      builder.model.addRows(
        "reserveDownEnergy(\(storage.name))", count: builder.steps, upper: .constant(storage.energyCapacity),
        isLazy: true,
        terms: [
          Term(reserve, .constant(storage.reserveHours * storage.chargeEfficiency)), Term(columns.energy, 1),
        ] + growth.energyTerms)
      builder.provideReserve(.down, at: storage.bus, reserve)
      builder.reserveStructure.providers.append(reserve)
      columns.reserveDown = reserve
      if growth.power != nil || growth.energy != nil { columns.reserveDownPower = power }
    }
  }

  /// Follows the levels through those from which the end can still be reached, with the power that each change takes.
  func restore(_ values: inout [Double], in model: LinearModel) {
    let hours = Double(stepMinutes) / 60
    for (storage, blocks) in zip(storages, columns) {
      let count = blocks.energy.count
      let retention = storage.retention(stepMinutes: stepMinutes)
      let rise = storage.chargeCapacity * storage.chargeEfficiency * hours
      let fall = storage.dischargeCapacity * hours / storage.dischargeEfficiency
      var lower = Array(model.columnLower[blocks.energy.indices])
      var upper = Array(model.columnUpper[blocks.energy.indices])
      let last = values[blocks.energy.first + count - 1]
      var level = storage.initialEnergy ?? last
      if storage.initialEnergy == nil { (lower[count - 1], upper[count - 1]) = (last, last) }
      for t in (1..<max(1, count)).reversed() where retention > 0 {
        lower[t - 1] = max(lower[t - 1], (lower[t] - rise) / retention)
        upper[t - 1] = min(upper[t - 1], (upper[t] + fall) / retention)
      }
      for t in 0..<count {
        let kept = retention * level
        let wanted = min(max(values[blocks.energy.first + t], lower[t]), upper[t])
        level = min(max(wanted, kept - fall), kept + rise)
        let change = level - kept
        values[blocks.energy.first + t] = level
        values[blocks.charge.first + t] =
          change > 0 ? min(change / (storage.chargeEfficiency * hours), storage.chargeCapacity) : 0
        values[blocks.discharge.first + t] =
          change < 0 ? min(-change * storage.dischargeEfficiency / hours, storage.dischargeCapacity) : 0
      }
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    guard !names.isEmpty else { return }
    schedule.record(.storageCharge, names, columns.map(\.charge), values)
    schedule.record(.storageDischarge, names, columns.map(\.discharge), values)
    schedule.record(.storageEnergy, names, columns.map(\.energy), values)
    schedule.record(.storageReserveUp, names, columns.map(\.reserveUp), values)
    schedule.record(.storageReserveDown, names, columns.map(\.reserveDown), values)
  }

  /// Water values: more inside at the end of a step is as if the level row asked for less.
  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    schedule.recordDuals(.waterValue, names, columns.map(\.level), duals, times: -1)
    let perHour = -1 / schedule.horizon.stepHours
    schedule.recordDuals(.storagePowerPriceUp, names, columns.map(\.reserveUpPower), duals, times: perHour)
    schedule.recordDuals(.storagePowerPriceDown, names, columns.map(\.reserveDownPower), duals, times: perHour)
  }
}
