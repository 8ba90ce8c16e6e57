import GridModel

extension PyPSAImport {
  /// A process that is switched on and off: a thermal unit gives its level to a bus of its own, from where the process takes
  /// it. Statuses, ramps and start-up costs are the unit's; the cost of the level, which may vary, is the process's.
  mutating func addSwitched(_ process: LinearProcess, _ sheet: PyPSASheet, _ row: Int) {
    hasCommittables = true
    guard case .constant(let least) = process.least, least >= 0, process.capacity >= 0 else {
      log.add(
        .notSupported, at: sheet.place("p_min_pu", row),
        "p_min_pu of \(quoted(process.name)), which is committable, is below 0 or varies, which is not supported")
      return
    }
    let bus = Bus(name: "\(process.name) level", carrier: .other)
    guard busIndex[bus.name] == nil else {
      log.add(
        .duplicateName, at: sheet.place("name", row),
        "bus \(quoted(bus.name)) is there already, and the level of \(quoted(process.name)) needs one of that name")
      return
    }
    let generator = PyPSAGenerator(level: process, at: bus.name)
    // What has no capacity does nothing.
    guard generator.capacity > 0, let unit = generator.unit(least: least, cost: 0, self, sheet, row, &log) else {
      return
    }
    busIndex[bus.name] = system.buses.count
    system.buses.append(bus)
    system.thermalUnits.append(unit)
    var process = process
    process.ports.append(.init(bus: bus.name, rate: .constant(-1)))
    (process.capacity, process.least, process.most) = (generator.capacity, .constant(0), .constant(1))
    (process.rampUp, process.rampDown) = (.infinity, .infinity)
    system.processes.append(process)
  }
}

extension PyPSAGenerator {
  /// The level of a process that is switched.
  fileprivate init(level process: LinearProcess, at bus: String) {
    (name, self.bus, carrier) = (process.name, bus, "level")
    (size, least, most) = (process.capacity, process.least, process.most)
    (cost, quadratic, sign, isCommittable) = (.constant(0), 0, 1, true)
    (rampUp, rampDown) = (process.rampUp, process.rampDown)
    (emission, efficiency) = (0, 1)
  }
}
