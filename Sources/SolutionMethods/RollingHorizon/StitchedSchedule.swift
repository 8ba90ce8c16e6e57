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
    for quantity in Quantity.all {
      let tables = parts.compactMap { $0.schedule[quantity] }
      if tables.isEmpty || (quantity == .price && tables.count < parts.count) { continue }
      let present = Set(tables.flatMap(\.names))
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
