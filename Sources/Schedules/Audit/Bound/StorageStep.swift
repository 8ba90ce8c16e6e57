/// A storage, or the vehicles of a fleet, in one step: cost per MW charged and discharged and per MWh inside, and what reserve earns per MW.
///
/// Reserve up is limited by power (what discharge can rise by) and by what the level can hold; down the reverse. The
/// lesser of the two counts, and a mix of them is never less: for any weights of power against energy, power and level
/// fall apart and the least of each is known. The best weights, two numbers, are among the kinks of that function.
struct StorageStep {
  var charge = 0.0
  var discharge = 0.0
  var level = 0.0
  var reserveUp = 0.0
  var reserveDown = 0.0
  private var lowest = 0.0
  private var highest = 0.0
  private var minimumEnergy = 0.0
  private var energyCapacity = 0.0
  private let chargeCapacity: Double
  private let dischargeCapacity: Double
  private let leastDischarge: Double
  private let bothAtOnce: Bool
  /// MW of reserve that a MWh holds; infinite where reserve needs no energy.
  private var upPerEnergy = Double.infinity
  private var downPerEnergy = Double.infinity

  /// - Parameter leastDischarge: MW discharged at least.
  init(chargeCapacity: Double, dischargeCapacity: Double, leastDischarge: Double = 0, bothAtOnce: Bool = false) {
    self.chargeCapacity = chargeCapacity
    self.dischargeCapacity = dischargeCapacity
    self.leastDischarge = leastDischarge
    self.bothAtOnce = bothAtOnce
  }

  /// Takes in the level that the storage has to itself: its limits in the step, and those that hold reserve, MWh.
  mutating func hold(
    _ limits: (lowest: Double, highest: Double), from minimumEnergy: Double, to energyCapacity: Double,
    reserveUpPerEnergy: Double, reserveDownPerEnergy: Double
  ) {
    (lowest, highest) = limits
    (self.minimumEnergy, self.energyCapacity) = (minimumEnergy, energyCapacity)
    (upPerEnergy, downPerEnergy) = (reserveUpPerEnergy, reserveDownPerEnergy)
  }

  /// The size of level and reserve, at the size of the water values.
  func size(_ water: Double) -> Double {
    let reserve = reserveUp + reserveDown
    let power = chargeCapacity + dischargeCapacity
    guard reserve > 0 else { return water * energyCapacity }
    let perEnergy = (upPerEnergy.isFinite ? upPerEnergy : 0) + (downPerEnergy.isFinite ? downPerEnergy : 0)
    return 4 * reserve * power + (water + 4 * reserve * perEnergy) * energyCapacity
  }

  /// The cost at its least, or less, with given weights of power.
  func least(powerUp: Double, powerDown: Double) -> Double {
    least(
      upPerEnergy.isFinite ? min(powerUp, reserveUp) : reserveUp,
      downPerEnergy.isFinite ? min(powerDown, reserveDown) : reserveDown)
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
    var power = min((discharge + net) * leastDischarge, (discharge + net) * dischargeCapacity)
    let charging = (charge - net) * chargeCapacity
    if bothAtOnce { power += min(0, charging) } else if leastDischarge <= 0 { power = min(power, charging) }
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
