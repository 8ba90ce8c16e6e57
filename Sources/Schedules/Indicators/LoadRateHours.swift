import GridModel

/// How long coal units run below a load rate; each stage includes the deeper ones.
public struct LoadRateHours: Sendable, Equatable, Codable {
  /// Of capacity.
  public var belowPercent: Double
  /// Sum over the units.
  public var unitHours: Double
  /// Mean over the units, weighted with capacity.
  public var meanHours: Double

  enum CodingKeys: String, CodingKey {
    case belowPercent = "below_percent"
    case unitHours = "unit_hours"
    case meanHours = "mean_hours"
  }
}

/// Without commitment, a unit counts as on while it gives power. Running exactly at a rate is not below it.
func loadRateHours(of schedule: AlignedSchedule, below rates: [Double]) -> [LoadRateHours] {
  let count = schedule.count
  let units = schedule.system.thermalUnits
  let coal = units.indices.filter { units[$0].fuel == "coal" }
  let capacity = coal.reduce(0) { $0 + units[$1].capacity }
  return rates.map { rate in
    var unitHours = 0.0
    var weighted = 0.0
    for i in coal {
      let rounding = 1e-6 * units[i].capacity
      let threshold = rate * units[i].capacity - rounding
      var steps = 0
      for position in i * count..<(i + 1) * count {
        let power = schedule.thermalOutput[position]
        let isOn = schedule.thermalStatus.map { $0[position] >= 0.5 } ?? (power > rounding)
        if isOn, power < threshold { steps += 1 }
      }
      unitHours += Double(steps) * schedule.stepHours
      weighted += Double(steps) * schedule.stepHours * units[i].capacity
    }
    return LoadRateHours(
      belowPercent: rate * 100, unitHours: unitHours, meanHours: capacity > 0 ? weighted / capacity : 0)
  }
}
