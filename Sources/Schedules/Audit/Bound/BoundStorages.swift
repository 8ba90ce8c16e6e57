import GridModel

/// Storages: levels are given up for their water values, budgets for their prices, and then each step stands alone.
///
/// A plant and the level that it has to itself are one small problem. Plants that share a level fall apart where what their
/// reserve needs of it is given up for its price too.
func boundStorages(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  let storages = multipliers.system.storages
  var isBound = Array(repeating: false, count: storages.count)
  for (position, level) in multipliers.system.levels.enumerated() {
    if let plant = level.plants.first, level.plants.count == 1, storages[plant].mayGrow {
      isBound[plant] = true
      let storage = storages[plant]
      bound.addLeast(
        over: [storage.powerExpansion, storage.energyExpansion], partOfYear: multipliers.partOfYear
      ) { built, sum in
        let grown = storage.building(power: built[0]).building(energy: built[1])
        boundGrown(grown, at: plant, level: position, multipliers, &sum)
      }
      continue
    }
    let level = LevelPrices(
      level.reservoir, at: position, multipliers, isShared: level.plants.count != 1, plants: level.plants)
    level.boundGiven(&bound)
    if level.isShared { level.boundLevel(&bound) }
    for plant in level.plants {
      isBound[plant] = true
      boundSteps(of: storages[plant], at: plant, on: level, multipliers, &bound)
    }
  }
  for (position, storage) in storages.enumerated() where !isBound[position] {
    boundSteps(of: storage, at: position, on: nil, multipliers, &bound)
  }
}

extension Storage {
  fileprivate var mayGrow: Bool { powerExpansion != nil || energyExpansion != nil }
}

/// A store of given size with its own level, at its position among the storages and that of its level.
///
/// Published prices say what of reserve counts against power: the best weights change with what is built, and only with
/// the same ones at every size is the bound concave in it.
func boundGrown(
  _ storage: Storage, at position: Int, level: Int, _ multipliers: Multipliers, _ bound: inout BoundSum
) {
  let prices = LevelPrices(storage.ownLevel, at: level, multipliers, isShared: false, plants: [position])
  prices.boundGiven(&bound)
  boundSteps(of: storage, at: position, on: prices, multipliers, &bound, weighted: true)
}

/// A level and its prices, currency per MWh inside, by step.
private struct LevelPrices {
  let reservoir: Reservoir
  let plants: [Int]
  let isShared: Bool
  let hours: Double
  let retention: Double
  let water: [Double]
  /// What energy inside costs: its worth now less that of what is left of it in the next step.
  let holding: [Double]
  let inflow: [Double]
  let reserveUp: [Double]
  let reserveDown: [Double]
  /// Between which the level lies in each step; in the last where the case asks for it.
  let lowest: [Double]
  let highest: [Double]

  init(_ reservoir: Reservoir, at position: Int, _ multipliers: Multipliers, isShared: Bool, plants: [Int]) {
    let count = multipliers.count
    self.reservoir = reservoir
    self.plants = plants
    self.isShared = isShared
    hours = multipliers.stepHours
    let retention = reservoir.retention(stepMinutes: multipliers.system.horizon.stepMinutes)
    let water = Array(Multipliers.slice(multipliers.waterValue, position, count))
    self.retention = retention
    self.water = water
    holding = (0..<count).map { t in
      // What is inside at the end of the last step is worth nothing, unless it is where the first begins.
      let next = t + 1 < count ? water[t + 1] : reservoir.initialEnergy == nil ? water[0] : 0
      return water[t] - retention * next
    }
    var (lowest, highest) = reservoir.band(count: count)
    reservoir.narrowEnd(&lowest, &highest)
    (self.lowest, self.highest) = (lowest, highest)
    inflow = reservoir.hasInflow ? reservoir.inflow.values(count: count) : []
    reserveUp = Array(Multipliers.slice(multipliers.levelReserveUp, position, count))
    reserveDown = Array(Multipliers.slice(multipliers.levelReserveDown, position, count))
  }

  /// The size of what is held in a step.
  func size(_ t: Int) -> Double {
    abs(water[t]) + abs(t + 1 < water.count ? water[t + 1] : water[0])
  }

  /// What was inside at first and what flows in, all of it or, where it is worth less than nothing, none.
  func boundGiven(_ bound: inout BoundSum) {
    if let start = reservoir.initialEnergy, !water.isEmpty { bound.add(-water[0] * retention * start) }
    for t in inflow.indices where inflow[t] != 0 { bound.add(-max(0, water[t]) * inflow[t] * hours) }
  }

  /// The level by itself, less what reserve takes from it.
  func boundLevel(_ bound: inout BoundSum) {
    for t in water.indices {
      let (up, down) = (reserveUp[t], reserveDown[t])
      let rate = holding[t] - up + down
      let size = (size(t) + 2 * (up + down)) * reservoir.energyCapacity
      bound.add(
        min(rate * lowest[t], rate * highest[t]) + up * reservoir.minimumEnergy - down * reservoir.energyCapacity,
        size: size)
    }
  }
}

extension Reservoir {
  /// Narrows the last step's limits to where the case asks the level to end.
  fileprivate func narrowEnd(_ lowest: inout [Double], _ highest: inout [Double]) {
    guard let last = lowest.indices.last else { return }
    switch endLevel {
    case .cyclic:
      if let start = cycleEnergy ?? initialEnergy { (lowest[last], highest[last]) = (start, start) }
    case .atLeast(let energy): lowest[last] = max(lowest[last], energy)
    case .free: break
    }
  }
}

private func boundSteps(
  of storage: Storage, at position: Int, on level: LevelPrices?, _ multipliers: Multipliers, _ bound: inout BoundSum,
  weighted: Bool = false
) {
  let hours = multipliers.stepHours
  let prices = Array(multipliers.prices(at: storage.bus))
  let up = storage.givesReserve ? ReserveEarnings(multipliers, .up, of: storage.reserveProvider) : nil
  let down = storage.givesReserve ? ReserveEarnings(multipliers, .down, of: storage.reserveProvider) : nil
  let charges = multipliers.dischargeCharges(of: storage)
  let budget = budgetPrices(of: storage, at: position, multipliers, &bound)
  let least = storage.minimumDischarge.values(count: multipliers.count)
  let cost = storage.dischargeCost(co2Price: multipliers.system.co2Price)
  for t in 0..<multipliers.count {
    let water = level?.water[t] ?? 0
    let spent = (budget?[t] ?? 0) + (charges?[t] ?? 0)
    var step = StorageStep(
      chargeCapacity: storage.chargeCapacity, dischargeCapacity: storage.dischargeCapacity, leastDischarge: least[t],
      bothAtOnce: storage.bothAtOnce)
    step.charge = (prices[t] + storage.chargeCost - water * storage.chargeEfficiency) * hours
    step.discharge = (cost + spent - prices[t] + water / storage.dischargeEfficiency) * hours
    step.reserveUp = (up?.best(t) ?? 0) * hours
    step.reserveDown = (down?.best(t) ?? 0) * hours
    let power =
      (abs(prices[t]) + abs(water) / storage.dischargeEfficiency + abs(cost) + abs(storage.chargeCost) + spent) * hours
    var size = power * (storage.chargeCapacity + storage.dischargeCapacity)
    if let level, !level.isShared {
      step.level = level.holding[t]
      step.hold(
        (level.lowest[t], level.highest[t]), from: level.reservoir.minimumEnergy,
        to: level.reservoir.energyCapacity, reserveUpPerEnergy: storage.dischargeEfficiency / storage.reserveHours,
        reserveDownPerEnergy: 1 / (storage.reserveHours * storage.chargeEfficiency))
      size += step.size(level.size(t))
    } else {
      // Nothing holds reserve back but power, once its part of the level is paid for.
      step.reserveUp = max(
        0, step.reserveUp - (level?.reserveUp[t] ?? 0) * storage.reserveHours / storage.dischargeEfficiency)
      step.reserveDown = max(
        0, step.reserveDown - (level?.reserveDown[t] ?? 0) * storage.reserveHours * storage.chargeEfficiency)
      size +=
        4 * ((up?.best(t) ?? 0) + (down?.best(t) ?? 0)) * hours * (storage.chargeCapacity + storage.dischargeCapacity)
    }
    let cheapest =
      weighted
      ? step.least(
        powerUp: multipliers.powerUp[position * multipliers.count + t] * hours,
        powerDown: multipliers.powerDown[position * multipliers.count + t] * hours) : step.least
    bound.add(cheapest, size: size)
  }
}

/// What budgets add to the cost of discharging, currency per MWh by step; what they are worth goes to the bound. One
/// price holds in the whole of a period: that of its first step.
private func budgetPrices(
  of storage: Storage, at position: Int, _ multipliers: Multipliers, _ bound: inout BoundSum
) -> [Double]? {
  var sum: [Double]?
  for period in StoragePeriod.allCases where storage.budget(of: period) < .infinity {
    guard let prices = multipliers.storageBudget[period] else { continue }
    let own = Multipliers.slice(prices, position, multipliers.count)
    guard own.contains(where: { $0 > 0 }) else { continue }
    for (number, run) in period.runs(of: multipliers.system.horizon).enumerated() {
      let price = own[own.startIndex + run.lowerBound]
      guard price > 0 else { continue }
      let left = max(0, storage.budget(of: period) - (number == 0 ? storage.spent(in: period) : 0))
      bound.add(-price * left, size: 2 * price * (left + storage.spent(in: period)))
      for t in run { sum = sum ?? Array(repeating: 0, count: multipliers.count); sum?[t] += price }
    }
  }
  return sum
}
