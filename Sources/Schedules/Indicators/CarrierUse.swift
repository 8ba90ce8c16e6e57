import GridModel

/// The balance of one bus that carries heat or hydrogen over the horizon, MWh.
public struct CarrierUse: Sendable, Equatable, Codable {
  public var bus: String
  public var carrier: String
  public var load: Double
  /// From thermal units that give heat besides power.
  public var fromUnits: Double
  /// From converters and processes, less what they draw.
  public var fromConverters: Double
  /// What storages give less what they draw.
  public var fromStorage: Double
  public var unserved: Double
  /// Let go.
  public var surplus: Double

  enum CodingKeys: String, CodingKey {
    case bus, carrier
    case load = "load_mwh"
    case fromUnits = "from_units_mwh"
    case fromConverters = "from_converters_mwh"
    case fromStorage = "from_storage_mwh"
    case unserved = "unserved_mwh"
    case surplus = "surplus_mwh"
  }
}

/// Every bus that does not carry electricity, in the order of the system.
func carrierUses(of schedule: AlignedSchedule) -> [CarrierUse] {
  let system = schedule.system
  func energy(_ values: [Double], _ position: Int) -> Double { schedule.stepHours * schedule.sum(values, position) }
  let loads = system.loads
  return system.buses.enumerated().compactMap { b, bus in
    guard bus.carrier != .electricity else { return nil }
    var use = CarrierUse(
      bus: bus.name, carrier: bus.carrier.rawValue,
      load: loads[b].reduce(0, +) * schedule.stepHours, fromUnits: 0, fromConverters: 0,
      fromStorage: 0, unserved: energy(schedule.unserved, b), surplus: energy(schedule.surplus, b))
    for (i, unit) in system.thermalUnits.enumerated() where unit.heat?.bus == bus.name {
      use.fromUnits += energy(schedule.thermalHeat, i)
    }
    for (i, converter) in system.converters.enumerated() {
      let drawn = energy(schedule.converterInput, i)
      if converter.to == bus.name { use.fromConverters += converter.efficiency * drawn }
      if converter.from == bus.name { use.fromConverters -= drawn }
    }
    for (i, process) in system.processes.enumerated() {
      for port in process.ports where port.bus == bus.name { use.fromConverters += schedule.given(by: i, port) }
    }
    for (i, storage) in system.storages.enumerated() where storage.bus == bus.name {
      use.fromStorage += energy(schedule.storageDischarge, i) - energy(schedule.storageCharge, i)
    }
    return use
  }
}
