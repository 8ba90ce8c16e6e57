import GridModel

/// Processes: ramps are given up for their prices, and each step runs at one of its limits.
func boundLinearProcesses(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  let count = multipliers.count
  let hours = multipliers.stepHours
  for (position, process) in multipliers.system.processes.enumerated() {
    var ramps = Array(Multipliers.slice(multipliers.processRamp, position, count))
    for t in ramps.indices where ramps[t] != 0 {
      // A positive price is that of falling no faster.
      let change = ramps[t] > 0 ? -process.rampDown * hours : process.rampUp * hours
      guard change.isFinite, let before = t > 0 ? 0 : process.initialLevel else {
        ramps[t] = 0
        continue
      }
      let price = ramps[t] * hours
      bound.add(price * (before + change), size: abs(price) * (abs(before) + abs(change)))
    }
    var rates = process.cost.values(count: count)
    var sizes = rates.map(abs)
    for port in process.ports {
      let given = port.rate.values(count: count)
      for (t, price) in multipliers.prices(at: port.bus).enumerated() {
        rates[t] -= given[t] * price
        sizes[t] += abs(given[t] * price)
      }
    }
    let least = process.least.scaled(by: process.capacity * hours).values(count: count)
    let most = process.most.scaled(by: process.capacity * hours).values(count: count)
    for t in 0..<count {
      let next = t + 1 < count ? ramps[t + 1] : 0
      let rate = rates[t] + next - ramps[t]
      let size = (sizes[t] + abs(next) + abs(ramps[t])) * max(abs(least[t]), abs(most[t]))
      bound.add(rate > 0 ? rate * least[t] : rate * most[t], size: size)
    }
  }
}
