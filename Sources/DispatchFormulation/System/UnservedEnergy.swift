import GridModel
import LinearOptimization
import Schedules

/// Load that is not served, at the value of lost load.
struct UnservedEnergy: DeviceFormulation {
  private let names: [String]
  private let columns: [ColumnBlock]

  init(in builder: inout ProgramBuilder) {
    let loaded = builder.system.buses.filter { $0.load.range?.upperBound ?? 0 > 0 }
    names = loaded.map(\.name)
    columns = loaded.map { bus in
      let unserved = builder.model.addColumns(
        "unserved(\(bus.name))", count: builder.steps, upper: .series(bus.load.values(count: builder.steps)),
        cost: .constant(builder.system.shortfallPrice(of: bus) * builder.stepHours))
      builder.supply(bus.name, unserved)
      builder.adjustable.append(AdjustableSupply(bus: builder.bus(bus.name), segments: [unserved]))
      return unserved
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    schedule.record(.unservedEnergy, names, columns, values)
  }
}
