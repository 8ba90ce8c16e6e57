import GridModel

/// The columns of units that give heat besides power.
extension ThermalUnitTable {
  static let heatBus = Column.text("heat_bus", default: "no heat", "Bus of carrier heat that the unit gives heat to.")
  static let heatOperation = Column.choice(
    "heat_operation", CombinedHeat.Operation.allCases.map(\.rawValue), default: "extraction",
    "`extraction`: power moves above a line that rises with heat; `back-pressure`: power stays on it.")
  static let heatCapacity = Column.number(
    "heat_capacity_mw", "MW", default: "required with heat_bus", "Most heat that the unit gives.")
  static let powerLoss = Column.number(
    "power_loss_per_heat", "MW/MW", default: "0.15 for extraction, 0 for back-pressure", in: 0...1,
    "Power lost per heat given.")
  static let powerPerHeat = Column.number(
    "power_per_heat", "MW/MW", default: "0.5", in: 0.01...10, "Power per heat on the line.")
  static let heatColumns = [heatBus, heatOperation, heatCapacity, powerLoss, powerPerHeat]

  static func heat(_ row: inout RowReader) -> CombinedHeat? {
    guard row.field(heatBus) != nil else {
      for column in heatColumns.dropFirst() where row.field(column) != nil {
        row.fault(.conflictingValues, column, "\(column.pattern) is given, but heat_bus is blank (no heat)")
      }
      return nil
    }
    let operation = row.choice(heatOperation, default: CombinedHeat.Operation.extraction)
    let capacity = row.number(heatCapacity)
    if capacity == nil {
      row.fault(.missingValue, heatCapacity, "heat_capacity_mw is blank, but required with heat_bus")
    }
    return CombinedHeat(
      bus: row.bus(heatBus), operation: operation, capacity: capacity ?? .nan,
      powerLoss: row.number(powerLoss, default: operation == .extraction ? 0.15 : 0),
      powerPerHeat: row.number(powerPerHeat, default: 0.5))
  }

  static func encode(_ heat: CombinedHeat, into row: inout RowWriter) {
    row[heatBus] = heat.bus
    row[heatOperation] = heat.operation.rawValue
    row[heatCapacity] = heat.capacity
    row[powerLoss] = heat.powerLoss
    row[powerPerHeat] = heat.powerPerHeat
  }
}
