import GridModel

extension Rule {
  /// Ramps lead from the initial output to what must run and back to what is available.
  ///
  /// What a unit can reach in a step is an interval: that of the step before, widened by the ramps, within minimum output
  /// where it is set on and available output. Where it is empty no dispatch without commitment exists.
  static let reachableOutput = Rule { review, log in
    let horizon = review.system.horizon
    for (index, unit) in review.system.thermalUnits.enumerated() where unit.minimumOutput <= unit.capacity {
      let available = unit.availability.scaled(by: unit.capacity).values(count: horizon.count)
      let mustRun = unit.mustRun.values(count: horizon.count)
      let (up, down) = (unit.rampUp * horizon.stepHours, unit.rampDown * horizon.stepHours)
      var reach = (low: 0.0, high: Double.infinity)
      if let state = unit.initialState, state.isOn { reach = (state.output - down, state.output + up) }
      for step in 0..<horizon.count {
        let least = mustRun[step] > 0.5 ? min(unit.minimumOutput, available[step]) : 0
        guard reach.low <= available[step] + tolerance, reach.high >= least - tolerance else {
          let isTooHigh = reach.low > available[step]
          log.add(
            .unreachableOutput,
            at: review.place(
              isTooHigh ? ThermalUnitTable.rampDown : ThermalUnitTable.rampUp, of: ThermalUnitTable.self, index),
            "unit \(quoted(unit.name)) "
              + (isTooHigh
                ? "comes down to \(megawatts(reach.low)) MW at \(horizon.timestamp(step)), where \(megawatts(available[step])) MW are available"
                : "comes up to \(megawatts(reach.high)) MW at \(horizon.timestamp(step)), where it must run with \(megawatts(least)) MW")
          )
          break
        }
        reach = (max(least, reach.low) - down, min(available[step], reach.high) + up)
      }
    }
  }
}
