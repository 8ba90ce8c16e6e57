import GridModel

/// Charging and discharging stay within their limits and do not happen at the same time.
func auditStoragePower(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  for (i, storage) in schedule.system.storages.enumerated() {
    let least = storage.minimumDischarge.values(count: count)
    for t in 0..<count {
      let charge = schedule.storageCharge[i * count + t]
      let discharge = schedule.storageDischarge[i * count + t]
      auditPower(charge, "charging of", of: storage, step: t, capacity: storage.chargeCapacity, &log)
      auditPower(discharge, "discharging of", of: storage, step: t, capacity: storage.dischargeCapacity, &log)
      if discharge < least[t] - log.tolerance.slack(least[t]) {
        log.report(.storageMinimum, storage.name, step: t, "discharging of", discharge, .atLeast, least[t])
      }
      let both = min(charge, discharge)
      if !storage.bothAtOnce, both > log.tolerance.slack(max(charge, discharge)) {
        log.report(.storageSimultaneous, storage.name, step: t, "charging and discharging at once by", both, .atMost, 0)
      }
    }
  }
}

private func auditPower(
  _ value: Double, _ what: String, of storage: Storage, step: Int, capacity: Double, _ log: inout ViolationLog
) {
  if value > capacity + log.tolerance.slack(capacity) {
    log.report(.storagePower, storage.name, step: step, what, value, .atMost, capacity)
  } else if value < -log.tolerance.slack(0) {
    log.report(.storagePower, storage.name, step: step, what, value, .atLeast, 0)
  }
}
