import GridModel

/// What reaches each bus equals its load in every step.
func auditBusBalance(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let system = schedule.system
  let count = schedule.count
  let busIndex = system.busIndex
  var supply = schedule.unserved
  // Magnitudes that meet at the bus, for the relative part of the tolerance.
  var gross = Array(repeating: 0.0, count: supply.count)

  func add(_ values: [Double], _ position: Int, at bus: String, sign: Double) {
    guard let row = busIndex[bus] else { return }
    for t in 0..<count {
      let value = values[position * count + t]
      supply[row * count + t] += sign * value
      gross[row * count + t] += abs(value)
    }
  }
  for (i, unit) in system.thermalUnits.enumerated() {
    add(schedule.thermalPower, i, at: unit.bus, sign: 1)
    if let heat = unit.heat { add(schedule.thermalHeat, i, at: heat.bus, sign: 1) }
  }
  for (i, plant) in system.renewables.enumerated() { add(schedule.renewablePower, i, at: plant.bus, sign: 1) }
  for (i, storage) in system.storages.enumerated() {
    add(schedule.storageDischarge, i, at: storage.bus, sign: 1)
    add(schedule.storageCharge, i, at: storage.bus, sign: -1)
  }
  for (i, load) in system.interruptibleLoads.enumerated() { add(schedule.interruption, i, at: load.bus, sign: 1) }
  for (i, load) in system.shiftableLoads.enumerated() {
    add(schedule.shiftDown, i, at: load.bus, sign: 1)
    add(schedule.shiftUp, i, at: load.bus, sign: -1)
  }
  for (i, fleet) in system.vehicleFleets.enumerated() {
    add(schedule.vehicleDischarge, i, at: fleet.bus, sign: 1)
    add(schedule.vehicleCharge, i, at: fleet.bus, sign: -1)
  }
  for (i, channel) in system.exportChannels.enumerated() { add(schedule.exportPower, i, at: channel.bus, sign: -1) }
  for (i, converter) in system.converters.enumerated() {
    add(schedule.converterInput, i, at: converter.from, sign: -1)
    add(schedule.converterInput, i, at: converter.to, sign: converter.efficiency)
  }
  for (i, process) in system.processes.enumerated() {
    for port in process.ports {
      let rates = port.rate.values(count: count)
      let given = (0..<count).map { rates[$0] * schedule.processLevel[i * count + $0] }
      add(given, 0, at: port.bus, sign: 1)
    }
  }
  for (i, line) in system.lines.enumerated() {
    add(schedule.lineFlow, i, at: line.to, sign: 1)
    add(schedule.lineFlow, i, at: line.from, sign: -1)
  }
  for (i, line) in system.lines.filter({ $0.loss != nil }).enumerated() {
    add(schedule.lineLoss, i, at: line.from, sign: -0.5)
    add(schedule.lineLoss, i, at: line.to, sign: -0.5)
  }

  for (row, bus) in system.buses.enumerated() where bus.surplusPrice != nil {
    add(schedule.surplus, row, at: bus.name, sign: -1)
  }
  let loads = system.loads
  for (row, bus) in system.buses.enumerated() {
    let load = loads[row]
    for t in 0..<count {
      let value = supply[row * count + t]
      if abs(value - load[t]) > log.tolerance.slack(gross[row * count + t]) {
        log.report(.busBalance, bus.name, step: t, "supply of", value, .exactly, load[t])
      }
    }
  }
}
