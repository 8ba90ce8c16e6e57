import GridModel

/// Machines of storages run in whole numbers within their powers, in one direction at a time, and stand still between
/// charging and discharging.
func auditStorageUnits(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  guard let charging = schedule.unitsCharging, let discharging = schedule.unitsDischarging else { return }
  let count = schedule.count
  var number = 0
  for (i, storage) in schedule.system.storages.enumerated() where storage.isSwitched {
    let own = number * count..<(number + 1) * count
    number += 1
    let units = (Array(charging[own]), Array(discharging[own]))
    let powers = i * count..<(i + 1) * count
    for t in 0..<count {
      auditMachines(
        storage, step: t, units.0[t], units.1[t], schedule.storageCharge[powers.lowerBound + t],
        schedule.storageDischarge[powers.lowerBound + t], &log)
    }
    auditChangeover(storage, units.0.map { $0 >= 0.5 }, units.1.map { $0 >= 0.5 }, schedule.system.horizon, &log)
  }
}

private func auditMachines(
  _ storage: Storage, step: Int, _ charging: Double, _ discharging: Double, _ charge: Double, _ discharge: Double,
  _ log: inout ViolationLog
) {
  let machines = Double(storage.units?.count ?? 1)
  for (number, what) in [(charging, "charging"), (discharging, "discharging")] {
    let whole = min(max(number.rounded(), 0), machines)
    if abs(number - whole) > log.tolerance.absolute {
      log.report(.storageUnits, storage.name, step: step, "machines \(what):", number, .exactly, whole, unit: "")
    }
  }
  if min(charging, discharging) >= 0.5 {
    let both = min(charging, discharging)
    log.report(.storageUnits, storage.name, step: step, "machines in both directions:", both, .atMost, 0, unit: "")
  }
  let most = charging.rounded() * (storage.units?.pumpPower ?? storage.chargeCapacity / machines)
  if charge > most + log.tolerance.slack(most) {
    log.report(.storageUnits, storage.name, step: step, "charging of", charge, .atMost, most)
  } else if storage.units?.pumpPower != nil, charge < most - log.tolerance.slack(most) {
    log.report(.storageUnits, storage.name, step: step, "charging of", charge, .exactly, most)
  }
  let highest = discharging.rounded() * storage.dischargeCapacity / machines
  let lowest = discharging.rounded() * (storage.units?.minimumOutput ?? 0)
  if discharge > highest + log.tolerance.slack(highest) {
    log.report(.storageUnits, storage.name, step: step, "discharging of", discharge, .atMost, highest)
  } else if discharge < lowest - log.tolerance.slack(lowest) {
    log.report(.storageUnits, storage.name, step: step, "discharging of", discharge, .atLeast, lowest)
  }
}

private func auditChangeover(
  _ storage: Storage, _ charging: [Bool], _ discharging: [Bool], _ horizon: Horizon, _ log: inout ViolationLog
) {
  let needed = horizon.steps(coveringHours: storage.changeoverHours)
  guard needed > 0 else { return }
  // The last step of either direction, counted from the first step of the horizon.
  var last = storage.given.last.map { use in
    (isCharging: use.isCharging, step: -1 - Int((use.hoursAgo / horizon.stepHours).rounded()))
  }
  for t in charging.indices where charging[t] || discharging[t] {
    if let last, last.isCharging != charging[t], t - last.step - 1 < needed {
      log.report(
        .storageChangeover, storage.name, step: t, "standstill of", Double(t - last.step - 1) * horizon.stepHours,
        .atLeast, Double(needed) * horizon.stepHours, unit: "h")
    }
    last = (charging[t], t)
  }
}
