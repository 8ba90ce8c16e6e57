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
      var columns = Self.addLevel(of: storage, to: &builder)
      if storage.givesReserve { Self.addReserve(of: storage, &columns, to: &builder) }
      builder.supply(storage.bus, columns.charge, -1)
      builder.supply(storage.bus, columns.discharge)
      builder.exclusions.append(
        ExclusivePair(
          label: storage.name, first: columns.charge, second: columns.discharge, firstLimit: storage.chargeCapacity,
          secondLimit: storage.dischargeCapacity))
      return columns
    }
  }

  /// E_t = retention · E_{t−1} + η_c · charge · Δ − discharge · Δ / η_d.
  private static func addLevel(of storage: Storage, to builder: inout ProgramBuilder) -> Columns {
    let steps = builder.steps
    let hours = builder.stepHours
    var lower = Array(repeating: storage.minimumEnergy, count: steps)
    var upper = Array(repeating: storage.energyCapacity, count: steps)
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
      "charge(\(storage.name))", count: steps, upper: .constant(storage.chargeCapacity))
    let discharge = builder.model.addColumns(
      "discharge(\(storage.name))", count: steps, upper: .constant(storage.dischargeCapacity),
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

  /// Reserve up is what discharge can still rise by (or charge fall by) and hold from the level; down the reverse.
  private static func addReserve(of storage: Storage, _ columns: inout Columns, to builder: inout ProgramBuilder) {
    let swing = storage.chargeCapacity + storage.dischargeCapacity
    if builder.needsReserve(.up, from: storage.reserveProvider) {
      let reserve = builder.model.addColumns(
        "reserveUp(\(storage.name))", count: builder.steps, upper: .constant(swing))
      builder.model.addRows(
        "reserveUpPower(\(storage.name))", count: builder.steps, upper: .constant(storage.dischargeCapacity),
        isLazy: true,
        terms: [Term(reserve, 1), Term(columns.discharge, 1), Term(columns.charge, -1)])
      builder.model.addRows(
        "reserveUpEnergy(\(storage.name))", count: builder.steps, upper: .constant(-storage.minimumEnergy),
        isLazy: true,
        terms: [
          Term(reserve, .constant(storage.reserveHours / storage.dischargeEfficiency)), Term(columns.energy, -1),
        ])
      builder.provideReserve(.up, from: storage.reserveProvider, reserve)
      columns.reserveUp = reserve
    }
    if builder.needsReserve(.down, from: storage.reserveProvider) {
      let reserve = builder.model.addColumns(
        "reserveDown(\(storage.name))", count: builder.steps, upper: .constant(swing))
      builder.model.addRows(
        "reserveDownPower(\(storage.name))", count: builder.steps, upper: .constant(storage.chargeCapacity),
        isLazy: true,
        terms: [Term(reserve, 1), Term(columns.charge, 1), Term(columns.discharge, -1)])
      builder.model.addRows(
        "reserveDownEnergy(\(storage.name))", count: builder.steps, upper: .constant(storage.energyCapacity),
        isLazy: true,
        terms: [
          Term(reserve, .constant(storage.reserveHours * storage.chargeEfficiency)), Term(columns.energy, 1),
        ])
      builder.provideReserve(.down, from: storage.reserveProvider, reserve)
      columns.reserveDown = reserve
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
  }
}
