import GridModel

extension PyPSAImport {
  /// A link without loss or cost is a controllable line; others are converters.
  mutating func readLinks() {
    guard let sheet = sheet(.links) else { return }
    for row in sheet.rows {
      guard let from = bus("bus0", sheet, row), let to = bus("bus1", sheet, row),
        hasGivenCapacity("p_nom_extendable", sheet, row), hasOnePort(sheet, row)
      else { continue }
      let size = sheet.finite("p_nom", row, &log)
      let least = sheet.constant("p_min_pu", row, &log) * size
      let most = sheet.constant("p_max_pu", row, &log) * size
      let efficiency = sheet.constant("efficiency", row, &log)
      let cost = snapshots.price(sheet.values("marginal_cost", row, &log))
      let ramp = min(rampLimit("ramp_limit_up", sheet, row), rampLimit("ramp_limit_down", sheet, row)) * size
      let name = "link \(sheet.names[row])"
      let isOneCarrier = carrier(of: from) == carrier(of: to)
      if isOneCarrier, efficiency == 1, cost == .constant(0), least <= 0, most >= 0, ramp >= most - least {
        system.lines.append(Line(name: name, from: from, to: to, capacity: most, reverseCapacity: -least))
        continue
      }
      guard case .constant(let price) = cost, least == 0, most >= 0, efficiency > 0 else {
        log.add(
          .notSupported, at: sheet.place("name", row),
          "link \(quoted(sheet.names[row])) is not supported: one with loss or cost must lead one way at one cost")
        continue
      }
      system.converters.append(
        Converter(
          name: name, from: from, to: to, technology: .other, capacity: most, efficiency: efficiency, ramp: ramp,
          variableCost: price))
    }
  }

  private mutating func hasOnePort(_ sheet: PyPSASheet, _ row: Int) -> Bool {
    for port in sheet.furtherPorts where !sheet.text("bus\(port)", row).isEmpty {
      log.add(.notSupported, at: sheet.place("bus\(port)", row), "links with several outputs are not supported")
      return false
    }
    return true
  }

  private func carrier(of bus: String) -> Carrier? { busIndex[bus].map { system.buses[$0].carrier } }

  /// Part of the capacity per hour; PyPSA limits the change from one snapshot to the next.
  mutating func rampLimit(_ attribute: String, _ sheet: PyPSASheet, _ row: Int) -> Double {
    guard sheet.has(attribute) else { return .infinity }
    if sheet.series[attribute] == nil {
      let limit = sheet.number(attribute, row, &log)
      return limit.isNaN ? .infinity : limit / system.horizon.stepHours
    }
    let limit = sheet.constant(attribute, row, &log)
    return limit.isNaN ? .infinity : limit / system.horizon.stepHours
  }
}
