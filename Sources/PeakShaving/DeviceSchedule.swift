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

  /// What vehicles draw and give, and what is inside them; those that do not count charge as soon as they come.
  private func addVehicles(of system: PowerSystem, to schedule: inout Schedule) {
    let names = system.vehicleFleets.map(\.name)
    guard !names.isEmpty else { return }
    let horizon = system.horizon
    let count = horizon.count
    var tables: [Quantity: [[Double]]] = [:]
    for fleet in system.vehicleFleets {
      let atOnce = UnmanagedFleet(fleet, fleet.envelope(over: horizon), over: horizon)
      var columns: [Quantity: [Double]] = [
        .vehicleCharge: atOnce.charge, .vehicleDischarge: atOnce.charge.map { _ in 0 },
        .vehicleEnergy: atOnce.level, .vehicleUnmet: atOnce.unmet.map { $0 / horizon.stepHours },
      ]
      for (i, envelope) in problem.envelopes.enumerated() {
        guard let share = envelope.members.first(where: { $0.name == fleet.name })?.share else { continue }
        let cells = i * count..<(i + 1) * count
        columns[.vehicleCharge] = self.schedule.charge[cells].map { $0 * share }
        columns[.vehicleDischarge] = self.schedule.discharge[cells].map { $0 * share }
        columns[.vehicleEnergy] = zip(atOnce.level, self.schedule.energy[cells]).map {
          $0 + ($1 - envelope.restLevel) * share
        }
      }
      for (quantity, values) in columns { tables[quantity, default: []].append(values) }
    }
    for (quantity, columns) in tables { schedule[quantity] = SeriesTable(names: names, columns: columns) }
  }
}
