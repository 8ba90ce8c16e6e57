import GridModel

/// Vehicles charge and give back within what the plugs of those present carry, stay between empty and full, and leave with
/// what they need.
func auditVehicleFleets(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  for (i, fleet) in schedule.system.vehicleFleets.enumerated() {
    let envelope = fleet.envelope(over: schedule.system.horizon)
    auditPower(of: fleet, i, envelope, schedule, &log)
    auditEnergy(of: fleet, i, envelope, schedule, &log)
  }
}

private func auditPower(
  of fleet: VehicleFleet, _ i: Int, _ envelope: VehicleEnvelope, _ schedule: AlignedSchedule, _ log: inout ViolationLog
) {
  for t in 0..<schedule.count {
    let charge = schedule.vehicleCharge[i * schedule.count + t]
    let discharge = schedule.vehicleDischarge[i * schedule.count + t]
    for (value, what, limit) in [
      (charge, "charging of", envelope.chargeLimit[t]), (discharge, "giving back of", envelope.dischargeLimit[t]),
    ] {
      if value > limit + log.tolerance.slack(limit) {
        log.report(.vehiclePower, fleet.name, step: t, what, value, .atMost, limit)
      } else if value < -log.tolerance.slack(0) {
        log.report(.vehiclePower, fleet.name, step: t, what, value, .atLeast, 0)
      }
    }
    let both = min(charge, discharge)
    if both > log.tolerance.slack(max(charge, discharge)) {
      log.report(.vehiclePower, fleet.name, step: t, "charging and giving back at once by", both, .atMost, 0)
    }
  }
}

/// What left follows from the levels: it is nowhere written.
private func auditEnergy(
  of fleet: VehicleFleet, _ i: Int, _ envelope: VehicleEnvelope, _ schedule: AlignedSchedule, _ log: inout ViolationLog
) {
  var before = envelope.initialEnergy
  for t in 0..<schedule.count {
    let position = i * schedule.count + t
    let level = schedule.vehicleEnergy[position]
    let least = t == schedule.count - 1 ? envelope.finalEnergy : 0
    if level > envelope.capacity[t] + log.tolerance.slack(envelope.capacity[t]) {
      log.report(.vehicleLevel, fleet.name, step: t, "level of", level, .atMost, envelope.capacity[t], unit: "MWh")
    } else if level < least - log.tolerance.slack(least) {
      log.report(.vehicleLevel, fleet.name, step: t, "level of", level, .atLeast, least, unit: "MWh")
    }
    let stored = fleet.chargeEfficiency * schedule.vehicleCharge[position] * schedule.stepHours
    let taken = schedule.vehicleDischarge[position] * schedule.stepHours / fleet.dischargeEfficiency
    let left = before + envelope.arriving[t] + stored - taken - level
    let unmet = schedule.vehicleUnmet[position] * schedule.stepHours
    let required = envelope.required[t] - unmet
    let slack = log.tolerance.slack(stored + taken + envelope.arriving[t] + envelope.required[t])
    if unmet < -slack || unmet > envelope.required[t] + slack {
      log.report(
        .vehicleDeparture, fleet.name, step: t, "unmet need of", unmet, unmet < 0 ? .atLeast : .atMost,
        unmet < 0 ? 0 : envelope.required[t], unit: "MWh")
    } else if left < required - slack {
      log.report(.vehicleDeparture, fleet.name, step: t, "vehicles leave with", left, .atLeast, required, unit: "MWh")
    } else if left > envelope.mostLeaving[t] + slack {
      log.report(
        .vehicleDeparture, fleet.name, step: t, "vehicles leave with", left, .atMost, envelope.mostLeaving[t],
        unit: "MWh")
    }
    before = level
  }
}
