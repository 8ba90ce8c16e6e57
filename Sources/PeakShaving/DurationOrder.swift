/// Spreads a power over resources by how long each could go on giving at nominal power.
struct DurationOrder: ~Copyable {
  private let n: Int
  private var slab = Slab()
  /// MW per hour of duration when discharging, and of charge for it.
  private let dischargeSlope: UnsafeMutablePointer<Double>
  private let chargeSlope: UnsafeMutablePointer<Double>
  /// Hours at nominal power per MWh of level.
  private let hours: UnsafeMutablePointer<Double>
  /// Durations at which each begins to be used, then those at which it is used up.
  private let bounds: UnsafeMutablePointer<Double>
  /// Those by duration, kept from one call to the next: levels change little in between, so sorting takes one pass.
  private var dischargeOrder: [Int]
  private var chargeOrder: [Int]

  init(_ problem: borrowing PeakShavingProblem) {
    n = problem.envelopes.count
    slab.reserve(5 * (n + 4))
    dischargeSlope = slab.take(n)
    chargeSlope = slab.take(n)
    hours = slab.take(n)
    bounds = slab.take(2 * n)
    dischargeOrder = Array(0..<2 * n)
    chargeOrder = dischargeOrder
    update(problem)
  }

  /// Turns to another size of the same resources.
  mutating func update(_ problem: borrowing PeakShavingProblem) {
    // What is solved must not depend on what was solved before, not even by rounding.
    for k in 0..<2 * n { (dischargeOrder[k], chargeOrder[k]) = (k, k) }
    let h = problem.stepHours
    for i in 0..<n {
      let nominal = problem.nominalPower[i]
      dischargeSlope[i] = nominal / h
      chargeSlope[i] = nominal / (h * problem.chargeEfficiency[i] * problem.dischargeEfficiency[i])
      hours[i] = nominal > 0 ? problem.dischargeEfficiency[i] / nominal : 0
    }
  }

  /// Longest duration first.
  mutating func discharge(
    _ need: Double, rooms: UnsafeMutablePointer<Double>, levels: UnsafeMutablePointer<Double>,
    onto power: UnsafeMutablePointer<Double>
  ) {
    lay(rooms, dischargeSlope, levels, sign: 1)
    let duration = Self.reach(need, bounds, rooms, dischargeSlope, &dischargeOrder)
    spread(rooms, dischargeSlope, until: duration, sign: 1, onto: power)
  }

  /// Shortest duration first.
  mutating func charge(
    _ need: Double, rooms: UnsafeMutablePointer<Double>, levels: UnsafeMutablePointer<Double>,
    onto power: UnsafeMutablePointer<Double>
  ) {
    lay(rooms, chargeSlope, levels, sign: -1)
    let duration = Self.reach(need, bounds, rooms, chargeSlope, &chargeOrder)
    spread(rooms, chargeSlope, until: duration, sign: -1, onto: power)
  }

  private func lay(
    _ rooms: UnsafeMutablePointer<Double>, _ slopes: UnsafeMutablePointer<Double>,
    _ levels: UnsafeMutablePointer<Double>, sign: Double
  ) {
    for i in 0..<n {
      bounds[i] = -sign * levels[i] * hours[i]
      bounds[n + i] = rooms[i] > 0 ? bounds[i] + rooms[i] / slopes[i] : bounds[i]
    }
  }

  /// The duration at which the rooms used up sum to what is needed.
  private static func reach(
    _ need: Double, _ bounds: UnsafeMutablePointer<Double>, _ rooms: UnsafeMutablePointer<Double>,
    _ slopes: UnsafeMutablePointer<Double>, _ order: inout [Int]
  ) -> Double {
    var order = order.mutableSpan
    for k in 1..<order.count {
      let event = order[k]
      let duration = bounds[event]
      var at = k
      while at > 0, bounds[order[at - 1]] > duration {
        order[at] = order[at - 1]
        at -= 1
      }
      order[at] = event
    }
    let n = order.count / 2
    var reached = 0.0
    var slope = 0.0
    var duration = bounds[order[0]]
    for k in order.indices {
      let event = order[k]
      let i = event < n ? event : event - n
      guard rooms[i] > 0 else { continue }
      let step = slope * (bounds[event] - duration)
      if reached + step >= need { return duration + (need - reached) / slope }
      reached += step
      duration = bounds[event]
      slope += event < n ? slopes[i] : -slopes[i]
    }
    return duration
  }

  private func spread(
    _ rooms: UnsafeMutablePointer<Double>, _ slopes: UnsafeMutablePointer<Double>, until duration: Double,
    sign: Double, onto power: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<n where rooms[i] > 0 {
      power[i] += sign * max(0, min(rooms[i], (duration - bounds[i]) * slopes[i]))
    }
  }
}
