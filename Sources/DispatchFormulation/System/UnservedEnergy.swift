import GridModel
import LinearOptimization
import Schedules

/// Load that is not served, at the value of lost load; none where that is infinite.
struct UnservedEnergy: DeviceFormulation {
  private let names: [String]
  private let columns: [ColumnBlock]

  init(in builder: inout ProgramBuilder) {
    let system = builder.system
    // Where a shortfall has no price, load must be served.
    let loaded = zip(system.buses, builder.loads).filter { bus, load in
      system.shortfallPrice(of: bus) < .infinity && load.contains { $0 > 0 }
    }
    names = loaded.map(\.0.name)
    columns = loaded.map { bus, load in
      let unserved = builder.model.addColumns(
        "unserved(\(bus.name))", count: builder.steps, upper: .series(load.map { max(0, $0) }),
        cost: .constant(system.shortfallPrice(of: bus) * builder.stepHours))
      builder.supply(bus.name, unserved)
      builder.adjustable.append(AdjustableSupply(bus: builder.bus(bus.name), segments: [unserved]))
      return unserved
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    guard !names.isEmpty else { return }
    schedule.record(.unservedEnergy, names, columns, values)
  }
}
