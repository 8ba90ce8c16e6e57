import GridModel

/// One period of a rule over the horizon, or month of a unit's starts: what it allows or asks for, what a schedule makes of it, and what it costs.
public struct RuleUse: Sendable, Equatable, Codable {
  /// Of the rule, or of the unit.
  public var rule: String
  /// A kind of rule, or `startsPerMonth`.
  public var kind: String
  /// Local start of the period, or of its part in the horizon.
  public var start: String
  /// In t, t of coal equivalent, MWh or starts, as are the rest.
  public var limit: Double
  public var used: Double
  /// How far `used` is on the wrong side of the limit; 0 where the rule is kept.
  public var missed: Double
  public var unit: String
  /// Currency that one unit more would save, of starts in the relaxation; `nil` where the schedule has no prices.
  public var saving: Double?
  /// Currency that one point of % less would save, of rules that are a share.
  public var savingPerPercent: Double?

  /// The kind of limits of starts.
  public static let startsPerMonth = "starts_per_month"

  enum CodingKeys: String, CodingKey {
    case rule, kind, start, limit, used, missed, unit
    case saving = "saving_per_unit"
    case savingPerPercent = "saving_per_percent"
  }
}

/// Every period of every rule over the horizon, and with commitment every month of every unit with a limit of starts.
public func ruleUses(of schedule: Schedule, system: PowerSystem) -> [RuleUse] {
  let aligned = AlignedSchedule(schedule, of: system)
  let prices = schedule[.price] == nil ? nil : schedule[.rulePrice]
  let isPriced = schedule[.price] != nil
  let rules = zip(system.rules, ruleAccounts(of: aligned)).flatMap { rule, accounts in
    let own = prices?.values(of: rule.name)
    return accounts.map { account in
      let first = account.steps.lowerBound
      let saving = isPriced ? own?[first] ?? 0 : nil
      return RuleUse(
        rule: rule.name, kind: rule.kind.rawValue, start: system.horizon.timestamp(first), limit: account.limit,
        used: account.used, missed: account.missed, unit: rule.kind.unit, saving: saving,
        savingPerPercent: rule.kind.isShare ? saving.map { $0 * account.basis / 100 } : nil)
    }
  }
  return rules + startUses(of: aligned, prices: schedule[.startPrice])
}

/// One period of a rule as a schedule has it.
struct RuleAccount {
  var steps: Range<Int>
  var limit: Double
  var used: Double
  /// MWh that a share is a part of.
  var basis: Double
  var missed: Double
}

/// The periods of every rule, in the order of the system.
func ruleAccounts(of schedule: AlignedSchedule) -> [[RuleAccount]] {
  let system = schedule.system
  guard !system.rules.isEmpty else { return [] }
  let fuels = ruleFuels(schedule)
  return system.rules.map { rule in
    let (used, basis) = rates(of: rule, fuels, schedule)
    return rule.periods(of: system.horizon).map { steps in
      func sum(_ values: [Double]) -> Double { values[steps].reduce(0, +) * schedule.stepHours }
      let basis = sum(basis)
      let limit =
        rule.kind.isShare ? rule.share(ofEnergy: basis, in: steps) : rule.allowance(in: steps, of: system.horizon)
      let energy = sum(used)
      var missed = max(0, rule.kind.isFloor ? limit - energy : energy - limit)
      if let outage = rule.outage, schedule.thermalStatus != nil { missed = missedEnergy(outage, schedule) }
      return RuleAccount(steps: steps, limit: limit, used: energy, basis: basis, missed: missed)
    }
  }
}

/// MWh of an outage for which a unit is never off long enough within the window; 0 where it is.
private func missedEnergy(_ outage: HorizonRule.Outage, _ schedule: AlignedSchedule) -> Double {
  guard let unit = schedule.system.thermalUnits.firstIndex(where: { $0.name == outage.unit }) else { return 0 }
  var hoursOff = 0.0
  for t in outage.window {
    hoursOff = schedule.isOn(unit * schedule.count + t) ? 0 : hoursOff + schedule.stepHours
    if hoursOff >= outage.hours - 1e-9 { return 0 }
  }
  return outage.energy
}

/// What counts for a rule and, for a share, what it is a part of: per hour in each step.
private func rates(
  of rule: HorizonRule, _ fuels: [[Double]], _ schedule: AlignedSchedule
) -> (used: [Double], basis: [Double]) {
  let system = schedule.system
  let count = schedule.count
  let covered = Set(system.buses.filter(rule.covers).map(\.name))
  var used = Array(repeating: 0.0, count: count)
  var basis = used
  switch rule.kind {
  case .co2Cap, .fuelCap, .takeOrPay:
    for (unit, fuel) in zip(system.thermalUnits, fuels) where covered.contains(unit.bus) {
      let weight = rule.kind == .co2Cap ? unit.co2PerFuel : unit.fuel == rule.fuel ? 1 : 0
      for t in 0..<count { used[t] += weight * fuel[t] }
    }
    guard rule.kind == .co2Cap else { break }
    for (i, storage) in system.storages.enumerated() where covered.contains(storage.bus) {
      guard let fuel = storage.fuel else { continue }
      for t in 0..<count { used[t] += fuel.perEnergy * fuel.co2 * schedule.storageDischarge[i * count + t] }
    }
  case .maintenance:
    for (i, unit) in system.thermalUnits.enumerated() where unit.name == rule.outage?.unit {
      for t in 0..<count { used[t] += schedule.thermalPower[i * count + t] }
    }
  case .renewableUtilisation, .renewableShareOfLoad, .renewableShareOfGeneration:
    let isUtilisation = rule.kind == .renewableUtilisation
    for (i, plant) in system.renewables.enumerated() where covered.contains(plant.bus) {
      guard !isUtilisation || plant.technology == .wind || plant.technology == .solar else { continue }
      let available = isUtilisation ? schedule.available(plant) : []
      for t in 0..<count {
        let power = schedule.renewablePower[i * count + t]
        used[t] += power
        basis[t] += isUtilisation ? available[t] : rule.kind == .renewableShareOfGeneration ? power : 0
      }
    }
    if rule.kind == .renewableShareOfLoad {
      for bus in system.buses where rule.covers(bus) && bus.carrier == .electricity {
        for (t, load) in bus.load.values(count: count).enumerated() { basis[t] += load }
      }
    } else if rule.kind == .renewableShareOfGeneration {
      for (i, unit) in system.thermalUnits.enumerated() where covered.contains(unit.bus) {
        for t in 0..<count { basis[t] += schedule.thermalPower[i * count + t] }
      }
    }
  }
  return (used, basis)
}

/// What the first steps of a schedule leave to the rules of those after them.
///
/// - Parameter kept: at least 1 and below the number of steps.
public func ruleHistories(after kept: Int, of schedule: Schedule, system: PowerSystem) -> [HorizonRule.History] {
  let aligned = AlignedSchedule(schedule, of: system)
  let seen = system.horizon.restricted(to: 0..<kept + 1)
  let fuels = ruleFuels(aligned)
  return system.rules.map { rule in
    // A period that ends at the seam leaves nothing.
    guard let period = rule.periods(of: seen).first(where: { $0.contains(kept) }), period.lowerBound < kept else {
      return .init()
    }
    let (used, basis) = rates(of: rule, fuels, aligned)
    let steps = period.lowerBound..<kept
    var history = period.lowerBound == 0 ? rule.before : .init()
    history.hours += Double(steps.count) * aligned.stepHours
    history.used += used[steps].reduce(0, +) * aligned.stepHours
    history.basis += basis[steps].reduce(0, +) * aligned.stepHours
    return history
  }
}

/// What every unit burns, where a rule asks for it.
private func ruleFuels(_ schedule: AlignedSchedule) -> [[Double]] {
  let units = schedule.system.thermalUnits
  guard schedule.system.rules.contains(where: { $0.kind.isOfFuel }) else { return [] }
  return units.indices.map { takes(of: units[$0], at: $0, schedule).map(\.fuel) }
}
