import GridModel

/// Vehicle fleets: the level is given up for its value, and then each step stands alone.
func boundVehicleFleets(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  let count = multipliers.count
  let hours = multipliers.stepHours
  for (position, fleet) in multipliers.system.vehicleFleets.enumerated() where count > 0 {
    let envelope = fleet.envelope(over: multipliers.system.horizon)
    let values = Array(Multipliers.slice(multipliers.vehicleValue, position, count))
    let prices = Array(multipliers.prices(at: fleet.bus))
    bound.add(-values[0] * envelope.initialEnergy)
    for t in 0..<count {
      let value = values[t]
      // What is inside at the end of the last step is worth nothing.
      let next = t + 1 < count ? values[t + 1] : 0
      let charge = (prices[t] - value * fleet.chargeEfficiency) * hours * envelope.chargeLimit[t]
      let discharge =
        (fleet.dischargeCost - prices[t] + value / fleet.dischargeEfficiency) * hours * envelope.dischargeLimit[t]
      let lowest = t == count - 1 ? envelope.finalEnergy : 0
      let level = min((value - next) * lowest, (value - next) * envelope.capacity[t])
      let unmet = min(0, fleet.unmetPrice - value) * envelope.required[t]
      let surplus = min(0, value) * (envelope.mostLeaving[t] - envelope.required[t])
      let power = (abs(prices[t]) + abs(value) / fleet.dischargeEfficiency + abs(fleet.dischargeCost)) * hours
      let energy = (abs(value) + abs(next)) * envelope.capacity[t]
      let passing = (abs(value) + abs(fleet.unmetPrice)) * (envelope.arriving[t] + 2 * envelope.mostLeaving[t])
      bound.add(
        min(0, charge, discharge) + level + unmet + surplus - value * (envelope.arriving[t] - envelope.required[t]),
        size: power * (envelope.chargeLimit[t] + envelope.dischargeLimit[t]) + energy + passing)
    }
  }
}
