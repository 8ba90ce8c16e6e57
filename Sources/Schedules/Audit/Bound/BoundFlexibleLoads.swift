import GridModel

/// Interruptible loads: the dearest steps first. Budgets of days lie within those of years, so that is exact.
func boundInterruptibleLoads(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  let loads = multipliers.system.interruptibleLoads
  guard !loads.isEmpty else { return }
  let horizon = multipliers.system.horizon
  let (days, years) = (horizon.days, horizon.years)
  for load in loads {
    let most = load.capacity * multipliers.stepHours
    // What is interrupted is no longer there as reserve.
    let reserve = ReserveEarnings(multipliers, .up, of: load.reserveProvider)
    let kept = (0..<multipliers.count).map { reserve?.best($0) ?? 0 }
    for earned in kept where earned > 0 { bound.add(-earned * most) }
    let gains = zip(multipliers.prices(at: load.bus), kept).map { $0 - load.price - $1 }
    var dayLeft = Budget(load.hoursPerDay, of: load, spent: load.interruptedInDay, days)
    var yearLeft = Budget(load.hoursPerYear, of: load, spent: load.interruptedInYear, years)
    var order = gains.indices.filter { gains[$0] > 0 }
    if load.hoursPerDay < .infinity || load.hoursPerYear < .infinity { order.sort { gains[$0] > gains[$1] } }
    for t in order {
      let energy = min(most, dayLeft[t], yearLeft[t])
      dayLeft[t] -= energy
      yearLeft[t] -= energy
      bound.add(-gains[t] * energy)
    }
    // The gains are differences, and the energies what all steps before left.
    let roundings = 4 * (1 + Double(gains.count) / 64)
    for (price, earned) in zip(multipliers.prices(at: load.bus), kept) {
      bound.add(0, size: roundings * (abs(price) + abs(load.price) + earned) * most)
    }
  }
}

/// Energy that is left in each period, by step.
private struct Budget {
  private var left: [Double]
  private var period: [Int]

  /// Full-capacity hours in each period, of which some may be spent in the first.
  init(_ hours: Double, of load: InterruptibleLoad, spent: Double, _ periods: [Range<Int>]) {
    let energy = hours < .infinity ? hours * load.capacity : .infinity
    left = Array(repeating: energy, count: periods.count)
    if !left.isEmpty { left[0] = max(0, energy - spent) }
    period = Array(repeating: 0, count: periods.last?.upperBound ?? 0)
    for (p, steps) in periods.enumerated() { for t in steps { period[t] = p } }
  }

  subscript(step: Int) -> Double {
    get { left[period[step]] }
    set { left[period[step]] = newValue }
  }
}

/// Shiftable loads: ramps are given up for their prices, and in each window neutrality for the price of power over the
/// window that proves most.
func boundShiftableLoads(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  let hours = multipliers.stepHours
  for (position, load) in multipliers.system.shiftableLoads.enumerated() {
    let prices = raisingPrices(of: load, at: position, multipliers, &bound)
    for window in load.windows(of: multipliers.system.horizon) {
      let open = window.lowerBound == 0 ? load.openShift : 0
      let value = windowPrice(prices[window], of: load, toRaise: open / hours)
      bound.add(value * open)
      for price in prices[window] {
        // Lowering is paid the price and owes the window's; raising the reverse.
        let lowering = min(0, load.price - price + value) * load.downCapacity
        let raising = min(0, price - value) * load.upCapacity
        let size = (abs(price) + abs(value) + abs(load.price)) * (load.downCapacity + load.upCapacity)
        bound.add((lowering + raising) * hours, size: size * hours)
      }
    }
  }
}

/// What raising costs in each step with what ramps add, currency per MWh; what their limits are worth goes to the bound.
private func raisingPrices(
  of load: ShiftableLoad, at position: Int, _ multipliers: Multipliers, _ bound: inout BoundSum
) -> [Double] {
  var prices = Array(multipliers.prices(at: load.bus))
  let hours = multipliers.stepHours
  for (t, ramp) in Multipliers.slice(multipliers.shiftRamp, position, multipliers.count).enumerated() where ramp != 0 {
    // Positive against falling, negative against rising. Nothing ties the first step to an unknown one.
    let change = (ramp > 0 ? -load.ramp : load.ramp) * hours
    guard change.isFinite, let before = t > 0 ? 0 : load.initialShift else { continue }
    bound.add(ramp * hours * (before + change), size: abs(ramp) * hours * (abs(before) + abs(change)))
    prices[t] -= ramp
    if t > 0 { prices[t - 1] += ramp }
    // The differences round.
    bound.add(0, size: 2 * abs(ramp) * hours * (load.downCapacity + load.upCapacity))
  }
  return prices
}

/// Where what the window raises, less what it lowers, passes from too little to enough: at one of its prices, or at one
/// less that of lowering.
private func windowPrice(_ prices: ArraySlice<Double>, of load: ShiftableLoad, toRaise: Double) -> Double {
  var kinks = prices.map { (value: $0, power: load.upCapacity) }
  kinks += prices.map { (value: $0 - load.price, power: load.downCapacity) }
  kinks.sort { $0.value < $1.value }
  // At the least of all values everything is lowered.
  var missing = toRaise + load.downCapacity * Double(prices.count)
  for kink in kinks {
    missing -= kink.power
    if missing <= 0 { return kink.value }
  }
  return kinks.last?.value ?? 0
}
