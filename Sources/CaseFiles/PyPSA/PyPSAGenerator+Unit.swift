import GridModel

extension PyPSAGenerator {
  /// t of coal equivalent per MWh of primary energy.
  private static let fuelPerEnergy = 3.6 / 29.3076
  /// Parts into which a quadratic cost is cut.
  private static let costParts = 50.0

  /// The generator as a thermal unit: always on unless it is committable.
  func unit(
    least: Double, cost: Double, _ reading: PyPSAImport, _ sheet: PyPSASheet, _ row: Int, _ log: inout FindingLog
  ) -> ThermalUnit? {
    let hours = reading.system.horizon.stepHours
    let minimum = least * size
    guard minimum <= capacity else {
      log.add(.minimumAboveMaximum, at: sheet.place("p_min_pu", row), "p_min_pu of \(quoted(name)) is above p_max_pu")
      return nil
    }
    guard let (curve, price) = curve(minimum, reading, sheet, row, &log) else { return nil }
    var unit = ThermalUnit(
      name: name, bus: bus, fuel: carrier.isEmpty ? "other" : carrier.lowercased(), capacity: capacity,
      minimumOutput: minimum, fuelCurve: curve, fuelPrice: price, variableCost: cost,
      co2PerFuel: price == 0 ? emission / Self.fuelPerEnergy : 0, rampUp: rampUp * size, rampDown: rampDown * size,
      availability: availability, reserveLimit: 0, frequencyResponse: 0)
    let before = sheet.number("p_init", row, &log)
    if isCommittable {
      commit(&unit, before, hours, sheet, row, &log)
    } else {
      // Where nothing is available a unit that must run could not, and one without least output is as good as on.
      let isAlwaysThere = (availability.range?.lowerBound ?? 0) * capacity > 0
      unit.mustRun = .constant(isAlwaysThere ? 1 : 0)
      if !isAlwaysThere, minimum > 0 {
        log.add(
          .notSupported, at: sheet.place("p_min_pu", row),
          "p_min_pu of \(quoted(name)) holds where p_max_pu is 0, which is infeasible")
      }
      (unit.startUpRamp, unit.shutDownRamp) = (max(minimum, unit.rampUp * hours), max(minimum, unit.rampDown * hours))
      if hasRamps, !before.isNaN { unit.initialState = .init(hours: hours, output: before) }
    }
    return unit
  }

  /// On and off, with times in snapshots.
  private func commit(
    _ unit: inout ThermalUnit, _ before: Double, _ hours: Double, _ sheet: PyPSASheet, _ row: Int,
    _ log: inout FindingLog
  ) {
    unit.minimumUpHours = sheet.finite("min_up_time", row, &log) * hours
    unit.minimumDownHours = sheet.finite("min_down_time", row, &log) * hours
    let (startUp, shutDown) = (
      sheet.number("ramp_limit_start_up", row, &log), sheet.number("ramp_limit_shut_down", row, &log)
    )
    if !startUp.isNaN { unit.startUpRamp = startUp * size }
    if !shutDown.isNaN { unit.shutDownRamp = shutDown * size }
    for (limit, step, name) in [(rampUp, startUp, "start_up"), (rampDown, shutDown, "shut_down")]
    where limit * hours < (step.isNaN ? 1 : step) {
      log.add(
        .assumption, at: sheet.place("ramp_limit_\(name)", row),
        "ramp_limit_\(name) of \(quoted(self.name)) is above the ramp limit: PyPSA's rows then also ask for high output "
          + "on the other side of the switch, which no unit needs and is not kept here")
    }
    let start = sheet.finite("start_up_cost", row, &log)
    if start > 0 { unit.startClasses = [.init(offlineHours: 0, cost: start)] }
    let (up, down) = (sheet.finite("up_time_before", row, &log), sheet.finite("down_time_before", row, &log))
    if down > 0 || up <= 0 {
      // Off for so long that nothing holds it, unless it is said otherwise.
      unit.initialState = .init(hours: down > 0 ? -down * hours : -1e6, output: 0)
    } else {
      unit.initialState = .init(hours: up * hours, output: before.isNaN ? unit.minimumOutput : before)
      unit.initialState?.isOutputKnown = !before.isNaN
    }
  }

  /// Fuel and its price: primary energy, or where cost is quadratic or standing by costs, that cost itself.
  private func curve(
    _ minimum: Double, _ reading: PyPSAImport, _ sheet: PyPSASheet, _ row: Int, _ log: inout FindingLog
  ) -> (FuelCurve, price: Double)? {
    let standBy = isCommittable ? sheet.constant("stand_by_cost", row, &log) : 0
    let weight = reading.snapshots.costWeight
    if quadratic == 0, standBy == 0 {
      let burns = emission != 0 || efficiency != 1
      let rate = burns ? Self.fuelPerEnergy * 1000 / efficiency : 0
      return (FuelCurve(coalRate: rate, minimumOutput: minimum, capacity: capacity), 0)
    }
    guard emission == 0 || !reading.limitsEmissions, quadratic >= 0, reading.snapshots.hasUniformCost else {
      log.add(
        .notSupported, at: sheet.place(quadratic == 0 ? "stand_by_cost" : "marginal_cost_quadratic", row),
        "quadratic and stand-by cost of \(quoted(name)) are supported only without a limit of emissions, at least 0, "
          + "and with one weighting of all snapshots")
      return nil
    }
    let range = capacity - minimum
    let parts = quadratic > 0 && range > 0 ? Self.costParts : 1
    var outputs = range > 0 ? (0...Int(parts)).map { minimum + range * Double($0) / parts } : [capacity]
    outputs[outputs.count - 1] = capacity
    if quadratic > 0 {
      let error = quadratic * weight * (range / parts) * (range / parts) / 4
      log.add(
        .assumption, at: sheet.place("marginal_cost_quadratic", row),
        "the quadratic cost of \(quoted(name)) is taken in \(Int(parts)) straight parts, at most "
          + "\(NumberText.text(error)) EUR per hour above it, and counted as fuel at a price of 1")
    }
    return (FuelCurve(outputs: outputs, fuels: outputs.map { (quadratic * $0 * $0 + standBy) * weight }), 1)
  }
}
