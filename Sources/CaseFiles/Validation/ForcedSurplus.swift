import GridModel

extension Rule {
  /// What must run finds takers: load, export, charging and shifted load.
  static let forcedSurplus = Rule(needsSoundCase: true) { review, log in
    let system = review.system
    let count = system.horizon.count
    var surplus = system.totalLoad.map { -$0 }
    for unit in system.thermalUnits {
      let least = max(0, unit.minimumOutput - (unit.heat.map { $0.powerLoss * $0.capacity } ?? 0))
      for (t, isOn) in unit.mustRun.values(count: count).enumerated() { surplus[t] += isOn * least }
    }
    for plant in system.renewables where !plant.isCurtailable {
      for (t, part) in plant.availability.values(count: count).enumerated() { surplus[t] += part * plant.capacity }
    }
    for storage in system.storages {
      for (t, least) in storage.minimumDischarge.values(count: count).enumerated() { surplus[t] += least }
    }
    for channel in system.exportChannels {
      for (t, power) in channel.schedule.values(count: count).enumerated() { surplus[t] -= power }
    }
    for fleet in system.vehicleFleets {
      for (t, power) in fleet.envelope(over: system.horizon).chargeLimit.enumerated() { surplus[t] -= power }
    }
    let takers =
      system.storages.map(\.chargeCapacity) + system.shiftableLoads.map(\.upCapacity)
      + system.converters.map(\.capacity)
      + system.processes.map { process in
        process.capacity * process.ports.reduce(0) { max($0, -($1.rate.range?.lowerBound ?? 0)) }
      }
    let taken = takers.reduce(0, +)
    guard let step = surplus.firstIndex(where: { $0 > taken + tolerance }) else { return }
    let steps = surplus.count { $0 > taken + tolerance }
    log.add(
      .forcedSurplus, at: Place(file: CaseKeys.file),
      "units that must run and renewables that cannot be curtailed give \(megawatts(surplus[step] - taken)) MW more than "
        + "load, export and charging take at \(system.horizon.timestamp(step))\(steps == 1 ? "" : ", \(steps) steps in all")"
    )
  }
}
