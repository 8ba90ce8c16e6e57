import GridModel

/// The level follows from charging and discharging, stays within its limits and ends where it must.
func auditStorageLevel(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  guard count > 0 else { return }
  let minutes = schedule.system.horizon.stepMinutes
  for (i, storage) in schedule.system.storages.enumerated() {
    let retention = storage.retention(stepMinutes: minutes)
    let last = schedule.storageEnergy[i * count + count - 1]
    var before = storage.initialEnergy ?? (storage.endLevel == .cyclic ? last : nil)
    let slack = log.tolerance.slack(storage.energyCapacity)
    for t in 0..<count {
      let stored = storage.chargeEfficiency * schedule.storageCharge[i * count + t] * schedule.stepHours
      let taken = schedule.storageDischarge[i * count + t] * schedule.stepHours / storage.dischargeEfficiency
      let level = schedule.storageEnergy[i * count + t]
      // Relative to what moves, not to the level: an error that repeats every step adds up.
      let drift = log.tolerance.slack(stored + taken)
      if let before, abs(level - (retention * before + stored - taken)) > drift {
        let expected = retention * before + stored - taken
        log.report(.storageBalance, storage.name, step: t, "level of", level, .exactly, expected, unit: "MWh")
      }
      if level > storage.energyCapacity + slack {
        log.report(
          .storageLevel, storage.name, step: t, "level of", level, .atMost, storage.energyCapacity, unit: "MWh")
      } else if level < storage.minimumEnergy - slack {
        log.report(
          .storageLevel, storage.name, step: t, "level of", level, .atLeast, storage.minimumEnergy, unit: "MWh")
      }
      before = level
    }
    switch storage.endLevel {
    case .cyclic:
      // Without a given start, the balance of the first step closes the cycle.
      if let initial = storage.cycleEnergy ?? storage.initialEnergy, abs(last - initial) > slack {
        log.report(
          .storageEndLevel, storage.name, step: count - 1, "level at the end of", last, .exactly, initial, unit: "MWh")
      }
    case .atLeast(let least):
      if last < least - slack {
        log.report(
          .storageEndLevel, storage.name, step: count - 1, "level at the end of", last, .atLeast, least, unit: "MWh")
      }
    case .free: break
    }
  }
}
