import GridModel

/// Rules over the horizon are given up for the price of each period; what is missed costs at least as much as its price.
func boundHorizonRules(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  let system = multipliers.system
  for (position, rule) in system.rules.enumerated() {
    let prices = multipliers.rulePrices(position)
    guard prices.contains(where: { $0 != 0 }) else { continue }
    let basis = rule.kind.isShare ? fixedBasis(of: rule, system) : []
    for steps in rule.periods(of: system.horizon) {
      let price = prices[steps.lowerBound]
      let energy = basis.isEmpty ? 0 : basis[steps].reduce(0, +) * multipliers.stepHours
      let limit =
        rule.kind.isShare ? rule.share(ofEnergy: energy, in: steps) : rule.allowance(in: steps, of: system.horizon)
      let size = abs(price) * (abs(limit) + rule.limit * energy + rule.before.used) * (1 + Double(steps.count) / 64)
      bound.add(rule.kind.isFloor ? price * limit : -price * limit, size: size)
    }
  }
}

/// MW that a share is a part of whatever is decided: without plants that may be built.
private func fixedBasis(of rule: HorizonRule, _ system: PowerSystem) -> [Double] {
  let count = system.horizon.count
  var basis = Array(repeating: 0.0, count: count)
  func add(_ values: [Double]) { for t in 0..<count { basis[t] += values[t] } }
  let covered = Set(system.buses.filter(rule.covers).map(\.name))
  switch rule.kind {
  case .renewableUtilisation:
    for plant in system.renewables where covered.contains(plant.bus) && plant.expansion == nil {
      guard plant.technology == .wind || plant.technology == .solar else { continue }
      add(plant.availability.scaled(by: plant.capacity).values(count: count))
    }
  case .renewableShareOfLoad:
    for bus in system.buses where rule.covers(bus) && bus.carrier == .electricity { add(bus.load.values(count: count)) }
  default: break
  }
  return basis
}

extension Multipliers {
  /// One price per step, the same in all steps of a period: that published for its first, as far as it proves anything.
  func rulePrices(_ position: Int) -> [Double] {
    let rule = system.rules[position]
    let published = Self.slice(self.rule, position, count)
    var prices = Array(repeating: 0.0, count: count)
    for steps in rule.periods(of: system.horizon) {
      let price = min(max(0, published[published.startIndex + steps.lowerBound]), rule.price)
      for t in steps { prices[t] = price }
    }
    return prices
  }

  /// What rules add to the cost of a t of coal equivalent that a unit burns, by step; `nil` for nothing.
  func fuelCharges(of unit: ThermalUnit) -> [Double]? {
    charges(at: unit.bus) { rule in
      switch rule.kind {
      case .co2Cap: unit.co2PerFuel
      case .fuelCap: unit.fuel == rule.fuel ? 1 : 0
      case .takeOrPay: unit.fuel == rule.fuel ? -1 : 0
      default: 0
      }
    }
  }

  /// What rules add to the cost of a MWh of a thermal unit.
  func outputCharges(of unit: ThermalUnit) -> [Double]? {
    charges(at: unit.bus) { rule in
      if rule.kind == .maintenance { return rule.outage?.unit == unit.name ? 1 : 0 }
      return rule.kind == .renewableShareOfGeneration ? rule.limit : 0
    }
  }

  /// What rules add to the cost of a MWh of a plant: never more than nothing.
  func outputCharges(of plant: RenewablePlant) -> [Double]? {
    charges(at: plant.bus) { rule in
      switch rule.kind {
      case .renewableUtilisation: plant.technology == .wind || plant.technology == .solar ? -1 : 0
      case .renewableShareOfLoad: -1
      case .renewableShareOfGeneration: rule.limit - 1
      default: 0
      }
    }
  }

  /// What rules charge for a MWh available of a plant.
  func availabilityCharges(of plant: RenewablePlant) -> [Double]? {
    guard plant.technology == .wind || plant.technology == .solar else { return nil }
    return charges(at: plant.bus) { $0.kind == .renewableUtilisation ? $0.limit : 0 }
  }

  /// What rules add to the cost of a MWh that a storage discharges.
  func dischargeCharges(of storage: Storage) -> [Double]? {
    charges(at: storage.bus) { $0.kind == .co2Cap ? storage.co2PerDischarge : 0 }
  }

  private func charges(at bus: String, _ weight: (HorizonRule) -> Double) -> [Double]? {
    var sum: [Double]?
    let place = system.buses[self.bus(bus)]
    for (position, rule) in system.rules.enumerated() where rule.covers(place) && weight(rule) != 0 {
      let prices = rulePrices(position)
      guard prices.contains(where: { $0 != 0 }) else { continue }
      let before = sum ?? Array(repeating: 0, count: count)
      sum = zip(before, prices).map { $0 + weight(rule) * $1 }
    }
    return sum
  }
}
