import GridModel

/// How far thermal output could have gone down, and what holds the rest.
struct ThermalRoom {
  private let schedule: AlignedSchedule
  /// Least output by unit and step where it is on: what minimum output, heat, reserve downwards and must-run ask for.
  /// Output counts what heat takes from it, as the unit's limits do.
  private let least: [Double]
  /// What is asked of every unit in every step, kept apart: a copy of a unit costs more than the answer.
  private let ramps: [(up: Double, down: Double, before: Double?)]

  init(_ schedule: AlignedSchedule) {
    self.schedule = schedule
    let count = schedule.count
    let bound = Self.boundReserve(schedule)
    var least: [Double] = []
    for (i, unit) in schedule.system.thermalUnits.enumerated() {
      let mustRun = unit.mustRun.values(count: count)
      let available = schedule.available(unit)
      for t in 0..<count {
        let k = i * count + t
        // Without commitment a unit that is not set on can go down to nothing.
        let isHeld = schedule.thermalStatus == nil ? mustRun[t] > 0.5 : schedule.isOn(k)
        let heat = (unit.heat?.outputPerHeat ?? 0) * schedule.thermalHeat[k]
        let floor = max(heat, isHeld ? min(unit.minimumOutput, available[t]) : 0)
        least.append(min(schedule.thermalOutput[k], floor + bound[t] * (schedule.thermalReserveDown?[k] ?? 0)))
      }
    }
    self.least = least
    let hours = schedule.stepHours
    ramps = schedule.system.thermalUnits.map { ($0.rampUp * hours, $0.rampDown * hours, $0.outputBefore) }
  }

  /// MW that output could fall by in a step alone, what ramps hold above the minimum, and the minimum itself.
  func parts(_ unit: Int, _ step: Int) -> (free: Double, ramp: Double, minimum: Double) {
    let count = schedule.count
    let k = unit * count + step
    let above = max(0, schedule.thermalOutput[k] - least[k])
    var held = 0.0
    let (up, down, before) = ramps[unit]
    // Ramps hold while a unit stays on.
    func staysOn(_ other: Int) -> Bool { schedule.thermalStatus == nil || schedule.isOn(other) }
    for other in [k - 1, k + 1]
    where schedule.thermalStatus != nil && (unit * count..<(unit + 1) * count).contains(other) && schedule.isOn(other) {
      let device = schedule.system.thermalUnits[unit]
      held = max(held, Self.heldByStages(of: device, beside: schedule.thermalOutput[other], schedule.stepHours))
    }
    if step > 0 {
      if staysOn(k - 1) { held = max(held, schedule.thermalOutput[k - 1] - down) }
    } else if let before {
      held = max(held, before - down)
    }
    if step + 1 < count, staysOn(k + 1), schedule.thermalOutput[k + 1] > 0 {
      let reserve = schedule.thermalReserveUp?[k + 1] ?? 0
      // With commitment, reserve counts in the rise.
      held = max(held, schedule.thermalOutput[k + 1] + (schedule.thermalStatus == nil ? 0 : reserve) - up)
    }
    let ramp = min(above, max(0, held - least[k]))
    return (above - ramp, ramp, min(schedule.thermalPower[k], least[k]))
  }

  /// Output that ramps within deep stages hold beside a step with another output.
  private static func heldByStages(of unit: ThermalUnit, beside output: Double, _ hours: Double) -> Double {
    unit.deepStages.reduce(0) { held, stage in
      let part = min(max(0, output - stage.bottom), stage.width) - stage.ramp * hours
      return part > 0 ? max(held, stage.bottom + part) : held
    }
  }

  /// Part of the reserve downwards that is asked for, by step: schedules may hold more than is needed.
  private static func boundReserve(_ schedule: AlignedSchedule) -> [Double] {
    let system = schedule.system
    let count = schedule.count
    var bound = Array(repeating: 0.0, count: count)
    let zones = Dictionary(system.buses.map { ($0.name, $0.zone) }, uniquingKeysWith: { first, _ in first })
    for (r, rule) in system.reserves.enumerated() where rule.direction == .down {
      let needed = rule.requirement.values(count: count)
      var held = Array(repeating: 0.0, count: count)
      func add(_ values: [Double]?, _ buses: [String]) {
        guard let values else { return }
        for (i, bus) in buses.enumerated() where rule.zone == nil || rule.zone == zones[bus] {
          for t in 0..<count { held[t] += values[i * count + t] }
        }
      }
      add(schedule.thermalReserveDown, system.thermalUnits.map(\.bus))
      add(schedule.storageReserveDown, system.storages.map(\.bus))
      for t in 0..<count where held[t] > 0 {
        bound[t] = max(bound[t], min(1, max(0, needed[t] - schedule.reserveShortfall[r * count + t]) / held[t]))
      }
    }
    return bound
  }
}
