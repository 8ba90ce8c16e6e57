import GridModel

extension PyPSAImport {
  /// A limit of emissions of the whole horizon, paid at no price.
  mutating func readGlobalConstraints() {
    guard let sheet = sheet(.globalConstraints) else { return }
    for row in sheet.rows {
      let type = sheet.text("type", row)
      let sense = sheet.text("sense", row)
      guard type == "primary_energy", sheet.text("carrier_attribute", row) == "co2_emissions" else {
        log.add(.notSupported, at: sheet.place("type", row), "constraints of type \(quoted(type)) are not supported")
        continue
      }
      guard sense == "<=" else {
        log.add(.notSupported, at: sheet.place("sense", row), "the sense \(quoted(sense)) is not supported, only <=")
        continue
      }
      // Without any emission PyPSA leaves the constraint out.
      guard emissions.values.contains(where: { $0 != 0 }) else { continue }
      let limit = sheet.finite("constant", row, &log) / snapshots.limitWeight
      system.rules.append(
        HorizonRule(name: sheet.names[row], kind: .co2Cap, period: .horizon, limit: limit, price: .infinity))
    }
  }
}
