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

  /// Sets the numbers to what the powers of a relaxed point ask for: charging in whole machines as its energy adds up,
  /// discharging wherever that leaves time for it.
  public func round(_ values: inout [Double], in model: LinearModel) {
    let steps = charge.count
    var owed = 0.0
    var isCharging = Array(repeating: false, count: steps)
    for t in 0..<steps {
      let power = values[charge.first + t]
      guard power > 1e-6 * perCharging, perCharging > 0 else {
        values[charging.first + t] = 0
        continue
      }
      owed += power / perCharging
      let machines = isFixed ? (owed + 1e-6).rounded(.down) : (power / perCharging - 1e-6).rounded(.up)
      values[charging.first + t] = min(machines, model.columnUpper[charging.first + t])
      owed -= isFixed ? values[charging.first + t] : owed
      isCharging[t] = values[charging.first + t] > 0
    }
    for t in 0..<steps {
      let power = values[discharge.first + t]
      let isFree = !isCharging[max(0, t - standstill)...min(steps - 1, t + standstill)].contains(true)
      var machines = isFree && perDischarging > 0 ? (power / perDischarging - 1e-6).rounded(.up) : 0
      if power < machines * leastDischarging * (1 - 1e-6) { machines -= 1 }
      values[discharging.first + t] = min(max(0, machines), model.columnUpper[discharging.first + t])
    }
    settleModes(&values)
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
