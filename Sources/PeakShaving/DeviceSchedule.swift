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
    schedule[.storageEnergy] = table(
      storages, idle: { system.storages[$0].initialEnergy ?? system.storages[$0].minimumEnergy }
    ) { $0.energy }
    schedule[.interruption] = table(system.interruptibleLoads.map(\.name)) { $0.discharge }
    let called = system.interruptibleLoads.filter { !$0.calls.areUnrestricted }.map(\.name)
    if !called.isEmpty {
      let none = Array(repeating: false, count: count)
      schedule[.interruptionCall] = SeriesTable(
        names: called, columns: called.map { (calls[$0] ?? none).map { $0 ? 1 : 0 } })
    }
    schedule[.shiftDown] = table(system.shiftableLoads.map(\.name)) { $0.discharge }
    schedule[.shiftUp] = table(system.shiftableLoads.map(\.name)) { $0.charge }
    return schedule
  }
}
