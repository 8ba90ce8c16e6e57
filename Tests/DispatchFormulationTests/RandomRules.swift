import GridModel
import SeedsAndSnapshots

extension PowerSystem {
  /// The same system with one to three rules over the horizon that bind in some of the draws.
  func withRules(seed: Int, isHard: Bool = false) -> PowerSystem {
    var random = SeededGenerator(seed + 77_000)
    var system = self
    let energy = totalLoad.reduce(0, +) * horizon.stepHours
    system.rules = (0..<Int.random(in: 1...3, using: &random)).map { number in
      if random.once(in: 5) { return system.maintenance("rule\(number)", &random) }
      let kind = random.pick(HorizonRule.Kind.allCases.filter { $0 != .maintenance })
      let period = random.pick(HorizonRule.Period.allCases)
      var rule = HorizonRule(
        name: "rule\(number)", kind: kind, zone: random.once(in: 3) ? buses[0].zone : nil, period: period, limit: 0,
        price: kind == .takeOrPay ? 15 : isHard ? .infinity : random.pick([5, 60, 900]))
      if kind.isShare {
        rule.limit = random.round(0.1...0.95, by: 0.05)
      } else {
        // Of a whole period: the horizon has its part of it.
        let hours: Double =
          switch period {
          case .day: 24
          case .month: 730
          case .year: 8760
          case .horizon: horizon.hours
          }
        let weight = kind == .co2Cap ? 2.6 : 1
        rule.limit = 0.3 * weight * random.round(0...1, by: 0.05) * energy / horizon.hours * hours
      }
      if random.once(in: 4) { rule.before = .init(hours: random.round(0...3), used: random.round(0...5), basis: 20) }
      return rule
    }
    return system
  }

  private func maintenance(_ name: String, _ random: inout SeededGenerator) -> HorizonRule {
    let first = Int.random(in: 0..<max(1, horizon.count / 2), using: &random)
    return .maintenance(
      name, of: random.pick(thermalUnits), hours: horizon.stepHours * Double(random.pick([1, 2])),
      in: first..<max(first + 2, horizon.count - 1), of: horizon, price: random.pick([4, 40, 400]))
  }
}
