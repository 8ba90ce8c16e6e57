import GridModel

/// Export channels take power at the price of the bus and earn their own. Ramps, energy and shares of renewable energy
/// are given up for their prices, and then each step stands alone.
func boundExports(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  var obligations = 0
  for (position, channel) in multipliers.system.exportChannels.enumerated() {
    var rates = ChannelRates(channel, at: position, multipliers, &bound)
    if channel.renewables != nil {
      rates.addShare(of: channel, at: obligations, multipliers, &bound)
      obligations += 1
    }
    let (least, most) = channel.band(count: multipliers.count)
    for t in 0..<multipliers.count {
      // Renewable energy is asked for only of what is sent, and designated as far as there can be any.
      func cost(_ power: Double) -> Double {
        rates.power[t] * power + rates.sent[t] * max(0, power) + rates.designated[t]
          * max(0, min(power, rates.available[t]))
      }
      var cheapest = min(cost(least[t]), cost(most[t]))
      if rates.available[t] > least[t], rates.available[t] < most[t] {
        cheapest = min(cheapest, cost(rates.available[t]))
      }
      let size = rates.size[t] * max(abs(least[t]), abs(most[t]))
      bound.add(cheapest * multipliers.stepHours, size: size * multipliers.stepHours)
    }
  }
}

/// What a MW costs in each step, currency per MWh.
private struct ChannelRates {
  var power: [Double]
  /// Of power above zero only.
  var sent: [Double]
  /// Of renewable energy designated, never above zero, and the most there can be, MW.
  var designated: [Double]
  var available: [Double]
  var size: [Double]

  init(_ channel: ExportChannel, at position: Int, _ multipliers: Multipliers, _ bound: inout BoundSum) {
    let count = multipliers.count
    let price = channel.price.values(count: count)
    power = zip(multipliers.prices(at: channel.bus), price).map { $0 - $1 }
    size = zip(multipliers.prices(at: channel.bus), price).map { 2 * (abs($0) + abs($1)) }
    sent = price.map { $0 * channel.lossPart }
    designated = Array(repeating: 0, count: count)
    available = designated
    guard channel.flexibility != nil else { return }
    addRamps(channel, position, multipliers, &bound)
    let horizon = multipliers.system.horizon
    addEnergy(multipliers.exportDay, horizon.days, channel.dailyLimits(over: horizon), position, multipliers, &bound)
    addEnergy(multipliers.exportYear, horizon.years, channel.yearlyLimits(over: horizon), position, multipliers, &bound)
  }

  private mutating func addRamps(
    _ channel: ExportChannel, _ position: Int, _ multipliers: Multipliers, _ bound: inout BoundSum
  ) {
    guard let ramp = channel.flexibility?.ramp, ramp.isFinite else { return }
    let prices = Array(Multipliers.slice(multipliers.exportRamp, position, multipliers.count))
    let limit = ramp * multipliers.stepHours
    for (t, price) in prices.enumerated() where price != 0 {
      // Nothing ties the first step to an unknown one.
      guard let before = t > 0 ? 0 : channel.sent.power else { continue }
      bound.add(
        price * (before + (price > 0 ? -limit : limit)) * multipliers.stepHours,
        size: abs(price) * (abs(before) + limit) * multipliers.stepHours)
      power[t] -= price
      size[t] += abs(price)
      if t > 0 {
        power[t - 1] += price
        size[t - 1] += abs(price)
      }
    }
  }

  private mutating func addEnergy(
    _ table: [Double], _ runs: [Range<Int>], _ limits: [ClosedRange<Double>], _ position: Int,
    _ multipliers: Multipliers, _ bound: inout BoundSum
  ) {
    let prices = Array(Multipliers.slice(table, position, multipliers.count))
    for (run, limit) in zip(runs, limits) {
      // One price for the whole run.
      let price = prices[run.lowerBound]
      let energy = price > 0 ? limit.lowerBound : limit.upperBound
      guard price != 0, energy.isFinite else { continue }
      bound.add(price * energy)
      for t in run {
        power[t] -= price
        size[t] += abs(price)
      }
    }
  }

  /// What is sent owes its part at the price of the share, earns it back with what is designated at the price of the
  /// pools, and falls short at the price of that.
  mutating func addShare(
    of channel: ExportChannel, at position: Int, _ multipliers: Multipliers, _ bound: inout BoundSum
  ) {
    guard let obligation = channel.renewables else { return }
    let prices = Array(Multipliers.slice(multipliers.share, position, multipliers.count))
    let pools = multipliers.system.renewablePools
    let horizon = multipliers.system.horizon
    available = Array(repeating: .infinity, count: multipliers.count)
    for zone in pools where zone == nil || zone == obligation.zone {
      var sum = Array(repeating: 0.0, count: multipliers.count)
      for plant in multipliers.system.renewables {
        guard zone == nil || multipliers.system.buses[multipliers.bus(plant.bus)].zone == zone else { continue }
        for (t, part) in plant.availability.values(count: multipliers.count).enumerated() {
          sum[t] += part * plant.capacity
        }
      }
      // Rounding of the sum aside.
      for t in sum.indices { available[t] = min(available[t], sum[t] * (1 + 1e-12)) }
    }
    for (number, run) in obligation.runs(of: horizon).enumerated() {
      let price = min(prices[run.lowerBound], obligation.shortfallPrice)
      if number == 0 { bound.add(-price * channel.sent.renewableSurplus) }
      for t in run {
        var paid = 0.0
        for (p, zone) in pools.enumerated() where zone == nil || zone == obligation.zone {
          paid += multipliers.pool[p * multipliers.count + t]
        }
        sent[t] += obligation.part * price
        designated[t] = min(0, paid - price)
        size[t] += 2 * price + paid
      }
    }
  }
}

/// What renewable output earns because it can be designated, by step: in the whole system, and besides in each zone.
func poolEarnings(_ multipliers: Multipliers) -> (whole: [Double]?, zones: [String: [Double]]) {
  var whole: [Double]?
  var zones: [String: [Double]] = [:]
  for (p, zone) in multipliers.system.renewablePools.enumerated() {
    let prices = Array(Multipliers.slice(multipliers.pool, p, multipliers.count))
    if let zone { zones[zone] = prices } else { whole = prices }
  }
  return (whole, zones)
}
