import GridModel
import Yams

/// A reserve rule as `case.yaml` states it; its requirement follows from the rest of the case.
struct ReserveRequirement {
  var name: String
  var direction: ReserveRule.Direction
  var zone: String?
  var power: Double
  var partOfLoad: Double
  var partOfMaximumLoad: Double
  var partOfWind: Double
  var partOfSolar: Double
  var isAtLeastLargestUnit: Bool
  var hasSeries: Bool
  /// `nil` for the default.
  var shortfallPrice: Double?
  var place: Place
  var zonePlace: Place

  static func read(_ settings: YAMLSection, log: inout FindingLog) -> [ReserveRequirement] {
    guard let node = settings.node(CaseKeys.reserves) else { return [] }
    guard let entries = node.sequence else {
      log.add(
        .badValue, at: settings.place(CaseKeys.reserves), "reserves is no list, expected entries such as - name: up")
      return []
    }
    var names: Set<String> = []
    return entries.map { entry in
      let rule = ReserveRequirement(entry, currency: settings.currency, log: &log)
      if !rule.name.isEmpty, !names.insert(rule.name).inserted {
        log.add(.duplicateName, at: rule.place, "reserve rule \(quoted(rule.name)) appears twice")
      }
      return rule
    }
  }

  private init(_ node: Node, currency: String, log: inout FindingLog) {
    let rule = YAMLSection(node, file: CaseKeys.file, keys: ReserveKeys.all, currency: currency, log: &log)
    name = rule.text(ReserveKeys.name, log: &log) ?? ""
    direction = rule.choice(ReserveKeys.direction, log: &log).flatMap(ReserveRule.Direction.init) ?? .up
    zone = rule.text(ReserveKeys.zone, log: &log)
    power = rule.number(ReserveKeys.power, log: &log) ?? 0
    partOfLoad = rule.number(ReserveKeys.percentOfLoad, log: &log) ?? 0
    partOfMaximumLoad = rule.number(ReserveKeys.percentOfMaximumLoad, log: &log) ?? 0
    partOfWind = rule.number(ReserveKeys.percentOfWind, log: &log) ?? 0
    partOfSolar = rule.number(ReserveKeys.percentOfSolar, log: &log) ?? 0
    isAtLeastLargestUnit = rule.flag(ReserveKeys.atLeastLargestUnit, log: &log) ?? false
    hasSeries = rule.flag(ReserveKeys.series, log: &log) ?? false
    shortfallPrice = rule.number(ReserveKeys.shortfallPrice, log: &log)
    place = rule.place(ReserveKeys.name)
    zonePlace = rule.place(ReserveKeys.zone)
  }

  /// The rule with its requirement in every step. `series` is the column of the reserve series, if it has one.
  func rule(in system: PowerSystem, series: HourlySeries?) -> ReserveRule {
    let count = system.horizon.count
    let buses = system.buses.filter { $0.carrier == .electricity && (zone == nil || $0.zone == zone) }
    let names = Set(buses.map(\.name))
    var requirement = Array(repeating: power, count: count)
    func add(_ part: Double, of values: HourlySeries) {
      for (t, value) in values.values(count: count).enumerated() { requirement[t] += part * value }
    }
    if let series { add(1, of: series) }
    if partOfLoad > 0 { for bus in buses { add(partOfLoad, of: bus.load) } }
    if partOfMaximumLoad > 0 {
      var load = Array(repeating: 0.0, count: count)
      for bus in buses { for (t, value) in bus.load.values(count: count).enumerated() { load[t] += value } }
      add(partOfMaximumLoad, of: .constant(load.max() ?? 0))
    }
    for plant in system.renewables where names.contains(plant.bus) {
      let part = plant.technology == .wind ? partOfWind : plant.technology == .solar ? partOfSolar : 0
      if part > 0 { add(part * plant.capacity, of: plant.availability) }
    }
    if isAtLeastLargestUnit {
      let largest = system.thermalUnits.filter { names.contains($0.bus) }.map(\.capacity).max() ?? 0
      requirement = requirement.map { max($0, largest) }
    }
    let first = requirement.first ?? power
    return ReserveRule(
      name: name, direction: direction, zone: zone,
      requirement: requirement.allSatisfy { $0 == first } ? .constant(first) : .series(requirement),
      shortfallPrice: shortfallPrice ?? system.valueOfLostLoad / 3)
  }
}
