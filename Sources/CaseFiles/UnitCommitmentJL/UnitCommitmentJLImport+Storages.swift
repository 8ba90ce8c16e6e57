import Foundation
import GridModel

/// Storage units. What a storage has no word for, rates with a least, rates, costs and efficiencies that differ from step to
/// step, leads through processes to a storage on a bus of its own.
extension UnitCommitmentJLImport {
  mutating func addStorages(to system: inout PowerSystem) {
    for (name, unit) in root.members("Storage units", each: "storage unit", &log) {
      unit.reportOthers(
        than: [
          "Bus", "Minimum level (MWh)", "Maximum level (MWh)", "Charge cost ($/MW)", "Discharge cost ($/MW)",
          "Charge efficiency", "Discharge efficiency", "Loss factor", "Minimum charge rate (MW)",
          "Maximum charge rate (MW)", "Minimum discharge rate (MW)", "Maximum discharge rate (MW)",
          "Initial level (MWh)", "Last period minimum level (MWh)", "Last period maximum level (MWh)",
          "Allow simultaneous charging and discharging",
        ], as: .leftOut, &log)
      let flag = "Allow simultaneous charging and discharging"
      guard let bus = bus("Bus", of: unit),
        let together = unit.flags(flag, count: horizon.count, default: true, &log)
      else { continue }
      var storage = level(name, bus, unit)
      let (charging, discharging) = (direction("charge", of: unit), direction("discharge", of: unit))
      storage.chargeCapacity = charging.most.range?.upperBound ?? 0
      storage.dischargeCapacity = discharging.most.range?.upperBound ?? 0
      storage.bothAtOnce = together.allSatisfy { $0 }
      if let into = charging.plain, let outOf = discharging.plain, Set(together).count == 1 {
        (storage.chargeCost, storage.chargeEfficiency) = into
        (storage.dischargeCost, storage.dischargeEfficiency) = outOf
        system.storages.append(storage)
      } else {
        log.add(
          .assumption, at: unit.place,
          "\(unit.what) has least rates, or rates, costs or efficiencies that differ from step to step: it is a storage on a "
            + "bus of its own, which processes charge and discharge; one with a least rate is switched as a unit is; "
            + "rates are written as they are at that bus")
        addConnection(of: storage, charging, discharging, together, unit, to: &system)
      }
    }
  }

  /// What holds the energy, as yet without power.
  private mutating func level(_ name: String, _ bus: String, _ unit: JSONObject) -> Storage {
    let count = horizon.count
    let least = series("Minimum level (MWh)", of: unit, default: 0).values(count: count)
    var most = series("Maximum level (MWh)", of: unit, default: 0).values(count: count)
    let last = unit.number("Last period minimum level (MWh)", default: least[count - 1], least: 0, &log)
    let highest = most.max() ?? 0
    if let ceiling = unit.number("Last period maximum level (MWh)", default: most[count - 1], least: 0, &log) {
      most[count - 1] = min(most[count - 1], ceiling)
    }
    var storage = Storage(
      name: name, bus: bus, technology: .battery, chargeCapacity: 0, dischargeCapacity: 0, energyCapacity: highest,
      minimumEnergy: least.min() ?? 0,
      initialEnergy: unit.number("Initial level (MWh)", default: 0, least: 0, &log), givesReserve: false)
    if Set(least).count > 1 { storage.window.lowest = .series(least) }
    if Set(most).count > 1 { storage.window.highest = .series(most) }
    // The factor is what a step loses.
    storage.selfDischargePerHour = 1 - pow(1 - constant("Loss factor", of: unit, default: 0), 1 / horizon.stepHours)
    storage.endLevel = .atLeast(last ?? 0)
    return storage
  }

  private mutating func direction(_ word: String, of unit: JSONObject) -> StorageDirection {
    let title = word.capitalized
    return StorageDirection(
      least: series("Minimum \(word) rate (MW)", of: unit, default: 0),
      most: series("Maximum \(word) rate (MW)", of: unit, default: 0),
      cost: series("\(title) cost ($/MW)", of: unit, default: 0).scaled(by: 1 / horizon.stepHours),
      efficiency: series("\(title) efficiency", of: unit, default: 1))
  }

  /// Puts the storage on a bus of its own, and what charges and discharges it between that and the grid's.
  private mutating func addConnection(
    of storage: Storage, _ charging: StorageDirection, _ discharging: StorageDirection, _ together: [Bool],
    _ unit: JSONObject, to system: inout PowerSystem
  ) {
    var storage = storage
    let (grid, inside, turn) = (storage.bus, "\(storage.name) store", "\(storage.name) turn")
    storage.bus = inside
    storage.bothAtOnce = true
    // What charges meets what discharges on that bus, so all losses are on the way to it and from it.
    let taken = discharging.efficiency.inverted
    storage.dischargeCapacity *= taken.range?.upperBound ?? 1
    system.storages.append(storage)
    addJunction(inside, unit, to: &system)
    // One of both at a time, in the steps that ask for it.
    var turns: LinearProcess.Port?
    if together.contains(false) {
      turns = .init(bus: turn, rate: .series(together.map { $0 ? 0 : -1 }))
      addJunction(turn, unit, to: &system)
      system.processes.append(
        LinearProcess(name: turn, ports: [.init(bus: turn, rate: .constant(1))], capacity: 1))
    }
    for (word, direction, from, to, taken, given) in [
      ("charging", charging, grid, inside, HourlySeries.constant(1), charging.efficiency),
      ("discharging", discharging, inside, grid, taken, HourlySeries.constant(1)),
    ] {
      let name = "\(storage.name) \(word)"
      let ports = [
        LinearProcess.Port(bus: from, rate: taken.scaled(by: -1)), LinearProcess.Port(bus: to, rate: given),
      ]
      if direction.least == .constant(0), turns == nil {
        let most = direction.most.range?.upperBound ?? 0
        guard most > 0 else { continue }
        system.processes.append(
          LinearProcess(
            name: name, ports: ports, capacity: most, most: direction.most.scaled(by: 1 / most),
            cost: direction.cost))
        continue
      }
      // On, the rate is what lies between the least and the most: so much of the one and so much of the other.
      addJunction(name, unit, to: &system)
      system.thermalUnits.append(
        ThermalUnit(
          name: name, bus: name, fuel: "status", capacity: 1, minimumOutput: 1,
          fuelCurve: FuelCurve(coalRate: 0, minimumOutput: 1, capacity: 1), fuelPrice: 0, reserveLimit: 0,
          frequencyResponse: 0))
      for (end, rate) in [("most", direction.most), ("least", direction.least)] {
        system.processes.append(
          LinearProcess(
            name: "\(name) at \(end)",
            ports: ports.map { .init(bus: $0.bus, rate: $0.rate.times(rate)) }
              + [.init(bus: name, rate: .constant(-1))] + (turns.map { [$0] } ?? []),
            capacity: 1, cost: direction.cost.times(rate)))
      }
    }
  }

  /// A bus that ties a storage's parts together.
  private mutating func addJunction(_ name: String, _ unit: JSONObject, to system: inout PowerSystem) {
    if system.buses.contains(where: { $0.name == name }) {
      log.add(
        .duplicateName, at: unit.place, "bus \(quoted(name)) is there already, and \(unit.what) needs one of that name")
    } else {
      system.buses.append(Bus(name: name, carrier: .other))
    }
  }
}

/// Charging or discharging: MW, currency per MWh, and what is left of a MWh.
private struct StorageDirection {
  var least: HourlySeries
  var most: HourlySeries
  var cost: HourlySeries
  var efficiency: HourlySeries

  /// Cost and efficiency where a storage has a word for all of it.
  var plain: (cost: Double, efficiency: Double)? {
    guard least == .constant(0), case .constant = most, case .constant(let cost) = cost,
      case .constant(let efficiency) = efficiency
    else { return nil }
    return (cost, efficiency)
  }
}

extension HourlySeries {
  fileprivate var inverted: HourlySeries {
    switch self {
    case .constant(let value): .constant(1 / value)
    case .series(let values): .series(values.map { 1 / $0 })
    }
  }

  fileprivate func times(_ other: HourlySeries) -> HourlySeries {
    switch (self, other) {
    case (_, .constant(let factor)): scaled(by: factor)
    case (.constant(let factor), _): other.scaled(by: factor)
    case (.series(let a), .series(let b)): .series(zip(a, b).map { $0 * $1 })
    }
  }
}
