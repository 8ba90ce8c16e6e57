import GridModel

/// Heat of a thermal unit: its line of power on heat is given up for its price, and then heat stands alone in each step.
func boundHeat(of unit: ThermalUnit, _ multipliers: Multipliers, _ bound: inout BoundSum) {
  guard let heat = unit.heat else { return }
  let line = multipliers.heatLinePrices(of: unit)
  let hours = multipliers.stepHours
  let powers = Array(multipliers.prices(at: unit.bus))
  let charges = multipliers.outputCharges(of: unit)
  for (t, price) in multipliers.prices(at: heat.bus).enumerated() {
    let leaving = line?[t] ?? 0
    // What rules charge is on power, of which heat leaves less.
    let power = powers[t] - (charges?[t] ?? 0)
    let rate = heat.powerLoss * power + heat.outputPerHeat * leaving - price
    let size =
      heat.powerLoss * (abs(powers[t]) + abs(charges?[t] ?? 0)) + heat.outputPerHeat * abs(leaving) + abs(price)
    bound.add(min(0, rate) * heat.capacity * hours, size: size * heat.capacity * hours)
  }
}

/// Converters: ramps are given up for their prices, and each step draws all or nothing.
func boundConverters(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  let count = multipliers.count
  let hours = multipliers.stepHours
  for (position, converter) in multipliers.system.converters.enumerated() {
    var ramps = Array(Multipliers.slice(multipliers.converterRamp, position, count))
    for t in ramps.indices where ramps[t] != 0 {
      let before = t > 0 ? 0 : converter.initialInput
      let change = (ramps[t] > 0 ? -1 : 1) * converter.ramp * hours
      guard change.isFinite, let before else {
        ramps[t] = 0
        continue
      }
      let price = ramps[t] * hours
      bound.add(price * (before + change), size: abs(price) * (abs(before) + abs(change)))
    }
    let given = Array(multipliers.prices(at: converter.to))
    for (t, drawn) in multipliers.prices(at: converter.from).enumerated() {
      let next = t + 1 < count ? ramps[t + 1] : 0
      let rate = converter.variableCost + drawn - converter.efficiency * given[t] + next - ramps[t]
      let size =
        abs(converter.variableCost) + abs(drawn) + converter.efficiency * abs(given[t]) + abs(next) + abs(ramps[t])
      bound.add(min(0, rate) * converter.capacity * hours, size: size * converter.capacity * hours)
    }
  }
}
