/// Spreads a power over resources by how long each could go on giving at nominal power.
struct DurationOrder {
  private struct Event {
    var duration: Double
    /// Change of MW per hour of duration.
    var slope: Double
  }

  private let n: Int
  /// MW per hour of duration when discharging, and of charge for it.
  private let dischargeSlope: [Double]
  private let chargeSlope: [Double]
  /// Hours at nominal power per MWh of level.
  private let hours: [Double]
  private var start: [Double]
  private var events: [Event] = []

  init(_ problem: PeakShavingProblem) {
    n = problem.envelopes.count
    let h = problem.stepHours
    let nominal = problem.nominalPower
    dischargeSlope = nominal.map { $0 / h }
    chargeSlope = problem.envelopes.indices.map { i in
      nominal[i] / (h * problem.envelopes[i].chargeEfficiency * problem.envelopes[i].dischargeEfficiency)
    }
    hours = problem.envelopes.indices.map { problem.envelopes[$0].dischargeEfficiency / nominal[$0] }
    start = Array(repeating: 0, count: n)
    events.reserveCapacity(2 * n)
  }

  /// Longest duration first.
  mutating func discharge(_ need: Double, rooms: [Double], levels: [Double], onto power: inout [Double]) {
    spread(need, rooms, dischargeSlope, levels, sign: 1, onto: &power)
  }

  /// Shortest duration first.
  mutating func charge(_ need: Double, rooms: [Double], levels: [Double], onto power: inout [Double]) {
    spread(need, rooms, chargeSlope, levels, sign: -1, onto: &power)
  }

  /// Durations are evened out from the first on, until the rooms used up sum to what is needed.
  private mutating func spread(
    _ need: Double, _ rooms: [Double], _ slopes: [Double], _ levels: [Double], sign: Double, onto power: inout [Double]
  ) {
    events.removeAll(keepingCapacity: true)
    for i in 0..<n where rooms[i] > 0 {
      start[i] = -sign * levels[i] * hours[i]
      insert(Event(duration: start[i], slope: slopes[i]))
      insert(Event(duration: start[i] + rooms[i] / slopes[i], slope: -slopes[i]))
    }
    var reached = 0.0
    var slope = 0.0
    var duration = events.first?.duration ?? 0
    for event in events {
      let step = slope * (event.duration - duration)
      if reached + step >= need {
        duration += (need - reached) / slope
        break
      }
      reached += step
      duration = event.duration
      slope += event.slope
    }
    for i in 0..<n where rooms[i] > 0 {
      power[i] += sign * max(0, min(rooms[i], (duration - start[i]) * slopes[i]))
    }
  }

  private mutating func insert(_ event: Event) {
    var k = events.count
    events.append(event)
    while k > 0, events[k - 1].duration > event.duration {
      events[k] = events[k - 1]
      k -= 1
    }
    events[k] = event
  }
}
