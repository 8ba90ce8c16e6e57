import GridModel
import LinearOptimization
import Schedules

/// Pumped storage, batteries, hydro and other stores: charge, discharge and level, budgets, and the spinning reserve they
/// can hold. One equation serves all levels:
///
/// E_t = retention · E_{t−1} + Σ η_c · charge · Δ − Σ discharge · Δ / η_d + inflow · Δ − spill · Δ.
struct StorageFleet: DeviceFormulation {
  struct Plant: Sendable {
    var charge: ColumnBlock
    var discharge: ColumnBlock
    var reserveUp: ColumnBlock?
    var reserveDown: ColumnBlock?
    /// Rows of reserve against power, where something may be built.
    var reserveUpPower: RowBlock?
    var reserveDownPower: RowBlock?
  }

  struct Level: Sendable {
    var energy: ColumnBlock
    /// Where something flows in.
    var spill: ColumnBlock?
    var balance: RowBlock
    /// What reserve needs of it, where plants share it.
    var reserveUp: RowBlock?
    var reserveDown: RowBlock?
  }

  let system: PowerSystem
  let stored: [StoredLevel]
  private(set) var plants: [Plant] = []
  private(set) var levels: [Level] = []
  let budgets: [StorageBudgetRow]
  private let operations: [StorageOperation]

  init(in builder: inout ProgramBuilder) {
    // Columns have the limits of all that may be built.
    let system = builder.system.withMostBuilt
    self.system = system
    stored = system.levels
    let growth = builder.system.storages.map { StorageGrowth($0, in: &builder) }
    var positions: [Int: Plant] = [:]
    var operations: [StorageOperation] = []
    // Each plant with its level, so that a store of one plant is one piece of the model.
    for level in stored {
      var members = level.plants.map { Self.addPower(of: system.storages[$0], to: &builder) }
      var rows = Self.addLevel(
        level.reservoir, zip(level.plants, members).map { (system.storages[$0], $1) }, to: &builder)
      for (position, plant) in zip(level.plants, members) {
        growth[position].addLimits(of: system.storages[position], plant, rows.energy, to: &builder)
      }
      Self.addReserve(
        of: level, level.plants.map { (system.storages[$0], growth[$0]) }, &members, &rows, to: &builder)
      for (position, plant) in zip(level.plants, members) { positions[position] = plant }
      levels.append(rows)
    }
    var budgets: [StorageBudgetRow] = []
    for (position, storage) in system.storages.enumerated() {
      var plant = positions[position] ?? Self.addPower(of: storage, to: &builder)
      if positions[position] == nil { Self.addReserve(of: storage, growth[position], &plant, to: &builder) }
      builder.supply(storage.bus, plant.charge, -1)
      builder.supply(storage.bus, plant.discharge)
      if builder.options.commitment, storage.isSwitched {
        let own = zip(stored, levels).first { $0.0.plants == [position] && $0.1.spill == nil }
        let operation = StorageOperation(
          storage, plant, level: own.map { Self.level($0.0.reservoir, $0.1, of: storage, builder) }, in: &builder)
        operations.append(operation)
        builder.operations.append(operation.block)
      } else if !storage.bothAtOnce {
        builder.exclusions.append(
          ExclusivePair(
            label: storage.name, first: plant.charge, second: plant.discharge, firstLimit: storage.chargeCapacity,
            secondLimit: storage.dischargeCapacity))
      }
      budgets += StorageBudgetRow.add(storage, position, plant.discharge, to: &builder)
      plants.append(plant)
    }
    builder.discharges = plants.map(\.discharge)
    self.budgets = budgets
    self.operations = operations
  }

  /// The level of a store that has it for itself, as its machines move it.
  private static func level(
    _ reservoir: Reservoir, _ rows: Level, of storage: Storage, _ builder: ProgramBuilder
  ) -> OperationBlock.Level {
    OperationBlock.Level(
      energy: rows.energy, perCharge: storage.chargeEfficiency * builder.stepHours,
      perDischarge: builder.stepHours / storage.dischargeEfficiency,
      retention: reservoir.retention(stepMinutes: builder.system.horizon.stepMinutes), initial: reservoir.initialEnergy)
  }

  private static func addPower(of storage: Storage, to builder: inout ProgramBuilder) -> Plant {
    let hours = builder.stepHours
    let charge = builder.model.addColumns(
      "charge(\(storage.name))", count: builder.steps, upper: .constant(storage.chargeCapacity),
      cost: .constant(storage.chargeCost * hours))
    let discharge = builder.model.addColumns(
      "discharge(\(storage.name))", count: builder.steps,
      lower: .series(storage.minimumDischarge.values(count: builder.steps)),
      upper: .constant(storage.dischargeCapacity),
      cost: .constant(storage.dischargeCost(co2Price: builder.system.co2Price) * hours))
    return Plant(charge: charge, discharge: discharge)
  }

  private static func addLevel(
    _ reservoir: Reservoir, _ plants: [(storage: Storage, columns: Plant)], to builder: inout ProgramBuilder
  ) -> Level {
    let steps = builder.steps
    let hours = builder.stepHours
    var (lower, upper) = reservoir.band(count: steps)
    switch reservoir.endLevel {
    case .cyclic:
      if let start = reservoir.cycleEnergy ?? reservoir.initialEnergy {
        lower[steps - 1] = start
        upper[steps - 1] = start
      }
    case .atLeast(let energy): lower[steps - 1] = max(energy, lower[steps - 1])
    case .free: break
    }
    let energy = builder.model.addColumns(
      "energy(\(reservoir.name))", count: steps, lower: .series(lower), upper: .series(upper))
    let retention = reservoir.retention(stepMinutes: builder.system.horizon.stepMinutes)
    var before = Array(repeating: 0.0, count: steps)
    before[0] = retention * (reservoir.initialEnergy ?? 0)
    var terms = [
      Term(energy, 1),
      Term(energy, .constant(-retention), shift: -1, edge: reservoir.initialEnergy == nil ? .wrap : .drop),
    ]
    for (storage, columns) in plants {
      terms.append(Term(columns.charge, .constant(-storage.chargeEfficiency * hours)))
      terms.append(Term(columns.discharge, .constant(hours / storage.dischargeEfficiency)))
    }
    var spill: ColumnBlock?
    if reservoir.hasInflow {
      // What flows in may go by; what is stored need not.
      let inflow = reservoir.inflow.values(count: steps)
      for t in 0..<steps { before[t] += inflow[t] * hours }
      let columns = builder.model.addColumns("spill(\(reservoir.name))", count: steps, upper: .series(inflow))
      terms.append(Term(columns, .constant(hours)))
      spill = columns
    }
    let balance = builder.model.addRows(
      "level(\(reservoir.name))", count: steps, lower: .series(before), upper: .series(before), terms: terms)
    return Level(energy: energy, spill: spill, balance: balance)
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    let storages = system.storages
    guard !storages.isEmpty || !levels.isEmpty else { return }
    let names = storages.map(\.name)
    let levelNames = stored.map(\.reservoir.name)
    schedule.record(.storageCharge, names, plants.map(\.charge), values)
    schedule.record(.storageDischarge, names, plants.map(\.discharge), values)
    schedule.record(.storageEnergy, levelNames, levels.map(\.energy), values)
    schedule.record(.storageSpill, levelNames, levels.map(\.spill), values)
    schedule.record(.storageReserveUp, names, plants.map(\.reserveUp), values)
    schedule.record(.storageReserveDown, names, plants.map(\.reserveDown), values)
    schedule.record(.unitsCharging, operations.map(\.name), operations.map(\.charging), values)
    schedule.record(.unitsDischarging, operations.map(\.name), operations.map(\.discharging), values)
  }

  /// Water values: more inside at the end of a step is as if the level row asked for less.
  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    let names = stored.map(\.reservoir.name)
    schedule.recordDuals(.waterValue, names, levels.map(\.balance), duals, times: -1)
    schedule.recordDuals(.levelReserveUpPrice, names, levels.map(\.reserveUp), duals, times: -1)
    schedule.recordDuals(.levelReserveDownPrice, names, levels.map(\.reserveDown), duals, times: -1)
    let perHour = -1 / schedule.horizon.stepHours
    let plantNames = system.storages.map(\.name)
    schedule.recordDuals(.storagePowerPriceUp, plantNames, plants.map(\.reserveUpPower), duals, times: perHour)
    schedule.recordDuals(.storagePowerPriceDown, plantNames, plants.map(\.reserveDownPower), duals, times: perHour)
    StorageBudgetRow.record(budgets, duals, system, in: &schedule)
  }
}
