import GridModel
import Yams

/// The keys of one entry of `rules`.
enum RuleKeys {
  static let meaning =
    "Each needs the limit of its kind. What is missed is paid for, so that a rule makes no case infeasible unless its "
    + "price is `unlimited`. A period that the horizon covers in part has its part of `limit_t` and `limit_tce`. Results "
    + "say what one more t, tce, MWh or % would save. `maintenance` is placed with `--commitment`; without, the unit gives no "
    + "more energy in the window than the outage leaves at its best place, and windows of the rolling method place none that "
    + "they do not see whole."
  static let name = Column.text("name", "Name of the rule.")
  static let kind = Column.choice(
    "kind", HorizonRule.Kind.allCases.map(\.rawValue),
    "CO2 or fuel burned at most; fuel that is paid for, burned or not; wind and solar energy taken of that available; "
      + "renewable energy as a part of load or generation; an outage of a unit to be placed in a window.")
  static let fuel = Column.text("fuel", default: "coal", "Fuel of `fuel_cap` and `take_or_pay`.")
  static let zone = Column.text("zone", default: "whole system", "Only the devices and the load of this zone.")
  static let period = Column.choice(
    "period", HorizonRule.Period.allCases.map(\.rawValue), default: "year", "What the limit is for.")
  static let co2 = Column.number("limit_t", "t", default: "required by `co2_cap`", "CO2 at most.")
  static let tonnes = Column.number(
    "limit_tce", "tce", default: "required by `fuel_cap` and `take_or_pay`", "Fuel at most, or at least.")
  static let percent = Column.number(
    "limit_percent", "%", default: "required by the shares", in: 0...100, "Part at least.")
  static let unit = Column.text("unit", default: "required by `maintenance`", "Thermal unit that is out of service.")
  static let hours = Column.number("hours", "h", default: "required by `maintenance`", "Length of the outage.")
  static let from = Column.text("from", default: "start of the case", "Local time from which the outage may begin.")
  static let to = Column.text("to", default: "end of the case", "Local time by which the outage has ended.")
  static let price = Column.limit(
    "shortfall_price_{currency}", "{currency} per t, tce or MWh",
    default: "a tenth of the value of lost load; of `take_or_pay` the lowest price of the fuel",
    "Cost of what is missed; `unlimited` for a rule that must be kept.")
  static let all = [name, kind, fuel, zone, period, co2, tonnes, percent, unit, hours, from, to, price]

  static func limit(of kind: HorizonRule.Kind) -> Column {
    switch kind.unit {
    case "t": co2
    case "tce": tonnes
    default: kind == .maintenance ? hours : percent
    }
  }
}

/// A rule over the horizon as `case.yaml` states it, with the places of what may be found wrong with it.
struct RuleEntry {
  private var stated: HorizonRule
  /// Whether the price is the default.
  private var isUnpriced: Bool
  private var place: Place
  private var zonePlace: Place
  private var fuelPlace: Place
  private var pricePlace: Place
  private var unit: Field?
  private var from: Field?
  private var to: Field?

  static func read(_ settings: YAMLSection, log: inout FindingLog) -> [RuleEntry] {
    guard let node = settings.node(CaseKeys.rules) else { return [] }
    guard let entries = node.sequence else {
      log.add(
        .badValue, at: settings.place(CaseKeys.rules), "rules is no list, expected entries such as - name: coal cap")
      return []
    }
    var names: Set<String> = []
    return entries.map { node in
      let entry = RuleEntry(node, currency: settings.currency, log: &log)
      if !entry.stated.name.isEmpty, !names.insert(entry.stated.name).inserted {
        log.add(.duplicateName, at: entry.place, "rule \(quoted(entry.stated.name)) appears twice")
      }
      return entry
    }
  }

  private init(_ node: Node, currency: String, log: inout FindingLog) {
    let section = YAMLSection(node, file: CaseKeys.file, keys: RuleKeys.all, currency: currency, log: &log)
    place = section.place(RuleKeys.name)
    let kind = section.choice(RuleKeys.kind, log: &log).flatMap(HorizonRule.Kind.init)
    var limit = 0.0
    if let kind {
      let key = RuleKeys.limit(of: kind)
      for other in [RuleKeys.co2, RuleKeys.tonnes, RuleKeys.percent, RuleKeys.hours] where other.pattern != key.pattern
      {
        guard section.node(other) != nil else { continue }
        log.add(
          .conflictingValues, at: section.place(other), "\(kind.rawValue) is limited by \(key.pattern) and nothing else"
        )
      }
      if section.node(key) == nil {
        log.add(.missingKey, at: place, "no value for \(key.pattern), the limit of a \(kind.rawValue)")
      }
      limit = section.number(key, log: &log) ?? 0
    }
    let price = section.field(RuleKeys.price, log: &log)?.limit(&log)
    isUnpriced = price == nil
    stated = HorizonRule(
      name: section.text(RuleKeys.name, log: &log) ?? "", kind: kind ?? .co2Cap,
      fuel: section.text(RuleKeys.fuel, log: &log) ?? "coal", zone: section.text(RuleKeys.zone, log: &log),
      period: section.choice(RuleKeys.period, log: &log).flatMap(HorizonRule.Period.init) ?? .year, limit: limit,
      price: price ?? 0)
    (zonePlace, fuelPlace) = (section.place(RuleKeys.zone), section.place(RuleKeys.fuel))
    pricePlace = section.place(RuleKeys.price)
    unit = section.field(RuleKeys.unit, log: &log)
    from = section.field(RuleKeys.from, log: &log)
    to = section.field(RuleKeys.to, log: &log)
  }

  /// The outage of a unit; without one, or in a window that does not hold it, a finding.
  private func maintenance(in system: PowerSystem, price: Double, _ log: inout FindingLog) -> HorizonRule {
    guard let device = system.thermalUnits.first(where: { $0.name == unit?.text }) else {
      if !system.thermalUnits.isEmpty {
        let nearest = suggestion(for: unit?.text ?? "", among: system.thermalUnits.map(\.name))
        log.add(.badValue, at: unit?.place ?? place, "no thermal unit is called \(quoted(unit?.text ?? ""))\(nearest)")
      }
      return stated
    }
    let horizon = system.horizon
    let first = step(of: from, default: 0, horizon, &log)
    let end = step(of: to, default: horizon.count, horizon, &log)
    let length = horizon.steps(coveringHours: stated.limit)
    guard stated.limit > 0, first >= 0, end <= horizon.count, end - first >= length else {
      log.add(
        .conflictingValues, at: (from ?? to)?.place ?? place,
        "no \(NumberText.text(stated.limit)) hours of outage lie in the window within the case")
      return stated
    }
    return .maintenance(
      stated.name, of: device, hours: stated.limit, in: first..<end, of: horizon, price: price)
  }

  private func step(of field: Field?, default step: Int, _ horizon: Horizon, _ log: inout FindingLog) -> Int {
    guard let field else { return step }
    guard let time = TimeText.parse(field.text) else {
      log.add(
        .timeFormat, at: field.place,
        "\(field.name) is \(quoted(field.text)), expected local time such as 2030-01-01T00:00")
      return step
    }
    return CivilCalendar.floorDivide(time.localSeconds - horizon.localSeconds(0), horizon.stepMinutes * 60)
  }

  /// The rule of a system, whose other parts are read.
  func rule(in system: PowerSystem, log: inout FindingLog) -> HorizonRule {
    let zones = Set(system.buses.map(\.zone))
    if !zones.isEmpty, let zone = stated.zone, !zones.contains(zone) {
      let nearest = suggestion(for: zone, among: zones)
      log.add(.unknownZone, at: zonePlace, "no bus lies in zone \(quoted(zone))\(nearest)")
    }
    var rule = stated
    if isUnpriced { rule.price = system.valueOfLostLoad / 10 }
    if rule.kind == .maintenance { return maintenance(in: system, price: rule.price, &log) }
    guard rule.kind == .takeOrPay || rule.kind == .fuelCap else { return rule }
    let fuels = Set(system.thermalUnits.map(\.fuel))
    guard fuels.contains(rule.fuel) else {
      let nearest = suggestion(for: rule.fuel, among: fuels)
      if !fuels.isEmpty { log.add(.badValue, at: fuelPlace, "no unit burns \(quoted(rule.fuel))\(nearest)") }
      return rule
    }
    guard rule.kind == .takeOrPay else { return rule }
    let lowest = system.thermalUnits.filter { $0.fuel == rule.fuel }.map(\.fuelPrice).min() ?? 0
    if isUnpriced { rule.price = lowest }
    if rule.price > lowest {
      // Fuel would then be worth more burned than kept, and a unit best at its worst rate.
      log.add(
        .conflictingValues, at: pricePlace,
        "what is not taken costs more than the fuel itself at its lowest price of \(NumberText.text(lowest))")
    }
    return rule
  }
}
