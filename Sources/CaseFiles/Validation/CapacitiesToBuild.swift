import GridModel

extension Rule {
  /// What may be built is not part of what is given once and for all: a requirement of reserve, an outage to be placed, a
  /// limit after an outage.
  static let capacitiesToBuild = Rule { review, log in
    let system = review.system
    checkReserves(review, &log)
    for (index, unit) in system.thermalUnits.enumerated() where unit.expansion != nil {
      guard let rule = system.rules.first(where: { $0.outage?.unit == unit.name }) else { continue }
      log.add(
        .mayBeBuilt, at: review.place(ExpansionColumns.power.most, of: ThermalUnitTable.self, index),
        "unit \(quoted(unit.name)) may be built, but rule \(quoted(rule.name)) places an outage of it")
    }
    guard !system.securedLines.isEmpty else { return }
    for (index, line) in system.lines.enumerated()
    where line.expansion != nil && line.reactance != nil && line.emergencyCapacity == nil {
      log.add(
        .mayBeBuilt, at: review.place(ExpansionColumns.power.most, of: LineTable.self, index),
        "line \(quoted(line.name)) may be built; with n_minus_1 its emergency_capacity_mw must be given")
    }
  }

  /// Requirements follow from what exists, and would not grow with what is built.
  private static func checkReserves(_ review: CaseUnderReview, _ log: inout FindingLog) {
    let system = review.system
    for rule in review.settings.reserves {
      let buses = Set(system.buses.filter { rule.zone == nil || $0.zone == rule.zone }.map(\.name))
      func refuse(_ key: Column, _ name: String) {
        log.add(
          .mayBeBuilt, at: rule.place,
          "\(key.pattern) of reserve rule \(quoted(rule.name)) counts \(quoted(name)), which may be built; "
            + "state the requirement as a series or a part of the load")
      }
      func plant(_ technologies: RenewablePlant.Technology...) -> String? {
        system.renewables.first {
          $0.expansion != nil && technologies.contains($0.technology) && buses.contains($0.bus)
        }?.name
      }
      let unit = system.thermalUnits.first { $0.expansion != nil && buses.contains($0.bus) }?.name
      let line = system.lines.first { $0.expansion != nil && buses.contains($0.from) != buses.contains($0.to) }?.name
      let net = plant(.wind, .solar)
      if rule.partOfWind > 0, let name = plant(.wind) { refuse(ReserveKeys.percentOfWind, name) }
      if rule.partOfSolar > 0, let name = plant(.solar) { refuse(ReserveKeys.percentOfSolar, name) }
      if rule.partOfNetLoadChange > 0, let net { refuse(ReserveKeys.percentOfNetLoadChange, net) }
      if rule.isAtLeastLargestUnit, let unit { refuse(ReserveKeys.atLeastLargestUnit, unit) }
      if rule.isAtLeastLargestInfeed, let name = unit ?? line { refuse(ReserveKeys.atLeastLargestInfeed, name) }
    }
  }
}
