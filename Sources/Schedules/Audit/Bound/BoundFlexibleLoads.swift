import GridModel

/// Interruptible loads: the dearest steps first. Budgets of days lie within those of years, so that is exact.
func boundInterruptibleLoads(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  let loads = multipliers.system.interruptibleLoads
  guard !loads.isEmpty else { return }
  let horizon = multipliers.system.horizon
  let (days, years) = (horizon.days, horizon.years)
  for load in loads {
    let gains = multipliers.prices(at: load.bus).map { $0 - load.price }
    let most = load.capacity * multipliers.stepHours
    var dayLeft = Budget(load.hoursPerDay * load.capacity, of: days, steps: gains.count)
    var yearLeft = Budget(load.hoursPerYear * load.capacity, of: years, steps: gains.count)
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
    for price in multipliers.prices(at: load.bus) {
      bound.add(0, size: roundings * (abs(price) + abs(load.price)) * most)
    }
  }
}

/// Energy that is left in each period, by step.
private struct Budget {
  private var left: [Double]
  private var period: [Int]

  init(_ energy: Double, of periods: [Range<Int>], steps: Int) {
    // Without full-capacity hours there is no limit, also where capacity is zero.
    left = Array(repeating: energy.isNaN ? .infinity : energy, count: periods.count)
    period = Array(repeating: 0, count: steps)
    for (p, steps) in periods.enumerated() { for t in steps { period[t] = p } }
  }

  subscript(step: Int) -> Double {
    get { left[period[step]] }
    set { left[period[step]] = newValue }
  }
}

/// Shiftable loads: in each window, from its dearest steps to its cheapest as long as that pays.
func boundShiftableLoads(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  for load in multipliers.system.shiftableLoads {
    let prices = Array(multipliers.prices(at: load.bus))
    let (most, least) = (load.downCapacity, load.upCapacity)
    for window in load.windows(of: multipliers.system.horizon) where most > 0 && least > 0 {
      let sorted = prices[window].sorted()
      var (cheap, dear) = (0, sorted.count - 1)
      var (room, rest) = (least, most)
      while cheap < sorted.count, dear >= 0 {
        let gain = sorted[dear] - sorted[cheap] - load.price
        guard gain > 0 else { break }
        let moved = min(room, rest)
        bound.add(-gain * moved * multipliers.stepHours)
        room -= moved
        rest -= moved
        if room <= 0 { (cheap, room) = (cheap + 1, least) }
        if rest <= 0 { (dear, rest) = (dear - 1, most) }
      }
      let size = sorted.reduce(0) { $0 + abs($1) + abs(load.price) }
      bound.add(0, size: 4 * size * (most + least) * multipliers.stepHours)
    }
  }
}
