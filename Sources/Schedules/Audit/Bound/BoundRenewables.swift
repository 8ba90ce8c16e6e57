import GridModel

/// Curtailable plants give all or nothing.
func boundRenewables(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  let pools = PoolEarnings(multipliers)
  for plant in multipliers.system.renewables {
    guard plant.expansion != nil else {
      boundRenewable(plant, pools, multipliers, &bound)
      continue
    }
    bound.addLeast(over: [plant.expansion], partOfYear: multipliers.partOfYear) { built, sum in
      boundGrown(plant.building(built[0]), pools, multipliers, &sum)
    }
  }
}

/// A plant of given capacity.
func boundRenewable(
  _ plant: RenewablePlant, _ pools: PoolEarnings, _ multipliers: Multipliers, _ bound: inout BoundSum
) {
  let earned = pools.earned(at: plant.bus, multipliers)
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

/// A plant of which something is built: what is available of it raises what rules ask to be taken.
func boundGrown(
  _ plant: RenewablePlant, _ pools: PoolEarnings, _ multipliers: Multipliers, _ bound: inout BoundSum
) {
  boundRenewable(plant, pools, multipliers, &bound)
  guard let owed = multipliers.availabilityCharges(of: plant) else { return }
  let available = plant.availability.scaled(by: plant.capacity).values(count: multipliers.count)
  for t in available.indices where available[t] != 0 { bound.add(owed[t] * available[t] * multipliers.stepHours) }
}

/// What renewable output earns because it can be designated to channels, by step.
struct PoolEarnings {
  private var whole: [Double]?
  private var zones: [String: [Double]] = [:]

  init(_ multipliers: Multipliers) {
    for (p, zone) in multipliers.system.renewablePools.enumerated() {
      let prices = Array(Multipliers.slice(multipliers.pool, p, multipliers.count))
      if let zone { zones[zone] = prices } else { whole = prices }
    }
  }

  /// In the whole system and besides in the zone of a bus.
  func earned(at bus: String, _ multipliers: Multipliers) -> [Double]? {
    let own = zones[multipliers.system.buses[multipliers.bus(bus)].zone]
    guard let whole else { return own }
    return own.map { zip(whole, $0).map(+) } ?? whole
  }
}
