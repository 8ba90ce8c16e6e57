import GridModel

/// Vehicle fleets: the level is given up for its value, and then each step stands alone, with the reserve in it.
func boundVehicleFleets(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  let count = multipliers.count
  let hours = multipliers.stepHours
  for (position, fleet) in multipliers.system.vehicleFleets.enumerated() where count > 0 {
    let envelope = fleet.envelope(over: multipliers.system.horizon)
    let values = Array(Multipliers.slice(multipliers.vehicleValue, position, count))
    let prices = Array(multipliers.prices(at: fleet.bus))
    let up = fleet.givesReserve ? ReserveEarnings(multipliers, .up, of: fleet.reserveProvider) : nil
    let down = fleet.givesReserve ? ReserveEarnings(multipliers, .down, of: fleet.reserveProvider) : nil
    bound.add(-values[0] * envelope.initialEnergy)
    for t in 0..<count {
      let value = values[t]
      // What is inside at the end of the last step is worth nothing.
      let next = t + 1 < count ? values[t + 1] : 0
      var step = StorageStep(chargeCapacity: envelope.chargeLimit[t], dischargeCapacity: envelope.dischargeLimit[t])
      step.charge = (prices[t] - value * fleet.chargeEfficiency) * hours
      step.discharge = (fleet.dischargeCost - prices[t] + value / fleet.dischargeEfficiency) * hours
      step.level = value - next
      step.reserveUp = (up?.best(t) ?? 0) * hours
      step.reserveDown = (down?.best(t) ?? 0) * hours
      step.hold(
        (lowest: t == count - 1 ? envelope.finalEnergy : 0, highest: envelope.capacity[t]), from: 0,
        to: envelope.capacity[t], reserveUpPerEnergy: fleet.dischargeEfficiency / fleet.reserveHours,
        reserveDownPerEnergy: 1 / (fleet.reserveHours * fleet.chargeEfficiency))
      let unmet = min(0, fleet.unmetPrice - value) * envelope.required[t]
      let surplus = min(0, value) * (envelope.mostLeaving[t] - envelope.required[t])
      let power = (abs(prices[t]) + abs(value) / fleet.dischargeEfficiency + abs(fleet.dischargeCost)) * hours
      let energy = step.size(abs(value) + abs(next))
      let passing = (abs(value) + abs(fleet.unmetPrice)) * (envelope.arriving[t] + 2 * envelope.mostLeaving[t])
      bound.add(
        step.least + unmet + surplus - value * (envelope.arriving[t] - envelope.required[t]),
        size: power * (envelope.chargeLimit[t] + envelope.dischargeLimit[t]) + energy + passing)
    }
  }
}
