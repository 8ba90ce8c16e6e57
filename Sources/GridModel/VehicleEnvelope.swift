/// What a vehicle fleet can do, step by step: `level = level before + arriving + charged − given − leaving`.
public struct VehicleEnvelope: Sendable, Equatable {
  /// MW drawn and given at most by the vehicles at the plug.
  public var chargeLimit: [Double]
  public var dischargeLimit: [Double]
  /// MWh that may be inside those who stay at the end of the step.
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
  /// The limits of the whole fleet. Where vehicles only charge, none holds more than it came with and needs: the upper limit
  /// is that of charging as soon as they come. Where they give back, all can be full.
  public func envelope(over horizon: Horizon) -> VehicleEnvelope {
    let count = horizon.count
    let arrivals = arrivals.values(count: count)
    let departures = departures.values(count: count)
    let need = need.values(count: count)
    var order = DepartureOrder(self, count: count)
    var (come, present, left) = (initialVehicles, initialVehicles, 0.0)
    var envelope = VehicleEnvelope(
      chargeLimit: [], dischargeLimit: [], capacity: [], arriving: [], required: [], mostLeaving: [],
      initialEnergy: initialEnergy ?? initialVehicles * arrivalEnergy / 1000, finalEnergy: 0)
    for t in 0..<count {
      come += arrivals[t]
      present += arrivals[t]
      envelope.chargeLimit.append(present * chargePower / 1000)
      envelope.dischargeLimit.append(present * dischargePower / 1000)
      present = max(0, present - departures[t])
      left += departures[t] * need[t] / 1000
      let inside = present * arrivalEnergy / 1000
      let required = departures[t] * (arrivalEnergy + need[t]) / 1000
      envelope.arriving.append(arrivals[t] * arrivalEnergy / 1000)
      envelope.required.append(required)
      if dischargePower > 0 {
        envelope.capacity.append(present * batteryEnergy / 1000)
        envelope.mostLeaving.append(max(required, departures[t] * batteryEnergy / 1000))
      } else {
        envelope.capacity.append(inside + max(0, order.need(ofFirst: come) - left))
        envelope.mostLeaving.append(required)
      }
      envelope.finalEnergy = inside
    }
    return envelope
  }

  /// MW drawn where every vehicle charges what it needs as soon as it comes.
  public func immediateCharging(over horizon: Horizon) -> [Double] {
    let count = horizon.count
    let arrivals = arrivals.values(count: count)
    let departures = departures.values(count: count)
    let need = need.values(count: count)
    var order = DepartureOrder(self, count: count)
    let limit = envelope(over: horizon).chargeLimit
    var come = initialVehicles
    // MWh taken since they came by all vehicles so far, those that had begun before the first step too.
    var charged = initialEnergy.map { max(0, $0 - initialVehicles * arrivalEnergy / 1000) } ?? 0
    var left = 0.0
    return (0..<count).map { t in
      come += arrivals[t]
      let open = max(0, order.need(ofFirst: come) - charged)
      let power = min(limit[t], open / (chargeEfficiency * horizon.stepHours))
      charged += power * chargeEfficiency * horizon.stepHours
      left += departures[t] * need[t] / 1000
      // What vehicles leave without is not charged later.
      charged = max(charged, left)
      return power
    }
  }
}

/// The vehicles of a fleet in the order in which they come and leave: the first to come is the first to leave.
private struct DepartureOrder {
  private var departures: [VehicleFleet.Departure]
  private var next = 0
  private var vehicles = 0.0
  private var energy = 0.0

  /// Those known to leave; all others need what the last of them did.
  init(_ fleet: VehicleFleet, count: Int) {
    departures = zip(fleet.departures.values(count: count), fleet.need.values(count: count)).map {
      VehicleFleet.Departure(vehicles: $0, need: $1)
    }
    departures += fleet.laterDepartures
    departures.append(VehicleFleet.Departure(vehicles: .infinity, need: departures.last?.need ?? 0))
  }

  /// MWh that so many vehicles need together; asked for growing numbers.
  mutating func need(ofFirst wanted: Double) -> Double {
    while vehicles + departures[next].vehicles <= wanted {
      vehicles += departures[next].vehicles
      energy += departures[next].vehicles * departures[next].need / 1000
      next += 1
    }
    return energy + (wanted - vehicles) * departures[next].need / 1000
  }
}
