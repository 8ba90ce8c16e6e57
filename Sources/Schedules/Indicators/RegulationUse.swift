import GridModel

/// Deep peak regulation by stage (深度调峰), over the units that have stages.
///
/// Without commitment only units that are set on count: the low output of another stands for being off part of the time.
/// Oil is then that of the convex mix which its output is paid for.
public struct RegulationUse: Sendable, Equatable, Codable {
  /// Hours on below the regular minimum, summed over the units: down to the stage with oil, and in it.
  public var withoutOilHours = 0.0
  public var withOilHours = 0.0
  /// MWh missing to the regular minimum of units that are on.
  public var depth = 0.0
  /// t.
  public var oil = 0.0

  enum CodingKeys: String, CodingKey {
    case withoutOilHours = "without_oil_unit_hours"
    case withOilHours = "with_oil_unit_hours"
    case depth = "depth_mwh"
    case oil = "oil_t"
  }

  /// `nil` where no unit can be in deep regulation.
  init?(_ schedule: AlignedSchedule, thermal accounts: [ThermalAccount]) {
    let count = schedule.count
    var hasStages = false
    for (i, unit) in schedule.system.thermalUnits.enumerated() {
      let stages = unit.deepStages
      guard let first = stages.first else { continue }
      hasStages = true
      let withOil = stages.last { $0.oil > 0 }
      let lowest = schedule.lowestOutputs(unit, at: i, available: schedule.available(unit))
      for t in 0..<count {
        let power = schedule.thermalOutput[i * count + t]
        let isOn = schedule.thermalStatus.map { $0[i * count + t] >= 0.5 } ?? (lowest[t] > 0)
        guard isOn, power < first.top - OperatingCurve.inStage else { continue }
        depth += (first.top - power) * schedule.stepHours
        if let withOil, power < withOil.top - OperatingCurve.inStage {
          withOilHours += schedule.stepHours
        } else {
          withoutOilHours += schedule.stepHours
        }
      }
      oil += accounts[i].oil
    }
    guard hasStages else { return nil }
  }
}
