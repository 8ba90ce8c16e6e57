extension Rule {
  /// A unit passes from minimum output to capacity within a day; slower ramps are usually MW per minute or percent.
  static let rampSpeed = Rule { review, log in
    for (index, unit) in review.system.thermalUnits.enumerated() {
      let band = unit.capacity - unit.minimumOutput
      guard band > tolerance else { continue }
      for (column, ramp) in [(ThermalUnitTable.rampUp, unit.rampUp), (ThermalUnitTable.rampDown, unit.rampDown)]
      where ramp * 24 < band && (column.pattern == ThermalUnitTable.rampUp.pattern || ramp != unit.rampUp) {
        log.add(
          .rampTooSlow, at: review.place(column, of: ThermalUnitTable.self, index),
          "\(column.pattern) \(NumberText.text(ramp)) takes unit \(quoted(unit.name)) more than a day through its "
            + "\(megawatts(band)) MW between minimum and capacity; is this MW per minute?")
      }
    }
  }
}
