import GridModel
import Schedules

/// The kept steps of one window after the other.
struct StitchedSchedule {
  private let system: PowerSystem
  private var parts: [(schedule: Schedule, kept: Int)] = []

  init(_ system: PowerSystem) {
    self.system = system
  }

  mutating func append(_ schedule: Schedule, keeping kept: Int) {
    parts.append((schedule, kept))
  }

  /// The schedule of all steps. A component that a window leaves out is at zero there; prices are left out unless every
  /// window has them.
  var joined: Schedule {
    var joined = Schedule(horizon: system.horizon)
    let isPriced = parts.allSatisfy { $0.schedule[.price] != nil }
    for quantity in Quantity.all where isPriced || !Quantity.prices.contains(quantity) {
      let present = Set(parts.flatMap { $0.schedule[quantity]?.names ?? [] })
      if present.isEmpty { continue }
      let names = quantity.componentNames(in: system).filter(present.contains)
      var values: [Double] = []
      values.reserveCapacity(names.count * system.horizon.count)
      for name in names {
        for part in parts { values += part.schedule.values(quantity, of: name).prefix(part.kept) }
      }
      joined[quantity] = SeriesTable(names: names, count: system.horizon.count, values: values)
    }
    return joined
  }
}
