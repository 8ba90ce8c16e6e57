import GridModel
import Schedules

/// Storages: storage units where PyPSA's have all that they have, else a store at a bus of its own behind links, which is
/// also how several plants share a reservoir.
extension PyPSAExport {
  mutating func addStorages() {
    let file = "storages.csv"
    for level in system.levels {
      let members = level.plants.map { system.storages[$0] }
      if let storage = members.first, members.count == 1, fits(storage, level.reservoir) {
        addUnit(storage, level.reservoir)
      } else {
        addStore(level.reservoir, members)
      }
    }
    for storage in system.storages where storage.reservoir == nil && storage.energyCapacity == .infinity {
      var row = PyPSATable.Row(storage.name)
      row["bus"] = storage.bus
      row["carrier"] = carrier(storage)
      row["p_nom"] = storage.dischargeCapacity
      row["marginal_cost"] = storage.dischargeCost(co2Price: system.co2Price)
      row.set("p_min_pu", storage.minimumDischarge.scaled(by: 1 / max(storage.dischargeCapacity, 1e-9)))
      if let power = result(.storageDischarge, storage.name) { row.record("p", power) }
      lists.generators.add(row)
    }
    let storages = system.storages
    for level in system.levels {
      guard case .atLeast = level.reservoir.endLevel else { continue }
      assume("\(level.reservoir.name) ends at its least level at the end, and not above it", in: file)
    }
    leaveOut("budgets of energy", of: storages.filter { $0.budgets != .init() }.map(\.name), in: file)
    if commitment { leaveOut("machines and standstill", of: storages.filter(\.isSwitched).map(\.name), in: file) }
    let exclusive = storages.filter { !$0.bothAtOnce && $0.chargeCapacity > 0 && $0.dischargeCapacity > 0 }
    if let first = exclusive.first {
      assume(
        "PyPSA lets \(first.name)" + (exclusive.count > 1 ? " and \(exclusive.count - 1) more" : "")
          + " charge and discharge in one step, which pays where power has negative worth", in: file)
    }
  }

  private func carrier(_ storage: Storage) -> String {
    switch storage.technology {
    case .pumped: "pumped hydro"
    case let other: other.rawValue
    }
  }

  /// Whether a storage unit has all that it has.
  private func fits(_ storage: Storage, _ level: Reservoir) -> Bool {
    storage.reservoir == nil && level.minimumEnergy == 0 && level.window == LevelWindow() && storage.chargeCost == 0
      && storage.minimumDischarge == .constant(0) && storage.energyExpansion == nil
      && max(storage.chargeCapacity, storage.dischargeCapacity) + (storage.powerExpansion?.most ?? 0) > 0
  }

  private mutating func addUnit(_ storage: Storage, _ level: Reservoir) {
    let size = max(storage.chargeCapacity, storage.dischargeCapacity)
    var row = PyPSATable.Row(storage.name)
    row["bus"] = storage.bus
    row["carrier"] = carrier(storage)
    row["efficiency_store"] = storage.chargeEfficiency
    row["efficiency_dispatch"] = storage.dischargeEfficiency
    row["standing_loss"] = level.selfDischargePerHour
    row["marginal_cost"] = storage.dischargeCost(co2Price: system.co2Price)
    if level.hasInflow { row.set("inflow", level.inflow) }
    setEnds(
      of: &row, level, initial: "state_of_charge_initial", cyclic: "cyclic_state_of_charge", end: "state_of_charge_set")
    if let charge = result(.storageCharge, storage.name), let discharge = result(.storageDischarge, storage.name) {
      row.record("p", zip(discharge, charge).map { $0 - $1 })
      row.record("p_dispatch", discharge)
      row.record("p_store", charge)
      row.record("state_of_charge", result(.storageEnergy, storage.name) ?? [])
      if let spill = schedule?[.storageSpill]?.values(of: storage.name) { row.record("spill", spill) }
    }
    if let expansion = storage.powerExpansion {
      let built = result(.builtStoragePower, storage.name)?.first ?? 0
      if size > 0 {
        assume("\(storage.name) and what may be built of it are one storage unit, from nothing on", in: "storages.csv")
      }
      row["max_hours"] = storage.builtHours
      var whole = expansion
      (whole.least, whole.most) = (size + expansion.least, size + expansion.most)
      constantCost -= capitalCost(expansion) * size
      addExtendable(row, "p_nom", whole, built: size + built, isBeside: false, to: \.storageUnits)
      return
    }
    row["p_nom"] = size
    (row["p_min_pu"], row["p_max_pu"]) = (-storage.chargeCapacity / size, storage.dischargeCapacity / size)
    row["max_hours"] = level.energyCapacity / size
    lists.storageUnits.add(row)
  }

  /// PyPSA's level before the first snapshot is not lost from in it.
  private func setEnds(
    of row: inout PyPSATable.Row, _ level: Reservoir, initial: String, cyclic: String, end: String
  ) {
    let isOpen = level.endLevel == .cyclic && level.initialEnergy == nil
    row[cyclic] = isOpen
    guard !isOpen else { return }
    row[initial] = (level.initialEnergy ?? 0) * level.retention(stepMinutes: system.horizon.stepMinutes)
    var last: Double?
    switch level.endLevel {
    case .cyclic: last = level.cycleEnergy ?? level.initialEnergy
    case .atLeast(let energy): last = energy
    case .free: break
    }
    if let last { row.record(end, Array(repeating: .nan, count: steps - 1) + [last]) }
  }

  private mutating func addStore(_ level: Reservoir, _ plants: [Storage]) {
    let bus = "\(level.name) store"
    addJunction(bus)
    var row = PyPSATable.Row(level.name)
    row["bus"] = bus
    let expansion = plants.count == 1 ? plants[0].energyExpansion : nil
    row["e_nom"] = level.energyCapacity
    if level.window != LevelWindow() {
      let (lowest, highest) = level.band(count: steps)
      row.set("e_min_pu", .series(lowest.map { $0 / level.energyCapacity }))
      row.set("e_max_pu", .series(highest.map { $0 / level.energyCapacity }))
    } else if level.minimumEnergy > 0 {
      row["e_min_pu"] = level.minimumEnergy / level.energyCapacity
    }
    row["standing_loss"] = level.selfDischargePerHour
    setEnds(of: &row, level, initial: "e_initial", cyclic: "e_cyclic", end: "e_set")
    var taken = Array(repeating: 0.0, count: steps)
    for plant in plants {
      addLinks(of: plant, bus)
      guard let charge = result(.storageCharge, plant.name), let discharge = result(.storageDischarge, plant.name)
      else { continue }
      for t in 0..<steps {
        taken[t] += discharge[t] / plant.dischargeEfficiency - charge[t] * plant.chargeEfficiency
      }
    }
    if level.hasInflow {
      let most = level.inflow.range?.upperBound ?? 0
      var inflow = PyPSATable.Row("\(level.name) inflow")
      inflow["bus"] = bus
      inflow["carrier"] = "inflow"
      inflow["p_nom"] = most
      inflow.set("p_max_pu", level.inflow.scaled(by: 1 / most))
      if schedule != nil {
        let spill = result(.storageSpill, level.name) ?? []
        let kept = zip(level.inflow.values(count: steps), spill).map { $0 - $1 }
        inflow.record("p", kept)
        for t in kept.indices { taken[t] -= kept[t] }
      }
      lists.generators.add(inflow)
    }
    if schedule != nil {
      row.record("e", result(.storageEnergy, level.name) ?? [])
      row.record("p", taken)
    }
    guard let expansion else {
      lists.stores.add(row)
      return
    }
    let built = result(.builtStorageEnergy, level.name)?.first ?? 0
    if level.minimumEnergy > 0 {
      leaveOut("the least level beside what may be built", of: [level.name], in: "storages.csv")
    }
    row["e_min_pu"] = 0.0
    var whole = expansion
    (whole.least, whole.most) = (level.energyCapacity + expansion.least, level.energyCapacity + expansion.most)
    constantCost -= capitalCost(expansion) * level.energyCapacity
    addExtendable(row, "e_nom", whole, built: level.energyCapacity + built, isBeside: false, to: \.stores)
  }

  /// Power in and out of a store, with the losses on the way.
  private mutating func addLinks(of plant: Storage, _ bus: String) {
    if plant.powerExpansion != nil { leaveOut("power that may be built", of: [plant.name], in: "storages.csv") }
    if plant.chargeCapacity > 0 {
      var row = PyPSATable.Row("\(plant.name) charge")
      (row["bus0"], row["bus1"]) = (plant.bus, bus)
      row["p_nom"] = plant.chargeCapacity
      row["efficiency"] = plant.chargeEfficiency
      row["marginal_cost"] = plant.chargeCost
      if let charge = result(.storageCharge, plant.name) {
        row.record("p0", charge)
        row.record("p1", charge.map { -$0 * plant.chargeEfficiency })
      }
      lists.links.add(row)
    }
    guard plant.dischargeCapacity > 0 else { return }
    var row = PyPSATable.Row("\(plant.name) discharge")
    (row["bus0"], row["bus1"]) = (bus, plant.bus)
    row["p_nom"] = plant.dischargeCapacity / plant.dischargeEfficiency
    row["efficiency"] = plant.dischargeEfficiency
    row["marginal_cost"] = plant.dischargeCost(co2Price: system.co2Price) * plant.dischargeEfficiency
    row.set("p_min_pu", plant.minimumDischarge.scaled(by: 1 / plant.dischargeCapacity))
    if let discharge = result(.storageDischarge, plant.name) {
      row.record("p0", discharge.map { $0 / plant.dischargeEfficiency })
      row.record("p1", discharge.map { -$0 })
    }
    lists.links.add(row)
  }
}
