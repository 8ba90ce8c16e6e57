import GridModel

/// Reserve of storages fits in the power they have left, counting the end of the other direction, and together in their
/// level.
func auditStorageReserve(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  let storages = schedule.system.storages
  let running = runningLimits(schedule)
  for (i, storage) in storages.enumerated() {
    for t in 0..<count {
      let position = i * count + t
      let turned = schedule.storageDischarge[position] - schedule.storageCharge[position]
      let limits = running[i]?[t] ?? (up: storage.dischargeCapacity, down: storage.chargeCapacity)
      if let up = schedule.storageReserveUp?[position] {
        auditReserve(
          up, "upward", of: storage, step: t, room: max(0, limits.up - turned), capacity: storage.dischargeCapacity,
          &log)
      }
      if let down = schedule.storageReserveDown?[position] {
        auditReserve(
          down, "downward", of: storage, step: t, room: max(0, limits.down + turned), capacity: storage.chargeCapacity,
          &log)
      }
    }
  }
  for (i, level) in schedule.levels.enumerated() {
    let (lowest, highest) = (level.reservoir.minimumEnergy, level.reservoir.energyCapacity)
    let givers = level.plants.filter { storages[$0].givesReserve }
    for t in 0..<count {
      let energy = schedule.storageEnergy[i * count + t]
      func needed(_ reserve: [Double]?, _ perPower: (Storage) -> Double) -> Double {
        guard let reserve else { return 0 }
        return givers.reduce(0) { $0 + reserve[$1 * count + t] * perPower(storages[$1]) }
      }
      let up = needed(schedule.storageReserveUp) { $0.reserveHours / $0.dischargeEfficiency }
      let down = needed(schedule.storageReserveDown) { $0.reserveHours * $0.chargeEfficiency }
      for (needed, room, direction) in [(up, energy - lowest, "upward"), (down, highest - energy, "downward")]
      where needed > max(0, room) + log.tolerance.slack(highest) {
        log.report(
          .storageReserveEnergy, level.reservoir.name, step: t, "\(direction) reserve that needs", needed, .atMost,
          max(0, room), unit: "MWh")
      }
    }
  }
}

/// What the machines that run can reach, MW discharged and MW charged, by storage and step; where they are known.
private func runningLimits(_ schedule: AlignedSchedule) -> [Int: [(up: Double, down: Double)]] {
  guard let discharging = schedule.unitsDischarging else { return [:] }
  var limits: [Int: [(up: Double, down: Double)]] = [:]
  var number = 0
  for (i, storage) in schedule.system.storages.enumerated() where storage.isSwitched {
    defer { number += 1 }
    guard let units = storage.units else { continue }
    limits[i] = (0..<schedule.count).map { t in
      let machines = discharging[number * schedule.count + t].rounded()
      return (
        machines * storage.dischargeCapacity / Double(units.count),
        units.pumpPower == nil ? storage.chargeCapacity : -machines * units.minimumOutput
      )
    }
  }
  return limits
}

private func auditReserve(
  _ reserve: Double, _ direction: String, of storage: Storage, step: Int, room: Double, capacity: Double,
  _ log: inout ViolationLog
) {
  if reserve < -log.tolerance.slack(0) {
    log.report(.storageReservePower, storage.name, step: step, "\(direction) reserve of", reserve, .atLeast, 0)
    return
  }
  let most = storage.givesReserve ? room : 0
  if reserve > most + log.tolerance.slack(capacity) {
    log.report(.storageReservePower, storage.name, step: step, "\(direction) reserve of", reserve, .atMost, most)
  }
}
