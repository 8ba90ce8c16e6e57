import GridModel

extension PyPSAExport {
  /// A cap of CO2 that must be kept over the horizon is PyPSA's; no other rule is.
  mutating func addRules() {
    let file = "case.yaml"
    var others: [String] = []
    for rule in system.rules {
      guard rule.kind == .co2Cap, rule.zone == nil, rule.price == .infinity,
        rule.period == .horizon || (rule.period == .year && system.horizon.partOfYear == 1)
      else {
        others.append(rule.name)
        continue
      }
      var row = PyPSATable.Row(rule.name)
      row["type"] = "primary_energy"
      row["carrier_attribute"] = "co2_emissions"
      row["sense"] = "<="
      row["constant"] = rule.limit
      lists.globalConstraints.add(row)
    }
    leaveOut("the rule over the horizon", of: others, in: file)
    leaveOut("the reserve requirement", of: system.reserves.map(\.name), in: file)
    leaveOut("the interface", of: system.interfaces.map(\.name), in: "interfaces.csv")
  }
}
