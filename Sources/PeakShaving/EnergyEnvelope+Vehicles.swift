import GridModel

/// A fleet whose vehicles charge as soon as they come: what the load holds for it, and what it is measured against.
struct UnmanagedFleet {
  /// MW drawn.
  let charge: [Double]
  /// MWh inside the vehicles at the plug, at the end of each step.
  private(set) var level: [Double] = []
  /// MWh that vehicles leave without, although they charge at once.
  private(set) var unmet: [Double] = []

  init(_ fleet: VehicleFleet, _ limits: VehicleEnvelope, over horizon: Horizon) {
    charge = fleet.immediateCharging(over: horizon)
    let (arrivals, departures) = (
      fleet.arrivals.values(count: charge.count), fleet.departures.values(count: charge.count)
    )
    var (inside, present) = (limits.initialEnergy, fleet.initialVehicles)
    for t in charge.indices {
      inside += charge[t] * fleet.chargeEfficiency * horizon.stepHours + limits.arriving[t] - limits.required[t]
      present = max(0, present + arrivals[t] - departures[t])
      // Those who stay keep what they came with, whoever leaves short.
      unmet.append(min(limits.required[t], max(0, present * fleet.arrivalEnergy / 1000 - inside)))
      inside = max(0, inside + unmet[t])
      level.append(inside)
    }
  }
}

extension EnergyEnvelope {
  /// Vehicles against charging as soon as they come, which the load holds: the level is what is inside them, measured
  /// from what would be inside then, so that what comes and leaves with them cancels out.
  ///
  /// They leave with what they would have then, no less; where they could leave with more, drawing less or giving back
  /// earlier does as well, so nothing is lost by leaving that out. After the last step no less is inside than then.
  public init(_ fleet: VehicleFleet, over horizon: Horizon) {
    let limits = fleet.envelope(over: horizon)
    let atOnce = UnmanagedFleet(fleet, limits, over: horizon)
    let most = atOnce.level.max() ?? 0
    var lower = atOnce.level.map { most - $0 }
    var upper = zip(limits.capacity, atOnce.level).map { fleet.dischargePower > 0 ? most + max(0, $0 - $1) : most }
    let isAway = limits.capacity.map { $0 <= 1e-9 * most }
    for t in lower.indices where isAway[t] || t == lower.count - 1 { lower[t] = most }
    for t in upper.indices where isAway[t] { upper[t] = most }
    // From where the limits of later steps can be reached.
    for t in lower.indices.dropLast().reversed() {
      let rise = limits.chargeLimit[t + 1] - atOnce.charge[t + 1]
      let fall =
        limits.dischargeLimit[t + 1] / fleet.dischargeEfficiency + fleet.chargeEfficiency * atOnce.charge[t + 1]
      lower[t] = max(lower[t], lower[t + 1] - max(0, rise) * fleet.chargeEfficiency * horizon.stepHours)
      upper[t] = min(upper[t], upper[t + 1] + fall * horizon.stepHours)
    }
    self.init(
      name: fleet.name, kind: .vehicles, dischargeLimit: .series(limits.dischargeLimit),
      chargeLimit: .series(zip(limits.chargeLimit, atOnce.charge).map { max($0, $1) }), lowerLevel: .series(lower),
      upperLevel: .series(upper), restLevel: most, chargeEfficiency: fleet.chargeEfficiency,
      dischargeEfficiency: fleet.dischargeEfficiency,
      resets: lower.indices.dropFirst().filter { isAway[$0 - 1] }, startLevel: most)
    drawn = .series(atOnce.charge)
  }
}
