import GridModel

/// One capacity that could be built: what exists, what is built, at what cost, and what more of it would be worth.
///
/// Power in MW and the energy of storages in MWh; costs in currency per year of 8760 hours, whatever the horizon.
public struct CapacityUse: Sendable, Equatable, Codable {
  public enum Limit: String, Sendable, Codable {
    case least, most
  }

  public var name: String
  public var kind: BuildOption.Kind
  public var existing: Double
  public var built: Double
  public var least: Double
  public var most: Double
  /// Currency per MW (MWh) and year.
  public var unitCost: Double
  /// Currency per year for all that is built.
  public var yearlyCost: Double
  /// What the next MW (MWh) saves in operation, currency per year, at the published prices: where neither limit binds it
  /// is `unitCost` at the optimum. `nil` where no prices tell.
  public var valueOfNext: Double?
  /// The limit that what is built stands at.
  public var limit: Limit?

  enum CodingKeys: String, CodingKey {
    case name, kind, existing, built
    case least = "build_min"
    case most = "build_max"
    case unitCost = "unit_cost_per_year"
    case yearlyCost = "cost_per_year"
    case valueOfNext = "value_of_next_per_year"
    case limit
  }

  public var unit: String { kind == .storageEnergy ? "MWh" : "MW" }
}

func capacityUses(of aligned: AlignedSchedule, schedule: Schedule, of system: PowerSystem) -> [CapacityUse] {
  guard !aligned.options.isEmpty else { return [] }
  let multipliers = Multipliers(schedule, of: system)
  var rest = BoundSum()
  let charges = flowCharges(multipliers, &rest)
  return zip(aligned.options, aligned.built).map { option, built in
    let expansion = option.expansion
    let dust = 1e-6 * max(1, expansion.most)
    return CapacityUse(
      name: option.name, kind: option.kind, existing: option.existing, built: built, least: expansion.least,
      most: expansion.most, unitCost: expansion.yearlyCost, yearlyCost: expansion.yearlyCost * built,
      valueOfNext: valueOfNext(option, aligned, multipliers, charges),
      limit: built <= expansion.least + dust ? .least : built >= expansion.most - dust ? .most : nil)
  }
}

/// By how much the least cost of the device at given prices falls with one MW (MWh) more, over a year of 8760 hours.
///
/// Thermal units with commitment have no such price.
private func valueOfNext(
  _ option: BuildOption, _ schedule: AlignedSchedule, _ multipliers: Multipliers, _ charges: FlowCharges
) -> Double? {
  guard schedule.price != nil, multipliers.partOfYear > 0 else { return nil }
  if option.kind == .thermal, schedule.thermalStatus != nil { return nil }
  let system = schedule.system
  func level(of storage: Int) -> Int? { multipliers.system.levels.firstIndex { $0.plants == [storage] } }
  func cost(_ more: Double) -> Double {
    var sum = BoundSum()
    let device = option.device
    switch option.kind {
    case .thermal:
      let unit = multipliers.system.thermalUnits[device]
      boundThermalUnit(unit.sized(system.thermalUnits[device].capacity + more), at: device, multipliers, &sum)
    case .renewable:
      var plant = system.renewables[device]
      plant.capacity += more
      boundGrown(plant, PoolEarnings(multipliers), multipliers, &sum)
    case .storagePower:
      var store = system.storages[device]
      store.chargeCapacity += more
      store.dischargeCapacity += more
      store.energyCapacity += store.builtHours * more
      if let level = level(of: device) { boundGrown(store, at: device, level: level, multipliers, &sum) }
    case .storageEnergy:
      var store = system.storages[device]
      store.energyCapacity += more
      if let level = level(of: device) { boundGrown(store, at: device, level: level, multipliers, &sum) }
    case .line:
      var line = system.lines[device]
      line.capacity += more
      line.reverseCapacity += line.builtReversePart * more
      boundLine(line, at: device, multipliers, charges, &sum)
    }
    return sum.value
  }
  return (cost(0) - cost(1)) / multipliers.partOfYear
}
