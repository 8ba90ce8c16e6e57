import GridModel
import SyntheticSeries

extension YearSystem {
  /// The system that the parameters stand for.
  public func system() -> PowerSystem {
    precondition(hours > 0 && units >= zones && zones > 0 && mustTake <= 1 && export >= -0.4)
    let horizon = Horizon(
      start: LocalTime(year: 2030, month: 1, day: 1).localSeconds - 8 * 3600, utcOffsetSeconds: 8 * 3600,
      stepMinutes: stepMinutes, count: hours * 60 / stepMinutes)
    let weather = YearWeather(seed: seed, zones: zones, horizon: horizon)
    let fleet = fleet(horizon, minimumParts: Array(repeating: Self.minimumPart, count: zones))
    let peak = 0.85 * fleet.map(\.capacity).reduce(0, +)
    let shares = (0..<zones).map { 1.5 - Double($0) / Double(zones) }
    let total = shares.reduce(0, +)

    var system = PowerSystem(
      name: "year-\(seed)", horizon: horizon, valueOfLostLoad: 10_000, network: network,
      buses: (0..<zones).map { zone in
        Bus(name: Self.bus(zone), load: .series(weather.load[zone].map { $0 * peak * shares[zone] / total }))
      },
      lines: lines(peak: peak), storages: storages(peak: peak))
    for zone in 0..<zones {
      let share = shares[(zone + 1) % zones] / total
      system.renewables += [
        plant("wind", .wind, 0.32 * peak * share, zone, weather.wind),
        plant("solar", .solar, 0.41 * peak * share, zone, weather.solar),
      ]
      system.interruptibleLoads.append(
        InterruptibleLoad(
          name: "interruptible-\(zone)", bus: Self.bus(zone),
          capacity: rounded(0.02 * peak * shares[zone] / total, digits: 1), price: interruptionPrice,
          hoursPerDay: interruptibleHoursPerDay, hoursPerYear: interruptibleHoursPerYear))
      let shift = rounded(shiftable * peak * shares[zone] / total, digits: 1)
      if shift > 0 {
        system.shiftableLoads.append(
          ShiftableLoad(
            name: "shiftable-\(zone)", bus: Self.bus(zone), downCapacity: shift, upCapacity: shift, price: 20))
      }
    }
    system.thermalUnits = fleet
    fit(&system, peak: peak)
    for bus in system.buses.indices {
      system.buses[bus].load = .series(
        system.buses[bus].load.values(count: horizon.count).map { rounded($0, digits: 1) })
    }
    holdMustTake(&system)
    if export != 0 { system.exportChannels = [channel(system)] }
    if setOn != .never {
      system.thermalUnits = self.fleet(
        horizon, minimumParts: system.buses.indices.map { carriedPart(of: $0, in: system) })
    }
    addReserves(to: &system)
    return system
  }

  static func bus(_ zone: Int) -> String { "zone-\(zone)" }

  private func plant(
    _ name: String, _ technology: RenewablePlant.Technology, _ capacity: Double, _ zone: Int, _ availability: [[Double]]
  ) -> RenewablePlant {
    RenewablePlant(
      name: "\(name)-\(zone)", bus: Self.bus(zone), technology: technology, capacity: capacity,
      availability: .series(availability[zone]), curtailmentPrice: curtailmentPrice)
  }

  private func storages(peak: Double) -> [Storage] {
    storageHours.enumerated().map { index, hours in
      let isPumped = hours >= 4
      let power = rounded((isPumped ? 0.055 : 0.045) * peak, digits: 0)
      let efficiency = isPumped ? 0.875 : 0.94
      let energy = rounded(power * hours, digits: 0)
      return Storage(
        name: "store-\(index)", bus: Self.bus(index % zones), technology: isPumped ? .pumped : .battery,
        chargeCapacity: power, dischargeCapacity: power, energyCapacity: energy, chargeEfficiency: efficiency,
        dischargeEfficiency: efficiency, selfDischargePerHour: selfDischarge,
        initialEnergy: startsHalfFull ? energy / 2 : nil,
        givesReserve: storesGiveReserve)
    }
  }

  private func lines(peak: Double) -> [Line] {
    var ends = (1..<max(zones, 1)).map { ($0 - 1, $0) }
    if zones >= 3 { ends.append((zones - 1, 0)) }
    if zones >= 4 { ends.append((0, 2)) }
    let capacity = rounded(0.045 * peak * lineFactor, digits: 0)
    return ends.enumerated().map { index, ends in
      Line(
        name: "line-\(ends.0)-\(ends.1)", from: Self.bus(ends.0), to: Self.bus(ends.1), capacity: capacity,
        reactance: rounded(1 + 0.3 * Double(index), digits: 1))
    }
  }

  private func channel(_ system: PowerSystem) -> ExportChannel {
    let load = system.buses[0].load.values(count: system.horizon.count)
    let schedule = load.map { rounded(export * $0, digits: 1) }
    return ExportChannel(
      name: "export", bus: Self.bus(0), capacity: schedule.reduce(0) { max($0, abs($1)) }, schedule: .series(schedule),
      price: 300)
  }

  private func addReserves(to system: inout PowerSystem) {
    for (direction, part) in [(ReserveRule.Direction.up, reserveUp), (.down, reserveDown)] where part > 0 {
      let needed = system.totalLoad.map { rounded(part * $0, digits: 1) }
      system.reserves.append(
        ReserveRule(
          name: "reserve-\(direction.rawValue)", direction: direction, requirement: .series(needed),
          shortfallPrice: 2000))
    }
  }
}
