import GridModel

/// Energy of one source or use over the horizon, MWh.
public struct SourceEnergy: Sendable, Equatable, Codable {
  /// A fuel, a technology, or one of `storage-discharge`, `storage-charge`, `interruption`, `shifted`,
  /// `vehicle-discharge`, `vehicle-charge`, `export`, `import`, `line-loss`, `conversion`, `process`, `unserved`, `load`.
  public var source: String
  public var energy: Double

  enum CodingKeys: String, CodingKey {
    case source
    case energy = "energy_mwh"
  }
}

/// Sources in the order of first appearance, then uses; those that the system has none of are left out.
func energyBySource(
  of schedule: AlignedSchedule, thermal: [ThermalAccount], renewable: [RenewableAccount]
) -> [SourceEnergy] {
  let system = schedule.system
  let electric = system.busNames(of: .electricity)
  var entries: [SourceEnergy] = []
  func add(_ source: String, _ energy: Double) {
    if let found = entries.firstIndex(where: { $0.source == source }) {
      entries[found].energy += energy
    } else {
      entries.append(SourceEnergy(source: source, energy: energy))
    }
  }
  func total(_ values: [Double]) -> Double { values.reduce(0, +) * schedule.stepHours }
  for (unit, account) in zip(system.thermalUnits, thermal) { add(unit.fuel, account.energy) }
  for (plant, account) in zip(system.renewables, renewable) { add(plant.technology.rawValue, account.energy) }
  for (i, storage) in system.storages.enumerated() where electric.contains(storage.bus) {
    let isHydro = storage.technology == .hydro
    let (given, drawn) = (schedule.sum(schedule.storageDischarge, i), schedule.sum(schedule.storageCharge, i))
    add(isHydro ? "hydro" : "storage-discharge", given * schedule.stepHours)
    if !isHydro || storage.chargeCapacity > 0 { add("storage-charge", drawn * schedule.stepHours) }
  }
  if !system.interruptibleLoads.isEmpty { add("interruption", total(schedule.interruption)) }
  if !system.shiftableLoads.isEmpty { add("shifted", total(schedule.shiftDown)) }
  if !system.vehicleFleets.isEmpty {
    add("vehicle-discharge", total(schedule.vehicleDischarge))
    add("vehicle-charge", total(schedule.vehicleCharge))
  }
  if !system.exportChannels.isEmpty {
    add("export", total(schedule.exportPower.map { max(0, $0) }))
    add("import", total(schedule.exportPower.map { max(0, -$0) }))
  }
  if system.lines.contains(where: { $0.loss != nil }) { add("line-loss", total(schedule.lineLoss)) }
  for (i, converter) in system.converters.enumerated() {
    let drawn = schedule.stepHours * schedule.sum(schedule.converterInput, i)
    if electric.contains(converter.from) { add("conversion", drawn) }
    if electric.contains(converter.to) { add(converter.technology.rawValue, converter.efficiency * drawn) }
  }
  for (i, process) in system.processes.enumerated() {
    // Through a cable within the grid only the loss counts.
    let given = process.ports.filter { electric.contains($0.bus) }.reduce(0) { $0 + schedule.given(by: i, $1) }
    add(given > 0 ? "process" : "conversion", abs(given))
  }
  add("unserved", total(schedule.masked(schedule.unserved, system.buses.map { $0.carrier != .electricity })))
  add("load", total(system.totalLoad))
  return entries
}
