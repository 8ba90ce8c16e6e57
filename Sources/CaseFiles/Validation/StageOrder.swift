extension Rule {
  /// Stages of deep regulation lie below each other, and a retrofit lowers the minimum output.
  static let stageOrder = Rule { review, log in
    for (index, unit) in review.system.thermalUnits.enumerated() {
      func check(_ column: Column, _ value: Double?, atMost limit: Double, _ what: String) {
        guard let value, value > limit + tolerance else { return }
        log.add(
          .minimumAboveMaximum, at: review.place(column, of: ThermalUnitTable.self, index),
          "\(column.pattern) \(megawatts(value)) is above \(what) \(megawatts(limit)) of unit \(quoted(unit.name))")
      }
      let deep = unit.deepRegulation
      check(ThermalUnitTable.regularMinimum, deep.withoutOil?.below, atMost: unit.capacity, "capacity_mw")
      check(
        ThermalUnitTable.oilMinimum, deep.withOil?.below, atMost: deep.withoutOil?.below ?? unit.capacity,
        deep.withoutOil == nil ? "capacity_mw" : "regular_min_mw")
      if let retrofit = unit.retrofit {
        check(
          ThermalUnitTable.retrofitMinimum, retrofit.minimumAfter, atMost: retrofit.minimumBefore, "min_output_mw")
      }
    }
  }
}
