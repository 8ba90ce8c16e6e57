import GridModel

/// Reserve of vehicles fits in the power that those at the plug have left, counting the end of the other direction, and in
/// the level of those that stay.
func auditVehicleReserve(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  for direction in ReserveRule.Direction.allCases {
    guard let promised = schedule.reserve(.vehicles, direction) else { continue }
    let what = direction == .up ? "upward" : "downward"
    for (i, fleet) in schedule.system.vehicleFleets.enumerated() {
      let envelope = fleet.envelope(over: schedule.system.horizon)
      for t in 0..<schedule.count {
        let position = i * schedule.count + t
        let reserve = promised[position]
        let net = schedule.vehicleDischarge[position] - schedule.vehicleCharge[position]
        let level = schedule.vehicleEnergy[position]
        let (power, energy, perPower) =
          direction == .up
          ? (envelope.dischargeLimit[t] - net, level, fleet.reserveHours / fleet.dischargeEfficiency)
          : (envelope.chargeLimit[t] + net, envelope.capacity[t] - level, fleet.reserveHours * fleet.chargeEfficiency)
        let most = fleet.givesReserve ? max(0, power) : 0
        if reserve < -log.tolerance.slack(0) {
          log.report(.vehicleReservePower, fleet.name, step: t, "\(what) reserve of", reserve, .atLeast, 0)
        } else if reserve > most + log.tolerance.slack(envelope.chargeLimit[t] + envelope.dischargeLimit[t]) {
          log.report(.vehicleReservePower, fleet.name, step: t, "\(what) reserve of", reserve, .atMost, most)
        }
        let needed = reserve * perPower
        if needed > max(0, energy) + log.tolerance.slack(envelope.capacity[t]) {
          log.report(
            .vehicleReserveEnergy, fleet.name, step: t, "\(what) reserve that needs", needed, .atMost, max(0, energy),
            unit: "MWh")
        }
      }
    }
  }
}
