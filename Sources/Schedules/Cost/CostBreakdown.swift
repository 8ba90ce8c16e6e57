import GridModel

/// What a schedule costs, in the currency of the system, by cause.
public struct CostBreakdown: Sendable, Equatable, Codable {
  public var fuel = 0.0
  public var co2 = 0.0
  /// Variable cost of thermal units besides fuel.
  public var thermalVariable = 0.0
  /// Wear of thermal units in deep regulation, and the oil that they burn there.
  public var wear = 0.0
  public var oil = 0.0
  public var start = 0.0
  public var curtailment = 0.0
  public var renewableVariable = 0.0
  /// Wear and other cost of charging and discharging, besides fuel.
  public var storageDischarge = 0.0
  public var interruption = 0.0
  public var shift = 0.0
  /// Wear of vehicles that give back, and their unmet need.
  public var vehicleDischarge = 0.0
  public var vehicleUnmet = 0.0
  /// Variable cost of converters and processes.
  public var conversion = 0.0
  /// Unserved energy at the value of lost load, or the price of its bus.
  public var unserved = 0.0
  /// What buses let go.
  public var surplus = 0.0
  /// What lines carry beyond their limits.
  public var overload = 0.0
  public var reserveShortfall = 0.0
  /// Renewable energy that channels were to get and did not.
  public var exportRenewableShortfall = 0.0
  /// Paid to those who promise reserve.
  public var reserveOffers = 0.0
  /// What is missed of rules over the horizon, at their prices.
  public var missedRules = 0.0
  /// Of what is built, for the part of a year that the horizon is.
  public var capital = 0.0
  /// Earned; taken off the total.
  public var exportRevenue = 0.0

  public init() {}

  enum CodingKeys: String, CodingKey {
    case fuel, co2
    case thermalVariable = "thermal_variable"
    case wear, oil, start, curtailment
    case renewableVariable = "renewable_variable"
    case storageDischarge = "storage_discharge"
    case interruption, shift
    case vehicleDischarge = "vehicle_discharge"
    case vehicleUnmet = "vehicle_unmet"
    case conversion, unserved, surplus, overload
    case reserveShortfall = "reserve_shortfall"
    case exportRenewableShortfall = "export_renewable_shortfall"
    case reserveOffers = "reserve_offers"
    case missedRules = "missed_rules"
    case capital
    case exportRevenue = "export_revenue"
  }

  private enum TotalKey: String, CodingKey {
    case total
  }

  /// Every part and, for those who read the file, the total.
  public func encode(to encoder: any Encoder) throws {
    var sum = encoder.container(keyedBy: TotalKey.self)
    try sum.encode(total, forKey: .total)
    var container = encoder.container(keyedBy: CodingKeys.self)
    for part in parts {
      guard let key = CodingKeys(stringValue: part.key) else { continue }
      try container.encode(key == .exportRevenue ? exportRevenue : part.value, forKey: key)
    }
  }

  /// All costs less the export revenue: what the dispatch minimises.
  public var total: Double { parts.reduce(0) { $0 + $1.value } }

  /// What differences are measured against: cost and export revenue may cancel, so the largest part or the total.
  var scale: Double { max(1, abs(total), parts.map { abs($0.value) }.max() ?? 0) }

  /// Every part by its stable key, as it enters the total.
  public var parts: [(key: String, value: Double)] {
    [
      ("fuel", fuel), ("co2", co2), ("thermal_variable", thermalVariable), ("wear", wear), ("oil", oil),
      ("start", start),
      ("curtailment", curtailment), ("renewable_variable", renewableVariable),
      ("storage_discharge", storageDischarge), ("interruption", interruption), ("shift", shift),
      ("vehicle_discharge", vehicleDischarge), ("vehicle_unmet", vehicleUnmet), ("conversion", conversion),
      ("unserved", unserved), ("surplus", surplus), ("overload", overload), ("reserve_shortfall", reserveShortfall),
      ("reserve_offers", reserveOffers), ("missed_rules", missedRules),
      ("export_renewable_shortfall", exportRenewableShortfall), ("capital", capital),
      ("export_revenue", -exportRevenue),
    ]
  }
}

/// The cost of a schedule, recomputed from its tables: power in MW over steps of `horizon.stepHours`.
///
/// Tables that are absent, or have another number of steps than the system, count as zeros.
public func costBreakdown(of schedule: Schedule, system: PowerSystem) -> CostBreakdown {
  costBreakdown(of: AlignedSchedule(schedule, of: system))
}

func costBreakdown(of schedule: AlignedSchedule) -> CostBreakdown {
  let system = schedule.system
  let hours = schedule.stepHours
  var cost = CostBreakdown()
  for thermal in thermalAccounts(of: schedule) {
    cost.fuel += thermal.fuelCost
    cost.co2 += thermal.co2 * system.co2Price
    cost.thermalVariable += thermal.variableCost
    cost.wear += thermal.wearCost
    cost.oil += thermal.oilCost
    cost.start += thermal.startCost
  }
  for (plant, account) in zip(system.renewables, renewableAccounts(of: schedule)) {
    cost.curtailment += plant.curtailmentPrice * (account.available - account.energy)
    cost.renewableVariable += plant.variableCost * account.energy
  }
  for (i, storage) in system.storages.enumerated() {
    cost.storageDischarge += storage.chargeCost * hours * schedule.sum(schedule.storageCharge, i)
    cost.storageDischarge += storage.dischargeCost * hours * schedule.sum(schedule.storageDischarge, i)
    guard let fuel = storage.fuel else { continue }
    let burnt = schedule.storageFuel(i)
    cost.fuel += burnt * fuel.price
    cost.co2 += burnt * fuel.co2 * system.co2Price
  }
  for (i, load) in system.interruptibleLoads.enumerated() {
    cost.interruption += load.price * hours * schedule.sum(schedule.interruption, i)
  }
  for (i, load) in system.shiftableLoads.enumerated() {
    cost.shift += load.price * hours * schedule.sum(schedule.shiftDown, i)
  }
  for (i, fleet) in system.vehicleFleets.enumerated() {
    cost.vehicleDischarge += fleet.dischargeCost * hours * schedule.sum(schedule.vehicleDischarge, i)
    cost.vehicleUnmet += fleet.unmetPrice * hours * schedule.sum(schedule.vehicleUnmet, i)
  }
  for (i, converter) in system.converters.enumerated() where converter.variableCost != 0 {
    cost.conversion += converter.variableCost * hours * schedule.sum(schedule.converterInput, i)
  }
  for (i, process) in system.processes.enumerated() where process.cost != .constant(0) {
    for (t, price) in process.cost.values(count: schedule.count).enumerated() {
      cost.conversion += price * hours * schedule.processLevel[i * schedule.count + t]
    }
  }
  for (i, bus) in system.buses.enumerated() {
    let price = system.shortfallPrice(of: bus)
    if price < .infinity { cost.unserved += price * hours * schedule.sum(schedule.unserved, i) }
    cost.surplus += (bus.surplusPrice ?? 0) * hours * schedule.sum(schedule.surplus, i)
  }
  for (i, overload) in system.lines.compactMap(\.overload).enumerated() {
    cost.overload += overload.price * hours * schedule.sum(schedule.lineOverload, i)
  }
  for (i, rule) in system.reserves.enumerated() {
    cost.reserveShortfall += rule.shortfallPrice * hours * schedule.sum(schedule.reserveShortfall, i)
  }
  cost.reserveOffers = reserveOffers(of: schedule)
  for (rule, accounts) in zip(system.rules, ruleAccounts(of: schedule)) where rule.price < .infinity {
    cost.missedRules += rule.price * accounts.reduce(0) { $0 + $1.missed }
  }
  for (option, built) in zip(schedule.options, schedule.built) {
    cost.capital += option.expansion.yearlyCost * system.horizon.partOfYear * built
  }
  for (i, channel) in system.exportChannels.enumerated() {
    for (t, price) in channel.price.values(count: schedule.count).enumerated() {
      cost.exportRevenue += price * hours * channel.arriving(schedule.exportPower[i * schedule.count + t])
    }
  }
  for (i, obligation) in system.exportChannels.compactMap(\.renewables).enumerated() {
    cost.exportRenewableShortfall +=
      obligation.shortfallPrice * hours * schedule.sum(schedule.exportRenewableShortfall, i)
  }
  return cost
}

extension AlignedSchedule {
  /// Sum over the steps of one component.
  func sum(_ values: [Double], _ position: Int) -> Double {
    values[position * count..<(position + 1) * count].reduce(0, +)
  }

  /// MWh that a process gives at a port.
  func given(by process: Int, _ port: LinearProcess.Port) -> Double {
    let rates = port.rate.values(count: count)
    var sum = 0.0
    for t in 0..<count { sum += rates[t] * processLevel[process * count + t] }
    return sum * stepHours
  }

  /// GJ that a storage burns over the horizon.
  func storageFuel(_ position: Int) -> Double {
    (system.storages[position].fuel?.perEnergy ?? 0) * stepHours * sum(storageDischarge, position)
  }
}
