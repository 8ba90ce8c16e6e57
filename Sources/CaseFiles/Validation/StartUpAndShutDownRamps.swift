extension Rule {
  /// A unit that may not start at its minimum output, or stop from it, could never start or stop.
  static let startUpAndShutDownRamps = Rule { review, log in
    for (index, unit) in review.system.thermalUnits.enumerated()
    where unit.minimumOutput <= unit.capacity {
      let minimum = "min_output_mw \(megawatts(unit.minimumOutput))"
      if unit.startUpRamp < unit.minimumOutput - tolerance {
        log.add(
          .startUpRampTooLow, at: review.place(ThermalUnitTable.startUpRamp, of: ThermalUnitTable.self, index),
          "start_up_ramp_mw \(megawatts(unit.startUpRamp)) is below \(minimum): unit \(quoted(unit.name)) could never start"
        )
      }
      if unit.shutDownRamp < unit.minimumOutput - tolerance {
        log.add(
          .shutDownRampTooLow, at: review.place(ThermalUnitTable.shutDownRamp, of: ThermalUnitTable.self, index),
          "shut_down_ramp_mw \(megawatts(unit.shutDownRamp)) is below \(minimum): unit \(quoted(unit.name)) could never stop"
        )
      }
    }
  }
}
