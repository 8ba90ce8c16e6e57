extension Rule {
  /// A unit that was on gave between minimum output and capacity, one that was off gave nothing.
  static let initialStates = Rule { review, log in
    for (index, unit) in review.system.thermalUnits.enumerated() {
      guard let state = unit.initialState, state.isOutputKnown,
        unit.minimumOutput <= unit.capacity
      else { continue }
      let place = review.place(ThermalUnitTable.initialOutput, of: ThermalUnitTable.self, index)
      let output = "initial_output_mw \(megawatts(state.output)) of unit \(quoted(unit.name))"
      if !state.isOn, state.output != 0 {
        log.add(.initialStateInconsistent, at: place, "\(output) is not 0, but initial_hours says that it was off")
      } else if state.isOn, state.output < unit.minimumOutput - tolerance || state.output > unit.capacity + tolerance {
        let band = "\(megawatts(unit.minimumOutput)) to \(megawatts(unit.capacity)) MW"
        log.add(
          .initialStateInconsistent, at: place, "\(output) lies outside \(band), but initial_hours says that it was on")
      }
    }
  }
}
