import GridModel

/// Every level follows from what its plants charge and discharge, from inflow and spill, stays within its limits and
/// ends where it must.
func auditStorageLevel(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  guard schedule.count > 0 else { return }
  var spilling = 0
  for (i, level) in schedule.levels.enumerated() {
    var net = inflow(of: level, spilling, schedule, &log)
    if level.reservoir.hasInflow { spilling += 1 }
    var moved = net.map(abs)
    for plant in level.plants {
      let storage = schedule.system.storages[plant]
      for t in 0..<schedule.count {
        let stored = storage.chargeEfficiency * schedule.storageCharge[plant * schedule.count + t] * schedule.stepHours
        let taken =
          schedule.storageDischarge[plant * schedule.count + t] * schedule.stepHours / storage.dischargeEfficiency
        net[t] += stored - taken
        moved[t] += stored + taken
      }
    }
    auditLevel(
      level.reservoir, Array(schedule.storageEnergy[i * schedule.count..<(i + 1) * schedule.count]), net, moved,
      schedule, &log)
  }
}

/// What flows in and is not spilled, MWh by step.
private func inflow(
  of level: StoredLevel, _ spilling: Int, _ schedule: AlignedSchedule, _ log: inout ViolationLog
) -> [Double] {
  let count = schedule.count
  guard level.reservoir.hasInflow else { return Array(repeating: 0, count: count) }
  let inflow = level.reservoir.inflow.values(count: count)
  return (0..<count).map { t in
    let spill = schedule.storageSpill[spilling * count + t]
    if spill > inflow[t] + log.tolerance.slack(inflow[t]) {
      log.report(.storageSpill, level.reservoir.name, step: t, "spill of", spill, .atMost, inflow[t])
    } else if spill < -log.tolerance.slack(0) {
      log.report(.storageSpill, level.reservoir.name, step: t, "spill of", spill, .atLeast, 0)
    }
    return (inflow[t] - spill) * schedule.stepHours
  }
}

/// - Parameters:
///   - net: MWh by which the level rises in each step.
///   - moved: MWh that go in and out: what the tolerance is relative to, as an error that repeats every step adds up.
private func auditLevel(
  _ reservoir: Reservoir, _ energy: [Double], _ net: [Double], _ moved: [Double], _ schedule: AlignedSchedule,
  _ log: inout ViolationLog
) {
  let retention = reservoir.retention(stepMinutes: schedule.system.horizon.stepMinutes)
  let last = energy[energy.count - 1]
  var before = reservoir.initialEnergy ?? (reservoir.endLevel == .cyclic ? last : nil)
  let slack = log.tolerance.slack(reservoir.energyCapacity)
  let (lowest, highest) = reservoir.band(count: energy.count)
  for (t, level) in energy.enumerated() {
    if let before, abs(level - (retention * before + net[t])) > log.tolerance.slack(moved[t]) {
      let expected = retention * before + net[t]
      log.report(.storageBalance, reservoir.name, step: t, "level of", level, .exactly, expected, unit: "MWh")
    }
    if level > highest[t] + slack {
      log.report(.storageLevel, reservoir.name, step: t, "level of", level, .atMost, highest[t], unit: "MWh")
    } else if level < lowest[t] - slack {
      log.report(.storageLevel, reservoir.name, step: t, "level of", level, .atLeast, lowest[t], unit: "MWh")
    }
    before = level
  }
  let end = energy.count - 1
  switch reservoir.endLevel {
  case .cyclic:
    // Without a given start, the balance of the first step closes the cycle.
    if let initial = reservoir.cycleEnergy ?? reservoir.initialEnergy, abs(last - initial) > slack {
      log.report(
        .storageEndLevel, reservoir.name, step: end, "level at the end of", last, .exactly, initial, unit: "MWh")
    }
  case .atLeast(let least):
    if last < least - slack {
      log.report(
        .storageEndLevel, reservoir.name, step: end, "level at the end of", last, .atLeast, least, unit: "MWh")
    }
  case .free: break
  }
}
