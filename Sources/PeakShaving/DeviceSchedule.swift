import GridModel
import Schedules

extension PeakShavingAssessment {
  /// The proving schedule device by device, each with its share of what was merged; those that do not count stand still.
  public func deviceSchedule(of system: PowerSystem) -> Schedule {
    let count = system.horizon.count
    var schedule = Schedule(horizon: system.horizon)
    func table(_ names: [String], idle: (Int) -> Double = { _ in 0 }, _ source: (FleetSchedule) -> [Double])
      -> SeriesTable
    {
      let series = source(self.schedule)
      let columns = names.enumerated().map { position, name in
        for (i, envelope) in problem.envelopes.enumerated() {
          guard let member = envelope.members.first(where: { $0.name == name }) else { continue }
          return series[i * count..<(i + 1) * count].map { $0 * member.share }
        }
        return Array(repeating: idle(position), count: count)
      }
      return SeriesTable(names: names, columns: columns)
    }
    let storages = system.storages.map(\.name)
    schedule[.storageDischarge] = table(storages) { $0.discharge }
    schedule[.storageCharge] = table(storages) { $0.charge }
    let own = system.storages.map { $0.withOwnStore(in: system).ownLevel }
    let energy = table(storages, idle: { own[$0].initialEnergy ?? own[$0].minimumEnergy }) { $0.energy }
    let levels = system.levels
    schedule[.storageEnergy] = SeriesTable(
      names: levels.map(\.reservoir.name),
      columns: levels.map { level in
        (0..<count).map { t in level.plants.reduce(0) { $0 + energy.values[$1 * count + t] } }
      })
    // Inflow does not count, as if it went by.
    let fed = levels.map(\.reservoir).filter(\.hasInflow)
    if !fed.isEmpty {
      schedule[.storageSpill] = SeriesTable(names: fed.map(\.name), columns: fed.map { $0.inflow.values(count: count) })
    }
    schedule[.interruption] = table(system.interruptibleLoads.map(\.name)) { $0.discharge }
    let called = system.interruptibleLoads.filter { !$0.calls.areUnrestricted }.map(\.name)
    if !called.isEmpty {
      let none = Array(repeating: false, count: count)
      schedule[.interruptionCall] = SeriesTable(
        names: called, columns: called.map { (calls[$0] ?? none).map { $0 ? 1 : 0 } })
    }
    schedule[.shiftDown] = table(system.shiftableLoads.map(\.name)) { $0.discharge }
    schedule[.shiftUp] = table(system.shiftableLoads.map(\.name)) { $0.charge }
    addVehicles(of: system, to: &schedule)
    return schedule
  }

  /// What vehicles draw and give where they take off the load what the schedule says, and the levels that follow.
  private func addVehicles(of system: PowerSystem, to schedule: inout Schedule) {
    guard !system.vehicleFleets.isEmpty else { return }
    let horizon = system.horizon
    let relief = self.schedule.relief(by: problem.envelopes)
    var tables: [Quantity: [[Double]]] = [:]
    for fleet in system.vehicleFleets {
      let limits = fleet.envelope(over: horizon)
      let charging = fleet.immediateCharging(over: horizon)
      let off = relief[fleet.name] ?? Array(repeating: 0, count: horizon.count)
      var (charge, discharge, energy, unmet) = ([Double](), [Double](), [Double](), [Double]())
      var level = limits.initialEnergy
      for t in charging.indices {
        discharge.append(max(0, off[t] - charging[t]))
        level += limits.arriving[t] - limits.required[t]
        level -= discharge[t] * horizon.stepHours / fleet.dischargeEfficiency
        // The assessment counts more losses than there are, so that there may be less to draw again.
        let room = (limits.capacity[t] - level) / (fleet.chargeEfficiency * horizon.stepHours)
        charge.append(min(max(0, charging[t] - off[t]), max(0, room)))
        level += charge[t] * fleet.chargeEfficiency * horizon.stepHours
        // Vehicles that even charging at once leaves short.
        unmet.append(max(0, -level) / horizon.stepHours)
        level = max(0, level)
        energy.append(level)
      }
      for (quantity, values) in [
        (Quantity.vehicleCharge, charge), (.vehicleDischarge, discharge), (.vehicleEnergy, energy),
        (.vehicleUnmet, unmet),
      ] {
        tables[quantity, default: []].append(values)
      }
    }
    for (quantity, columns) in tables {
      schedule[quantity] = SeriesTable(names: system.vehicleFleets.map(\.name), columns: columns)
    }
  }
}
