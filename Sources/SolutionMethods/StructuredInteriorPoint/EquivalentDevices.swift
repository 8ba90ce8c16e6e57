import GridModel
import Schedules

/// A power system in which devices that differ only in size are one, and the way back.
///
/// Without commitment a unit's feasible outputs are a convex set; units whose sets are multiples of one another run at the
/// same part of their size in some optimum, and together are a unit of the summed size. Exact, and common in fleets.
struct EquivalentDevices {
  let system: PowerSystem
  private let units: [Group]
  private let storages: [Group]

  /// Members of one device of the merged system, each with its part of it.
  private struct Group {
    var name: String
    var members: [(name: String, share: Double)]
  }

  init(_ original: PowerSystem) {
    var merged = original
    // Those that a rule names are not what the others are.
    let named = Set(original.reserves.flatMap { ($0.providers ?? []) + $0.offers.keys })
      .union(original.rules.compactMap { $0.outage?.unit })
    (merged.thermalUnits, units) = Self.merge(
      original.thermalUnits, apart: named, size: { $0.expansion == nil ? $0.capacity : 0 },
      shape: { $0.scaled(by: 1 / $0.capacity) }, name: \.name
    ) { unit, size in unit.scaled(by: size / unit.capacity) }
    (merged.storages, storages) = Self.merge(
      original.storages, apart: named, size: { $0.isGiven ? $0.energyCapacity : 0 },
      shape: { $0.scaled(by: 1 / $0.energyCapacity) },
      name: \.name
    ) { storage, size in storage.scaled(by: size / storage.energyCapacity) }
    system = merged
  }

  private static func merge<Device: Equatable>(
    _ devices: [Device], apart: Set<String>, size: (Device) -> Double, shape: (Device) -> Device,
    name: WritableKeyPath<Device, String>,
    scaled: (Device, Double) -> Device
  ) -> ([Device], [Group]) {
    var shapes: [Device] = []
    var members: [[Device]] = []
    for device in devices {
      guard size(device) > 0, size(device) < .infinity, !apart.contains(device[keyPath: name]) else {
        shapes.append(device)
        members.append([device])
        continue
      }
      var own = shape(device)
      own[keyPath: name] = ""
      if let same = shapes.firstIndex(of: own) {
        members[same].append(device)
      } else {
        shapes.append(own)
        members.append([device])
      }
    }
    let merged = members.map { group in
      group.count == 1 ? group[0] : scaled(group[0], group.reduce(0) { $0 + size($1) })
    }
    let groups = members.map { group in
      let total = group.reduce(0) { $0 + size($1) }
      return Group(
        name: group[0][keyPath: name],
        members: group.map { ($0[keyPath: name], group.count == 1 ? 1 : size($0) / total) })
    }
    return (merged, groups)
  }

  /// Whether anything was merged.
  var isSmaller: Bool { units.contains { $0.members.count > 1 } || storages.contains { $0.members.count > 1 } }

  /// The schedule of the original system: quantities by size, prices alike.
  func expanded(_ schedule: Schedule, of original: PowerSystem) -> Schedule {
    guard isSmaller else { return schedule }
    var result = schedule
    let unitNames = original.thermalUnits.map(\.name)
    let storageNames = original.storages.map(\.name)
    let ofUnits = [Quantity.thermalPower, .thermalHeat, .thermalReserveUp, .thermalReserveDown]
    for quantity in ofUnits + Quantity.productReserves(of: .thermal) {
      result[quantity] = schedule[quantity].map { Self.expand($0, units, unitNames, byShare: true) }
    }
    let ofStorages = [
      Quantity.storageCharge, .storageDischarge, .storageReserveUp, .storageReserveDown,
    ]
    for quantity in ofStorages + Quantity.productReserves(of: .storage) {
      result[quantity] = schedule[quantity].map { Self.expand($0, storages, storageNames, byShare: true) }
    }
    // Shared reservoirs stay as they are.
    let levels = storages + original.reservoirs.map { Group(name: $0.name, members: [($0.name, 1)]) }
    let levelNames = original.levels.map(\.reservoir.name)
    for quantity in [Quantity.storageEnergy, .storageSpill] {
      result[quantity] = schedule[quantity].map { Self.expand($0, levels, levelNames, byShare: true) }
    }
    for quantity in [Quantity.rampPrice, .heatLinePrice] {
      result[quantity] = schedule[quantity].map { Self.expand($0, units, unitNames, byShare: false) }
    }
    result[.waterValue] = schedule[.waterValue].map { Self.expand($0, levels, levelNames, byShare: false) }
    for quantity in [Quantity.storageDayPrice, .storageWeekPrice, .storageYearPrice] {
      result[quantity] = schedule[quantity].map { Self.expand($0, storages, storageNames, byShare: false) }
    }
    return result
  }

  private static func expand(
    _ table: SeriesTable, _ groups: [Group], _ order: [String], byShare: Bool
  ) -> SeriesTable {
    var source: [String: (position: Int, share: Double)] = [:]
    let positions = Dictionary(uniqueKeysWithValues: table.names.enumerated().map { ($1, $0) })
    for group in groups {
      guard let position = positions[group.name] else { continue }
      for member in group.members { source[member.name] = (position, byShare ? member.share : 1) }
    }
    var names: [String] = []
    var values: [Double] = []
    values.reserveCapacity(order.count * table.count)
    for name in order {
      guard let (position, share) = source[name] else { continue }
      names.append(name)
      values.append(contentsOf: table.column(position).lazy.map { $0 * share })
    }
    return SeriesTable(names: names, count: table.count, values: values)
  }
}

extension ThermalUnit {
  /// The same unit at another size: everything in MW, and the fuel burned, times a factor.
  func scaled(by factor: Double) -> ThermalUnit {
    var unit = self
    unit.capacity = even(capacity * factor)
    unit.minimumOutput = even(minimumOutput * factor)
    unit.fuelCurve = FuelCurve(
      outputs: fuelCurve.outputs.map { even($0 * factor) }, fuels: fuelCurve.fuels.map { even($0 * factor) })
    unit.rampUp = even(rampUp * factor)
    unit.rampDown = even(rampDown * factor)
    unit.startUpRamp = even(startUpRamp * factor)
    unit.shutDownRamp = even(shutDownRamp * factor)
    unit.reserveLimit = even(reserveLimit * factor)
    unit.frequencyResponse = even(frequencyResponse * factor)
    unit.heat?.capacity = even((heat?.capacity ?? 0) * factor)
    unit.deepRegulation = deepRegulation.scaled(by: factor)
    unit.retrofit = nil
    // Without commitment nothing starts.
    unit.startClasses = []
    unit.startLimits = .init()
    unit.minimumUpHours = 0
    unit.minimumDownHours = 0
    unit.initialState = initialState.map {
      var state = InitialState(hours: $0.hours > 0 ? 1 : -1, output: even($0.output * factor))
      state.isOutputKnown = $0.isOutputKnown
      return state
    }
    return unit
  }
}

extension DeepRegulation {
  /// The same at another size; ramps in stages hold with commitment only.
  fileprivate func scaled(by factor: Double) -> DeepRegulation {
    func scaled(_ stage: Stage) -> Stage { Stage(below: even(stage.below * factor), wearCost: stage.wearCost) }
    return DeepRegulation(
      withoutOil: withoutOil.map(scaled), withOil: withOil.map(scaled), oil: even(oil * factor), oilPrice: oilPrice)
  }
}

extension Storage {
  /// Whether nothing of it is to be built.
  var isGiven: Bool { powerExpansion == nil && energyExpansion == nil }

  /// The same store at another size: power and energy times a factor.
  func scaled(by factor: Double) -> Storage {
    var storage = self
    storage.technology = .other
    storage.chargeCapacity = even(chargeCapacity * factor)
    storage.dischargeCapacity = even(dischargeCapacity * factor)
    storage.energyCapacity = even(energyCapacity * factor)
    storage.minimumEnergy = even(minimumEnergy * factor)
    storage.initialEnergy = initialEnergy.map { even($0 * factor) }
    storage.cycleEnergy = cycleEnergy.map { even($0 * factor) }
    storage.maximumEnergy = maximumEnergy.map { even($0 * factor) }
    storage.window = LevelWindow(
      lowest: window.lowest.scaledEvenly(by: factor), highest: window.highest.scaledEvenly(by: factor))
    storage.inflow = inflow.scaledEvenly(by: factor)
    storage.minimumDischarge = minimumDischarge.scaledEvenly(by: factor)
    storage.budgets.energyPerWeek = even(budgets.energyPerWeek * factor)
    storage.given.inDay = even(given.inDay * factor)
    storage.given.inWeek = even(given.inWeek * factor)
    storage.given.inYear = even(given.inYear * factor)
    // Without commitment there are no machines.
    (storage.units, storage.changeoverHours, storage.given.last) = (nil, 0, nil)
    if case .atLeast(let energy) = endLevel { storage.endLevel = .atLeast(even(energy * factor)) }
    return storage
  }
}

extension HourlySeries {
  fileprivate func scaledEvenly(by factor: Double) -> HourlySeries {
    switch self {
    case .constant(let value): .constant(even(value * factor))
    case .series(let values): .series(values.map { even($0 * factor) })
    }
  }
}

/// To 13 digits, so that equal shapes computed at different sizes compare equal.
private func even(_ value: Double) -> Double {
  guard value != 0, value.isFinite else { return value }
  let unit = value.ulp * 4096
  return (value / unit).rounded() * unit
}
