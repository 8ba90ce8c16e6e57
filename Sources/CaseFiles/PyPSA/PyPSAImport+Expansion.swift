import GridModel

/// Capacities that PyPSA may extend: all of them is built, so that their whole cost counts, as in PyPSA's objective with its
/// constant.
extension PyPSAImport {
  /// Whether a component's capacity is decided, with a finding where that cannot be.
  mutating func isExtendable(_ nominal: String, _ sheet: PyPSASheet, _ row: Int) -> Bool {
    sheet.has("\(nominal)_extendable") && sheet.flag("\(nominal)_extendable", row, &log)
  }

  /// What may be built, in MW or MWh of which each is `part` of the nominal capacity.
  mutating func expansion(
    _ nominal: String, _ sheet: PyPSASheet, _ row: Int, part: Double = 1
  ) -> Expansion? {
    guard sheet.number("overnight_cost", row, &log).isNaN else {
      log.add(
        .notSupported, at: sheet.place("overnight_cost", row),
        "overnight_cost is not supported: give capital_cost, the cost of the horizon")
      return nil
    }
    let cost = sheet.finite("capital_cost", row, &log) + sheet.finite("fom_cost", row, &log)
    var least = sheet.finite("\(nominal)_min", row, &log)
    var most = sheet.number("\(nominal)_max", row, &log)
    let given = sheet.number("\(nominal)_set", row, &log)
    if !given.isNaN { (least, most) = (given, given) }
    guard part > 0, cost >= 0, least >= 0, least <= most else {
      log.add(
        .notSupported, at: sheet.place("\(nominal)_extendable", row),
        "\(quoted(sheet.names[row])) cannot be extended: limits and cost must be of at least 0 and in order")
      return nil
    }
    if most == .infinity {
      most = max(largestExpansion, 2 * least)
      boundedExpansions += 1
    }
    // The cost of the horizon as that of a year, of which the horizon takes its part.
    let yearly = cost * 8760 / system.horizon.hours
    return Expansion(yearlyCost: yearly / part, least: least * part, most: most * part)
  }

  /// MW or MWh that stand for no limit.
  private var largestExpansion: Double {
    let peak = system.buses.reduce(0) { $0 + ($1.load.range?.upperBound ?? 0) }
    return max(10_000, 100 * peak)
  }

  mutating func reportExpansions() {
    if hasCommittables, !system.buildOptions.isEmpty {
      log.add(
        .notSupported, at: Place(file: "generators.csv"),
        "capacities to be built beside units that are switched on and off are not supported")
    }
    guard boundedExpansions > 0 else { return }
    let (count, most) = (boundedExpansions, NumberText.text(largestExpansion))
    log.add(
      .assumption, at: Place(file: "network.csv"),
      "\(count) capacities without a limit are built up to \(most) MW at most")
  }

  mutating func cannotExtend(_ nominal: String, _ sheet: PyPSASheet, _ row: Int, _ why: String) {
    log.add(
      .notSupported, at: sheet.place("\(nominal)_extendable", row),
      "\(quoted(sheet.names[row])) cannot be extended: \(why)")
  }
}
