import GridModel
import LinearOptimization

/// What the machines of a store do, with commitment: so many charge, so many discharge, never both, and between the two
/// they stand still for a while. A store without machines counts as one.
///
/// Machines that pump do so at a fixed power; those that generate give a minimum. Reserve comes from machines that run: by
/// those that generate up to capacity or down to the minimum, and by pumps that stop.
struct StorageOperation: Sendable {
  let name: String
  /// Machines that charge and that discharge.
  let charging: ColumnBlock
  let discharging: ColumnBlock
  let block: OperationBlock

  /// - Parameter level: of the store alone, where it has one.
  init(
    _ storage: Storage, _ plant: StorageFleet.Plant, level: OperationBlock.Level?, in builder: inout ProgramBuilder
  ) {
    let steps = builder.steps
    let count = Double(storage.units?.count ?? 1)
    let standstill = builder.system.horizon.steps(coveringHours: storage.changeoverHours)
    name = storage.name
    // Held at rest by what was done before the first step.
    var most = (charging: Array(repeating: count, count: steps), discharging: Array(repeating: count, count: steps))
    if let last = storage.given.last {
      let rest = min(steps, standstill - Int((last.hoursAgo / builder.stepHours).rounded()))
      for t in 0..<max(0, rest) {
        if last.isCharging { most.discharging[t] = 0 } else { most.charging[t] = 0 }
      }
    }
    let charging = builder.model.addColumns(
      "unitsCharging(\(name))", count: steps, upper: .series(most.charging), integer: true)
    let discharging = builder.model.addColumns(
      "unitsDischarging(\(name))", count: steps, upper: .series(most.discharging), integer: true)
    self.charging = charging
    self.discharging = discharging
    let each = (
      charge: storage.units?.pumpPower ?? storage.chargeCapacity / count, discharge: storage.dischargeCapacity / count
    )
    let least = storage.units?.minimumOutput ?? 0
    builder.model.addRows(
      "charging(\(name))", count: steps, lower: .constant(storage.units?.pumpPower == nil ? -.infinity : 0), upper: 0,
      terms: [Term(plant.charge, 1), Term(charging, .constant(-each.charge))])
    builder.model.addRows(
      "discharging(\(name))", count: steps, upper: 0,
      terms: [Term(plant.discharge, 1), Term(discharging, .constant(-each.discharge))])
    if least > 0 {
      builder.model.addRows(
        "dischargingLeast(\(name))", count: steps, lower: 0,
        terms: [Term(plant.discharge, 1), Term(discharging, .constant(-least))])
    }
    // One direction at a time, as a status of its own where there are several machines.
    let modes =
      count == 1
      ? (charging, discharging)
      : (
        builder.model.addColumns("isCharging(\(name))", count: steps, upper: 1, integer: true),
        builder.model.addColumns("isDischarging(\(name))", count: steps, upper: 1, integer: true)
      )
    if count > 1 {
      for (machines, mode) in [(charging, modes.0), (discharging, modes.1)] {
        builder.model.addRows(
          "mode(\(name))", count: steps, upper: 0, terms: [Term(machines, 1), Term(mode, .constant(-count))])
      }
    }
    for shift in 0...standstill {
      builder.model.addRows(
        "changeover(\(name),\(shift))", count: steps, upper: 1,
        terms: [Term(modes.0, 1), Term(modes.1, 1, shift: -shift)])
      guard shift > 0 else { continue }
      builder.model.addRows(
        "changeback(\(name),\(shift))", count: steps, upper: 1,
        terms: [Term(modes.1, 1), Term(modes.0, 1, shift: -shift)])
    }
    if storage.units != nil {
      if let up = plant.reserveUp {
        builder.model.addRows(
          "reserveUpUnits(\(name))", count: steps, upper: 0,
          terms: [
            Term(up, 1), Term(plant.discharge, 1), Term(plant.charge, -1),
            Term(discharging, .constant(-each.discharge)),
          ])
      }
      if let down = plant.reserveDown, storage.units?.pumpPower != nil {
        builder.model.addRows(
          "reserveDownUnits(\(name))", count: steps, upper: 0,
          terms: [Term(down, 1), Term(plant.discharge, -1), Term(discharging, .constant(least))])
      }
    }
    block = OperationBlock(
      charge: plant.charge, discharge: plant.discharge, charging: charging, discharging: discharging,
      modes: count > 1 ? [modes.0, modes.1] : [], perCharging: each.charge, perDischarging: each.discharge,
      leastDischarging: least, isFixed: storage.units?.pumpPower != nil, standstill: standstill, level: level)
  }
}
