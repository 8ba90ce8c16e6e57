/// What a vehicle fleet can do, step by step: `level = level before + arriving + charged − given − leaving`.
public struct VehicleEnvelope: Sendable, Equatable {
  /// MW drawn and given at most by the vehicles at the plug.
  public var chargeLimit: [Double]
  public var dischargeLimit: [Double]
  /// MWh that those who stay can hold at the end of the step.
  public var capacity: [Double]
  /// MWh inside the vehicles that come.
  public var arriving: [Double]
  /// MWh inside the vehicles that leave: what must be, and what can be.
  public var required: [Double]
  public var mostLeaving: [Double]
  /// MWh before the first step, and at least after the last: what those who stay came with.
  public var initialEnergy: Double
  public var finalEnergy: Double
}

extension VehicleFleet {
  public func envelope(over horizon: Horizon) -> VehicleEnvelope {
    let count = horizon.count
    let arrivals = arrivals.values(count: count)
    let departures = departures.values(count: count)
    let need = need.values(count: count)
    var present = initialVehicles
    var envelope = VehicleEnvelope(
      chargeLimit: [], dischargeLimit: [], capacity: [], arriving: [], required: [], mostLeaving: [],
      initialEnergy: initialEnergy ?? initialVehicles * arrivalEnergy / 1000, finalEnergy: 0)
    for t in 0..<count {
      present += arrivals[t]
      envelope.chargeLimit.append(present * chargePower / 1000)
      envelope.dischargeLimit.append(present * dischargePower / 1000)
      present = max(0, present - departures[t])
      envelope.capacity.append(present * batteryEnergy / 1000)
      envelope.arriving.append(arrivals[t] * arrivalEnergy / 1000)
      let required = departures[t] * (arrivalEnergy + need[t]) / 1000
      envelope.required.append(required)
      envelope.mostLeaving.append(max(required, departures[t] * batteryEnergy / 1000))
    }
    envelope.finalEnergy = present * arrivalEnergy / 1000
    return envelope
  }

  /// MW drawn where every vehicle charges what it needs as soon as it comes, those that come first leaving first.
  ///
  /// Vehicles that stay beyond the horizon need what those before them did on average.
  public func immediateCharging(over horizon: Horizon) -> [Double] {
    let count = horizon.count
    let arrivals = arrivals.values(count: count)
    let departures = departures.values(count: count)
    let need = need.values(count: count)
    let leaving = departures.reduce(0, +)
    let mean = leaving > 0 ? zip(departures, need).reduce(0) { $0 + $1.0 * $1.1 } / leaving : 0
    // MWh that the first so many vehicles need: a walk along the departures, as arrivals only grow.
    var (vehicles, energy, next) = (0.0, 0.0, 0)
    func needed(byFirst wanted: Double) -> Double {
      while next < count, vehicles + departures[next] <= wanted {
        vehicles += departures[next]
        energy += departures[next] * need[next] / 1000
        next += 1
      }
      return energy + (wanted - vehicles) * (next < count ? need[next] : mean) / 1000
    }
    let limit = envelope(over: horizon).chargeLimit
    var come = initialVehicles
    var charged = 0.0
    var left = 0.0
    return (0..<count).map { t in
      come += arrivals[t]
      let open = max(0, needed(byFirst: come) - charged)
      let power = min(limit[t], open / (chargeEfficiency * horizon.stepHours))
      charged += power * chargeEfficiency * horizon.stepHours
      left += departures[t] * need[t] / 1000
      // What vehicles leave without is not charged later.
      charged = max(charged, left)
      return power
    }
  }
}
