/// Powers and levels of a fleet over a horizon, `envelope * count + step`.
public struct FleetSchedule: Sendable, Equatable {
  public var count: Int
  /// MW off the load.
  public var discharge: [Double]
  /// MW onto the load.
  public var charge: [Double]
  /// MWh at the end of each step.
  public var energy: [Double]

  /// MW off the load, all together, by step.
  public var relief: [Double] {
    var sum = [Double](repeating: 0, count: count)
    guard count > 0 else { return sum }
    for k in discharge.indices { sum[k % count] += discharge[k] - charge[k] }
    return sum
  }
}

extension FleetSchedule {
  /// MW that each device takes off the load by itself, by name and step.
  func relief(by envelopes: [EnergyEnvelope]) -> [String: [Double]] {
    var relief: [String: [Double]] = [:]
    for (i, envelope) in envelopes.enumerated() {
      let net = (i * count..<(i + 1) * count).map { discharge[$0] - charge[$0] }
      for member in envelope.members { relief[member.name] = net.map { $0 * member.share } }
    }
    return relief
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
    return schedule
  }
}
