/// Powers and levels of a fleet over a horizon, `envelope * count + step`.
public struct FleetSchedule: Sendable, Equatable {
  public var count: Int
  /// MW off the load.
  public var discharge: [Double]
  /// MW onto the load.
  public var charge: [Double]
  /// MWh at the end of each step.
  public var energy: [Double]

  /// MW that an envelope takes off the load, by step.
  public func relief(by envelope: EnergyEnvelope, at i: Int) -> [Double] {
    let drawn = envelope.drawn.values(count: count)
    return (0..<count).map { discharge[i * count + $0] - charge[i * count + $0] + drawn[$0] }
  }

  /// MW off the load, all together, by step.
  public func relief(by envelopes: [EnergyEnvelope]) -> [Double] {
    var sum = [Double](repeating: 0, count: count)
    for (i, envelope) in envelopes.enumerated() {
      for (t, power) in relief(by: envelope, at: i).enumerated() { sum[t] += power }
    }
    return sum
  }
}

extension PeakShavingSolution {
  /// The schedule over the whole horizon.
  public func schedule(of problem: PeakShavingProblem) -> FleetSchedule {
    let count = problem.count
    let n = problem.envelopes.count
    let zeros = [Double](repeating: 0, count: count * n)
    var schedule = FleetSchedule(count: count, discharge: zeros, charge: zeros, energy: zeros)
    var next = 0
    func rest(until end: Int) {
      while next < end {
        for i in 0..<n {
          let k = next * n + i
          let rest = problem.restLevel[i]
          let draw = rest - problem.retained[k] * rest - problem.inflow[k]
          let target = i * count + problem.step(next)
          schedule.charge[target] = max(0, draw / (problem.stepHours * problem.chargeEfficiency[i]))
          schedule.energy[target] = rest
        }
        next += 1
      }
    }
    for block in blocks {
      rest(until: block.steps.lowerBound)
      for p in block.steps {
        for i in 0..<n {
          let k = (p - block.steps.lowerBound) * n + i
          let target = i * count + problem.step(p)
          schedule.discharge[target] = max(0, block.power[k])
          schedule.charge[target] = max(0, -block.power[k])
          schedule.energy[target] = block.energy[k]
        }
      }
      next = block.steps.upperBound
    }
    rest(until: count)
    for (i, envelope) in problem.envelopes.enumerated() { schedule.lowerEnd(of: envelope, at: i, problem) }
    return schedule
  }
}

extension FleetSchedule {
  /// Ends a level exactly where it must, not above.
  ///
  /// From the last level back runs the highest from which giving all it can still ends there. Where the schedule comes
  /// to lie above, it follows that one: it charges less or gives more than before, and the load is nowhere higher.
  fileprivate mutating func lowerEnd(of envelope: EnergyEnvelope, at i: Int, _ problem: PeakShavingProblem) {
    guard var highest = envelope.endLevel, count > 0 else { return }
    let first = i * count
    let most = envelope.dischargeLimit.values(count: count)
    let (stored, drawn) = (
      problem.stepHours * envelope.chargeEfficiency, problem.stepHours / envelope.dischargeEfficiency
    )
    var t = count - 1
    while energy[first + t] > highest {
      energy[first + t] = highest
      let before = t > 0 ? energy[first + t - 1] : envelope.startLevel ?? highest
      let rise = max(highest - envelope.retention * before, -drawn * most[t])
      charge[first + t] = max(0, rise / stored)
      discharge[first + t] = max(0, -rise / drawn)
      highest = (highest + drawn * most[t]) / envelope.retention
      guard t > 0 else { return }
      t -= 1
    }
  }
}
