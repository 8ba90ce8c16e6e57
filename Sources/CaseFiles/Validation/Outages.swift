import GridModel

extension Rule {
  /// Outages leave room for minimum times, must-run steps and minimum output.
  static let outages = Rule { review, log in
    for (index, unit) in review.system.thermalUnits.enumerated() {
      guard case .series(let availability) = unit.availability else { continue }
      let place = { review.place($0, of: ThermalUnitTable.self, index) }
      let horizon = review.system.horizon
      let isOut = availability.map { $0 * unit.capacity < max(unit.minimumOutput - tolerance, tolerance) }
      let name = quoted(unit.name)
      if let step = availability.indices.first(where: { isOut[$0] && availability[$0] > 0 }) {
        log.add(
          .outageBelowMinimumOutput, at: place(.name),
          "unit \(name) has \(megawatts(availability[step] * unit.capacity)) MW available at \(horizon.timestamp(step)), "
            + "below its minimum output: it must be off")
      }
      let mustRun = unit.mustRun.values(count: horizon.count)
      if let step = isOut.indices.first(where: { isOut[$0] && mustRun[$0] > 0 }) {
        log.add(
          .mustRunInOutage, at: place(ThermalUnitTable.mustRun),
          "unit \(name) must run at \(horizon.timestamp(step)), when its availability keeps it off")
      }
      let runs = horizon.runs { isOut[$0] }
      for (position, run) in runs.enumerated() where !isOut[run.lowerBound] && position + 1 < runs.count {
        var hours = Double(run.count) * horizon.stepHours
        if position == 0 {
          guard let state = unit.initialState, state.isOn else { continue }
          hours += state.hours
        }
        guard hours < unit.minimumUpHours else { continue }
        log.add(
          .minimumTimeBrokenByOutage, at: place(ThermalUnitTable.minimumUp),
          "unit \(name) is available for \(NumberText.text(hours)) h before the outage at "
            + "\(horizon.timestamp(run.upperBound)), shorter than min_up_hours \(NumberText.text(unit.minimumUpHours))")
        break
      }
    }
  }
}
