import GridModel

extension UnitCommitmentJLImport {
  /// Stands for a requirement that must be met: more than any reserve is worth, $ per MW and step.
  private static let missingReserve = 100_000.0

  mutating func reserves() -> [ReserveRule] {
    guard root.has("Reserves"), let all = root.object("Reserves", &log) else { return [] }
    let units = root.members("Generators", each: "generator", &log)
    // Version 0.2 has one requirement, without a name.
    let isOne = all.has("Spinning (MW)")
    if isOne {
      all.reportOthers(than: ["Spinning (MW)"], as: .leftOut, &log)
      let providers = units.filter { $0.content.flag("Provides spinning reserves?", default: false, &log) == true }
      return [rule("r1", .up, all, "Spinning (MW)", providers.map(\.name))]
    }
    return root.members("Reserves", each: "reserve", &log).flatMap { name, reserve -> [ReserveRule] in
      reserve.reportOthers(than: ["Type", "Amount (MW)", "Shortfall penalty ($/MW)"], as: .leftOut, &log)
      let providers = units.filter { $0.content.words("Reserve eligibility").contains(name) }.map(\.name)
      let kind = reserve.text("Type") ?? "spinning"
      switch kind.lowercased() {
      case "spinning":
        return [rule(name, .up, reserve, "Amount (MW)", providers)]
      case "flexiramp":
        log.add(
          .assumption, at: reserve.place(of: "Type"),
          "\(reserve.what) is ramping reserve up and down, reached within a step by units that are on; by Wang and Hobbs "
            + "(2016) starts and stops of the next step count as well")
        return [(ReserveRule.Direction.up, "\(name)-up"), (.down, "\(name)-down")].map { direction, part in
          var rule = rule(part, direction, reserve, "Amount (MW)", providers)
          rule.product = .ramping
          rule.minutes = Double(horizon.stepMinutes)
          return rule
        }
      default:
        log.add(
          .unknownWord, at: reserve.place(of: "Type"),
          "type \(quoted(kind)) of \(reserve.what), expected spinning or flexiramp")
        return []
      }
    }
  }

  private mutating func rule(
    _ name: String, _ direction: ReserveRule.Direction, _ reserve: JSONObject, _ amount: String, _ providers: [String]
  ) -> ReserveRule {
    let key = "Shortfall penalty ($/MW)"
    var price = reserve.has(key) ? constant(key, of: reserve, default: -1) : -1
    if price < 0 {
      log.add(
        .assumption, at: reserve.place,
        "\(reserve.what) must be met: what is missing costs \(NumberText.text(Self.missingReserve)) per MW and step")
      price = Self.missingReserve
    }
    var rule = ReserveRule(
      name: name, direction: direction, requirement: series(amount, of: reserve, default: 0),
      shortfallPrice: price / horizon.stepHours)
    rule.providers = providers
    return rule
  }
}
