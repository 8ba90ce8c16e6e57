import LinearOptimization

/// Whole numbers of machines that follow from powers: what a method must know to round them. All at rest is allowed
/// wherever the device may stand still.
public struct OperationBlock: Sendable {
  let charge: ColumnBlock
  let discharge: ColumnBlock
  let charging: ColumnBlock
  let discharging: ColumnBlock
  /// Whether any charges, and any discharges, where these are columns of their own.
  let modes: [ColumnBlock]
  /// MW of one machine.
  let perCharging: Double
  let perDischarging: Double
  let leastDischarging: Double
  /// Whether one that charges does so at its full power.
  let isFixed: Bool
  /// Steps between charging and discharging.
  let standstill: Int

  /// Every column that is a whole number.
  public var columns: [ColumnBlock] { [charging, discharging] + modes }

  /// Those of which a relaxation that looks back no further than one step takes no notice: what runs in part still gives
  /// reserve only from what runs.
  public var ignored: [ColumnBlock] { modes.isEmpty ? standstill > 1 ? columns : [] : modes }

  /// What the level gains per step from a MW charged and loses per MW discharged; `nil` where the level is not the
  /// store's own.
  let level: Level?

  struct Level: Sendable {
    var energy: ColumnBlock
    var perCharge: Double
    var perDischarge: Double
    var retention: Double
    var initial: Double?
  }

  /// Sets the numbers to what the powers of a relaxed point ask for: charging in whole machines as its energy adds up,
  /// discharging wherever that leaves time for it, in as many as may share the power and are nearest to those of the point,
  /// and neither where the level could not follow.
  public func round(_ values: inout [Double], in model: LinearModel) {
    roundCharging(&values, in: model)
    let steps = charge.count
    let isCharging = (0..<steps).map { values[charging.first + $0] > 0 }
    for t in 0..<steps {
      let power = values[discharge.first + t]
      let isFree = !isCharging[max(0, t - standstill)...min(steps - 1, t + standstill)].contains(true)
      let fewest = isFree && perDischarging > 0 ? (power / perDischarging - 1e-6).rounded(.up) : 0
      var machines = isFree ? max(fewest, values[discharging.first + t].rounded()) : 0
      if leastDischarging > 0 { machines = min(machines, (power / leastDischarging + 1e-6).rounded(.down)) }
      values[discharging.first + t] = min(max(0, machines), model.columnUpper[discharging.first + t])
    }
    if let level { follow(level, &values, in: model) }
    settleModes(&values)
  }

  private func roundCharging(_ values: inout [Double], in model: LinearModel) {
    var owed = 0.0
    for t in 0..<charge.count {
      let power = values[charge.first + t]
      guard power > 1e-6 * perCharging, perCharging > 0 else {
        values[charging.first + t] = 0
        continue
      }
      owed += power / perCharging
      let machines = isFixed ? (owed + 1e-6).rounded(.down) : (power / perCharging - 1e-6).rounded(.up)
      values[charging.first + t] = min(machines, model.columnUpper[charging.first + t])
      owed -= isFixed ? values[charging.first + t] : owed
    }
  }

  /// Takes machines away until some levels obey their limits: the last that charged, or discharged, before a step in which
  /// all levels lie beyond.
  private func follow(_ level: Level, _ values: inout [Double], in model: LinearModel) {
    while let (step, excess) = conflict(level, values, in: model) {
      guard let last = (0...step).last(where: { values[excess.first + $0] > 0.5 }) else { return }
      values[excess.first + last] -= 1
    }
  }

  /// The first step that no level within limits can be reached in, and the machines of which there are too many.
  private func conflict(
    _ level: Level, _ values: [Double], in model: LinearModel
  ) -> (step: Int, excess: ColumnBlock)? {
    let steps = charge.count
    let start = level.initial ?? values[level.energy.first + steps - 1]
    var (least, most) = (start, start)
    for t in 0..<steps {
      let filled = values[charging.first + t] * perCharging * level.perCharge
      let emptied = values[discharging.first + t] * level.perDischarge
      least = level.retention * least + (isFixed ? filled : 0) - emptied * perDischarging
      most = level.retention * most + filled - emptied * leastDischarging
      let isCyclicEnd = level.initial == nil && t == steps - 1
      let lower = isCyclicEnd ? start : model.columnLower[level.energy.first + t]
      let upper = isCyclicEnd ? start : model.columnUpper[level.energy.first + t]
      if least > upper + 1e-6 { return (t, charging) }
      if most < lower - 1e-6 { return (t, discharging) }
      (least, most) = (max(least, lower), min(most, upper))
    }
    return nil
  }

  /// Sets all machines to rest.
  public func rest(_ values: inout [Double]) {
    for block in columns { for column in block.indices { values[column] = 0 } }
  }

  private func settleModes(_ values: inout [Double]) {
    for (mode, machines) in zip(modes, [charging, discharging]) {
      for t in 0..<mode.count { values[mode.first + t] = values[machines.first + t] > 0.5 ? 1 : 0 }
    }
  }
}
