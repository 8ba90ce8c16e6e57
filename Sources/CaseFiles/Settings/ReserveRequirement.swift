import GridModel
import Yams

/// A reserve rule as `case.yaml` states it; its requirement follows from the rest of the case.
struct ReserveRequirement {
  var name: String
  var product: ReserveRule.Product
  var direction: ReserveRule.Direction
  var zone: String?
  var power: Double
  var partOfLoad: Double
  var partOfMaximumLoad: Double
  var partOfWind: Double
  var partOfSolar: Double
  var partOfNetLoadChange: Double
  var isAtLeastLargestUnit: Bool
  var isAtLeastLargestInfeed: Bool
  var hasSeries: Bool
  /// `nil` for the default.
  var shortfallPrice: Double?
  var minutes: Double
  /// Words with their places; `nil` for the default.
  var providers: [(word: String, place: Place)]?
  var offerPrice: Double
  var offers: [(word: String, price: Double, place: Place)]
  var nests: Bool
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
    product = rule.choice(ReserveKeys.product, log: &log).flatMap(ReserveRule.Product.init) ?? .spinning
    direction = rule.choice(ReserveKeys.direction, log: &log).flatMap(ReserveRule.Direction.init) ?? .up
    zone = rule.text(ReserveKeys.zone, log: &log)
    power = rule.number(ReserveKeys.power, log: &log) ?? 0
    partOfLoad = rule.number(ReserveKeys.percentOfLoad, log: &log) ?? 0
    partOfMaximumLoad = rule.number(ReserveKeys.percentOfMaximumLoad, log: &log) ?? 0
    partOfWind = rule.number(ReserveKeys.percentOfWind, log: &log) ?? 0
    partOfSolar = rule.number(ReserveKeys.percentOfSolar, log: &log) ?? 0
    partOfNetLoadChange = rule.number(ReserveKeys.percentOfNetLoadChange, log: &log) ?? 0
    isAtLeastLargestInfeed = rule.flag(ReserveKeys.atLeastLargestInfeed, log: &log) ?? false
    isAtLeastLargestUnit = rule.flag(ReserveKeys.atLeastLargestUnit, log: &log) ?? false
    hasSeries = rule.flag(ReserveKeys.series, log: &log) ?? false
    shortfallPrice = rule.number(ReserveKeys.shortfallPrice, log: &log)
    minutes = rule.number(ReserveKeys.minutes, log: &log) ?? 15
    providers = Self.words(rule, &log)
    offerPrice = rule.number(ReserveKeys.offerPrice, log: &log) ?? 0
    offers = Self.offers(rule, &log)
    nests = rule.flag(ReserveKeys.nests, log: &log) ?? false
    place = rule.place(ReserveKeys.name)
    zonePlace = rule.place(ReserveKeys.zone)
  }

  private static func words(_ rule: YAMLSection, _ log: inout FindingLog) -> [(word: String, place: Place)]? {
    guard let node = rule.node(ReserveKeys.providers) else { return nil }
    return (node.sequence.map(Array.init) ?? [node]).compactMap { entry in
      guard let word = entry.scalar?.string else {
        log.add(.badValue, at: entry.place(in: CaseKeys.file), "expected a kind, fuel, technology or name")
        return nil
      }
      return (word, entry.place(in: CaseKeys.file))
    }
  }

  private static func offers(
    _ rule: YAMLSection, _ log: inout FindingLog
  ) -> [(word: String, price: Double, place: Place)] {
    guard let node = rule.node(ReserveKeys.offers) else { return [] }
    guard let pairs = node.mapping else {
      log.add(.badValue, at: node.place(in: CaseKeys.file), "offers is no mapping, expected such as battery: 5")
      return []
    }
    return pairs.compactMap { key, value in
      let place = value.place(in: CaseKeys.file)
      guard let word = key.scalar?.string, let price = NumberText.parse(value.scalar?.string ?? ""), price >= 0 else {
        log.add(.badValue, at: place, "expected a price of at least 0")
        return nil
      }
      return (word, price, key.place(in: CaseKeys.file))
    }
  }

  /// Reports who is named and not there.
  func checkProviders(in system: PowerSystem, _ log: inout FindingLog) {
    let all =
      system.thermalUnits.map(\.reserveProvider) + system.storages.map(\.reserveProvider)
      + system.interruptibleLoads.map(\.reserveProvider) + system.vehicleFleets.map(\.reserveProvider)
    let known = Set(all.flatMap(\.words) + ReserveProvider.Kind.allCases.map(\.rawValue))
    for (word, place) in (providers ?? []) + offers.map({ ($0.word, $0.place) }) where !known.contains(word) {
      log.add(.badValue, at: place, "nobody is or is called \(quoted(word))\(suggestion(for: word, among: known))")
    }
  }

  /// The rule with its requirement in every step. `series` is the column of the reserve series, if it has one.
  func rule(in system: PowerSystem, series: HourlySeries?) -> ReserveRule {
    let count = system.horizon.count
    var names: Set<String> = []
    var load = Array(repeating: 0.0, count: count)
    for (bus, own) in zip(system.buses, system.loads)
    where bus.carrier == .electricity && (zone == nil || bus.zone == zone) {
      names.insert(bus.name)
      for t in load.indices { load[t] += own[t] }
    }
    var requirement = Array(repeating: power, count: count)
    func add(_ part: Double, of values: HourlySeries) {
      for (t, value) in values.values(count: count).enumerated() { requirement[t] += part * value }
    }
    if let series { add(1, of: series) }
    if partOfLoad > 0 { add(partOfLoad, of: .series(load)) }
    if partOfMaximumLoad > 0 { add(partOfMaximumLoad, of: .constant(load.max() ?? 0)) }
    for plant in system.renewables where names.contains(plant.bus) {
      let part = plant.technology == .wind ? partOfWind : plant.technology == .solar ? partOfSolar : 0
      if part > 0 { add(part * plant.capacity, of: plant.availability) }
    }
    if partOfNetLoadChange > 0 {
      let change = netLoadChange(of: system, load, names)
      for t in requirement.indices { requirement[t] += partOfNetLoadChange * change[t] }
    }
    if isAtLeastLargestUnit {
      let largest = system.thermalUnits.filter { names.contains($0.bus) }.map(\.capacity).max() ?? 0
      requirement = requirement.map { max($0, largest) }
    }
    if isAtLeastLargestInfeed {
      let infeed = largestInfeed(of: system, names)
      for t in requirement.indices { requirement[t] = max(requirement[t], infeed[t]) }
    }
    let first = requirement.first ?? power
    var rule = ReserveRule(
      name: name, product: product, direction: direction, zone: zone,
      requirement: requirement.allSatisfy { $0 == first } ? .constant(first) : .series(requirement),
      shortfallPrice: shortfallPrice ?? (system.valueOfLostLoad < .infinity ? system.valueOfLostLoad / 3 : 10_000))
    rule.minutes = minutes
    rule.providers = providers?.map(\.word)
    rule.offerPrice = offerPrice
    rule.offers = Dictionary(offers.map { ($0.word, $0.price) }, uniquingKeysWith: { first, _ in first })
    rule.nests = nests
    return rule
  }

  /// How far load less available wind and solar power moves in the direction until the next step, MW.
  private func netLoadChange(of system: PowerSystem, _ load: [Double], _ buses: Set<String>) -> [Double] {
    let count = system.horizon.count
    var net = load
    for plant in system.renewables where buses.contains(plant.bus) {
      guard plant.technology == .wind || plant.technology == .solar else { continue }
      let available = plant.availability.scaled(by: plant.capacity).values(count: count)
      for t in 0..<count { net[t] -= available[t] }
    }
    let sign = direction == .up ? 1.0 : -1
    return net.indices.map { $0 + 1 < count ? max(0, sign * (net[$0 + 1] - net[$0])) : 0 }
  }

  /// What the buses can lose at once: a thermal unit, what a channel brings in the step, or a line from elsewhere.
  private func largestInfeed(of system: PowerSystem, _ buses: Set<String>) -> [Double] {
    var least = system.thermalUnits.filter { buses.contains($0.bus) }.map(\.capacity).max() ?? 0
    for line in system.lines {
      if buses.contains(line.to), !buses.contains(line.from) { least = max(least, line.capacity) }
      if buses.contains(line.from), !buses.contains(line.to) { least = max(least, line.reverseCapacity) }
    }
    var infeed = Array(repeating: least, count: system.horizon.count)
    for channel in system.exportChannels where buses.contains(channel.bus) {
      for (t, power) in channel.schedule.values(count: infeed.count).enumerated() { infeed[t] = max(infeed[t], -power) }
    }
    return infeed
  }
}
