import GridModel

/// Reserve of storages fits in the power they have left, counting the end of the other direction, and in their level.
func auditStorageReserve(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  for (i, storage) in schedule.system.storages.enumerated() {
    for t in 0..<count {
      let position = i * count + t
      let turned = schedule.storageDischarge[position] - schedule.storageCharge[position]
      let level = schedule.storageEnergy[position]
      if let up = schedule.storageReserveUp?[position] {
        auditReserve(
          up, "upward", of: storage, step: t, room: max(0, storage.dischargeCapacity - turned),
          capacity: storage.dischargeCapacity, energyPerPower: storage.reserveHours / storage.dischargeEfficiency,
          energy: max(0, level - storage.minimumEnergy), &log)
      }
      if let down = schedule.storageReserveDown?[position] {
        auditReserve(
          down, "downward", of: storage, step: t, room: max(0, storage.chargeCapacity + turned),
          capacity: storage.chargeCapacity, energyPerPower: storage.reserveHours * storage.chargeEfficiency,
          energy: max(0, storage.energyCapacity - level), &log)
      }
    }
  }
}

private func auditReserve(
  _ reserve: Double, _ direction: String, of storage: Storage, step: Int, room: Double, capacity: Double,
  energyPerPower: Double, energy: Double, _ log: inout ViolationLog
) {
  if reserve < -log.tolerance.slack(0) {
    log.report(.storageReservePower, storage.name, step: step, "\(direction) reserve of", reserve, .atLeast, 0)
    return
  }
  let most = storage.givesReserve ? room : 0
  if reserve > most + log.tolerance.slack(capacity) {
    log.report(.storageReservePower, storage.name, step: step, "\(direction) reserve of", reserve, .atMost, most)
  }
  let needed = reserve * energyPerPower
  if storage.givesReserve, needed > energy + log.tolerance.slack(storage.energyCapacity) {
    log.report(
      .storageReserveEnergy, storage.name, step: step, "\(direction) reserve that needs", needed, .atMost, energy,
      unit: "MWh")
  }
}
