import GridModel

/// The lower bound on the cost of every schedule that published prices prove, derived from them and the system alone.
///
/// The balance of every bus, the reserve rules, the levels of storages and vehicles, ramps, the voltage law and the rules
/// over the horizon are given up for their prices (Lagrangian relaxation: D. P. Bertsekas, Nonlinear Programming, ch. 6);
/// what is left falls into small problems
/// of one device and step, window or year, and each is solved exactly or from below. No prices, however wrong, give a
/// bound above the cost of a schedule that keeps the rules of the audit exactly, and those of an optimal linear dispatch
/// give its cost.
///
/// - Returns: currency over the horizon; −∞ if the prices prove nothing; `nil` for a schedule with commitment, whose
///   units this does not cover.
public func provenBound(by schedule: Schedule, of system: PowerSystem) -> Double? {
  guard !schedule.hasCommitment else { return nil }
  let multipliers = Multipliers(schedule, of: system)
  var bound = BoundSum()
  boundLoads(multipliers, &bound)
  boundReserveRules(multipliers, &bound)
  boundHorizonRules(multipliers, &bound)
  boundThermalUnits(multipliers, &bound)
  boundRenewables(multipliers, &bound)
  boundStorages(multipliers, &bound)
  boundInterruptibleLoads(multipliers, &bound)
  boundShiftableLoads(multipliers, &bound)
  boundVehicleFleets(multipliers, &bound)
  boundExports(multipliers, &bound)
  boundConverters(multipliers, &bound)
  boundLinearProcesses(multipliers, &bound)
  boundLines(multipliers, &bound)
  return bound.lowerBound
}

/// Load pays the price of its bus, or goes unserved at the value of lost load; what may go goes for nothing less.
private func boundLoads(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  let system = multipliers.system
  for (bus, load) in zip(system.buses, system.loads) {
    for (price, load) in zip(multipliers.prices(at: bus.name), load) where load != 0 {
      let energy = load * multipliers.stepHours
      let rate = load > 0 ? min(price, system.shortfallPrice(of: bus)) : price
      bound.add(rate * energy)
    }
    guard let surplusPrice = bus.surplusPrice else { continue }
    let most = system.greatestSupply(at: bus.name) * multipliers.stepHours
    for price in multipliers.prices(at: bus.name) {
      bound.add(min(0, surplusPrice + price) * most, size: (abs(surplusPrice) + abs(price)) * most)
    }
  }
}

/// Requirements pay the price of their rule, or fall short at that of shortfall.
private func boundReserveRules(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  let count = multipliers.count
  for (r, rule) in multipliers.system.reserves.enumerated() {
    let requirement = rule.requirement.values(count: count)
    for (price, needed) in zip(Multipliers.slice(multipliers.reserve, r, count), requirement) {
      let rate = needed > 0 ? min(price, rule.shortfallPrice) : price
      bound.add(rate * needed * multipliers.stepHours)
    }
  }
}

/// Curtailable plants give all or nothing.
private func boundRenewables(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  let earned = poolEarnings(multipliers)
  for plant in multipliers.system.renewables {
    let zone = multipliers.system.buses[multipliers.bus(plant.bus)].zone
    let earned =
      earned.whole.map { whole in earned.zones[zone].map { zip(whole, $0).map(+) } ?? whole } ?? earned.zones[zone]
    let available = plant.availability.scaled(by: plant.capacity).values(count: multipliers.count)
    let size = abs(plant.variableCost) + 2 * abs(plant.curtailmentPrice)
    let charges = multipliers.outputCharges(of: plant)
    for (t, price) in multipliers.prices(at: plant.bus).enumerated() where available[t] != 0 {
      let price = price + (earned?[t] ?? 0)
      let energy = available[t] * multipliers.stepHours
      let charge = charges?[t] ?? 0
      let taken = plant.variableCost - price + charge
      let rate = plant.isCurtailable ? min(taken, plant.curtailmentPrice) : taken
      bound.add(rate * energy, size: (size + abs(price) + abs(charge)) * abs(energy))
    }
  }
}
