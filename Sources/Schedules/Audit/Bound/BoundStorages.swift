import GridModel

/// Storages: the level is given up for its water value, and then each step stands alone.
func boundStorages(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  for (position, storage) in multipliers.system.storages.enumerated() {
    boundSteps(of: storage, at: position, multipliers, &bound)
  }
}

private func boundSteps(
  of storage: Storage, at position: Int, _ multipliers: Multipliers, _ bound: inout BoundSum
) {
  let count = multipliers.count
  let hours = multipliers.stepHours
  let water = Array(Multipliers.slice(multipliers.waterValue, position, count))
  let prices = Array(multipliers.prices(at: storage.bus))
  let provider = storage.reserveProvider
  let up = storage.givesReserve ? ReserveEarnings(multipliers, .up, of: provider) : nil
  let down = storage.givesReserve ? ReserveEarnings(multipliers, .down, of: provider) : nil
  let retention = storage.retention(stepMinutes: multipliers.system.horizon.stepMinutes)
  if let start = storage.initialEnergy { bound.add(-water[0] * retention * start) }
  for t in 0..<count {
    // What is inside at the end of the last step is worth nothing, unless it is where the first begins.
    let next = t + 1 < count ? water[t + 1] : storage.initialEnergy == nil ? water[0] : 0
    var step = StorageStep(storage)
    step.charge = (prices[t] - water[t] * storage.chargeEfficiency) * hours
    step.discharge = (storage.dischargeCost - prices[t] + water[t] / storage.dischargeEfficiency) * hours
    step.level = water[t] - retention * next
    step.reserveUp = (up?.best(t) ?? 0) * hours
    step.reserveDown = (down?.best(t) ?? 0) * hours
    if t == count - 1 { step.end(storage) }
    let power = (abs(prices[t]) + abs(water[t]) / storage.dischargeEfficiency + abs(storage.dischargeCost)) * hours
    let size = power * (storage.chargeCapacity + storage.dischargeCapacity) + step.size(abs(water[t]) + abs(next))
    bound.add(step.least, size: size)
  }
}

/// A storage in one step: cost per MW charged and discharged and per MWh inside, and what reserve earns per MW.
///
/// Reserve up is limited by power (what discharge can rise by) and by what the level can hold; down the reverse. The
/// lesser of the two counts, and a mix of them is never less: for any weights of power against energy, power and level
/// fall apart and the least of each is known. The best weights, two numbers, are among the kinks of that function.
private struct StorageStep {
  var charge = 0.0
  var discharge = 0.0
  var level = 0.0
  var reserveUp = 0.0
  var reserveDown = 0.0
  private var lowest: Double
  private var highest: Double
  private let chargeCapacity: Double
  private let dischargeCapacity: Double
  private let minimumEnergy: Double
  private let energyCapacity: Double
  /// MW of reserve that a MWh holds; infinite where reserve needs no energy.
  private let upPerEnergy: Double
  private let downPerEnergy: Double

  init(_ storage: Storage) {
    lowest = storage.minimumEnergy
    highest = storage.energyCapacity
    chargeCapacity = storage.chargeCapacity
    dischargeCapacity = storage.dischargeCapacity
    minimumEnergy = storage.minimumEnergy
    energyCapacity = storage.energyCapacity
    upPerEnergy = storage.dischargeEfficiency / storage.reserveHours
    downPerEnergy = 1 / (storage.reserveHours * storage.chargeEfficiency)
  }

  /// The last step: the level is what the case asks for.
  mutating func end(_ storage: Storage) {
    switch storage.endLevel {
    case .cyclic:
      guard let start = storage.cycleEnergy ?? storage.initialEnergy else { return }
      (lowest, highest) = (start, start)
    case .atLeast(let energy): lowest = max(lowest, energy)
    case .free: break
    }
  }

  /// The size of level and reserve, at the size of the water values.
  func size(_ water: Double) -> Double {
    let reserve = reserveUp + reserveDown
    let power = chargeCapacity + dischargeCapacity
    guard reserve > 0 else { return water * energyCapacity }
    let perEnergy = (upPerEnergy.isFinite ? upPerEnergy : 0) + (downPerEnergy.isFinite ? downPerEnergy : 0)
    return 4 * reserve * power + (water + 4 * reserve * perEnergy) * energyCapacity
  }

  /// The cost at its least, or less.
  var least: Double {
    guard reserveUp > 0 || reserveDown > 0 else { return least(0, 0) }
    guard upPerEnergy.isFinite, downPerEnergy.isFinite else { return least(reserveUp, reserveDown) }
    var best = max(least(0, 0), least(reserveUp, reserveDown))
    best = max(best, least(reserveUp, 0), least(0, reserveDown))
    func offer(_ up: Double, _ down: Double) {
      guard up.isFinite, down.isFinite else { return }
      best = max(best, least(min(max(up, 0), reserveUp), min(max(down, 0), reserveDown)))
    }
    // Where the best power changes: discharging against idling, idling against charging, one against the other.
    let both = (discharge * dischargeCapacity - charge * chargeCapacity) / (dischargeCapacity + chargeCapacity)
    // Where the best level changes: upPerEnergy · up − downPerEnergy · down = balance.
    let balance = upPerEnergy * reserveUp - downPerEnergy * reserveDown - level
    for excess in [discharge, -charge, both] {
      offer(0, excess)
      offer(reserveUp, reserveUp + excess)
      offer(-excess, 0)
      offer(reserveDown - excess, reserveDown)
      let up = (balance + downPerEnergy * excess) / (upPerEnergy - downPerEnergy)
      offer(up, up + excess)
    }
    offer(0, -balance / downPerEnergy)
    offer(reserveUp, (upPerEnergy * reserveUp - balance) / downPerEnergy)
    offer(balance / upPerEnergy, 0)
    offer((balance + downPerEnergy * reserveDown) / upPerEnergy, reserveDown)
    return best
  }

  /// The least when so much of what reserve earns counts against power, and the rest against energy.
  private func least(_ up: Double, _ down: Double) -> Double {
    let net = up - down
    let power = min(0, (discharge + net) * dischargeCapacity, (charge - net) * chargeCapacity)
    var total = power - up * dischargeCapacity - down * chargeCapacity
    let (upEnergy, downEnergy) = (reserveUp - up, reserveDown - down)
    // Rounding aside, nothing is left for an energy limit that is none.
    let upRate = upEnergy > 0 ? upEnergy * upPerEnergy : 0
    let downRate = downEnergy > 0 ? downEnergy * downPerEnergy : 0
    let rate = level - upRate + downRate
    total += min(rate * lowest, rate * highest) + upRate * minimumEnergy - downRate * energyCapacity
    return total
  }
}
