import GridModel
import LinearOptimization
import Schedules

/// What buses that may let energy go have too much, at a price: heat rejected, gas flared.
struct SurplusEnergy: DeviceFormulation {
  private let names: [String]
  /// From minus the most to 0: supply that takes away.
  private let columns: [ColumnBlock]

  init(in builder: inout ProgramBuilder) {
    let open = builder.system.buses.filter { $0.surplusPrice != nil }
    names = open.map(\.name)
    columns = open.map { bus in
      let kept = builder.model.addColumns(
        "surplus(\(bus.name))", count: builder.steps, lower: .constant(-builder.system.greatestSupply(at: bus.name)),
        upper: 0, cost: .constant(-(bus.surplusPrice ?? 0) * builder.stepHours))
      builder.supply(bus.name, kept)
      builder.adjustable.append(AdjustableSupply(bus: builder.bus(bus.name), segments: [kept]))
      return kept
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    guard !names.isEmpty else { return }
    schedule[.surplusEnergy] = SeriesTable(
      names: names, columns: columns.map { values[$0.indices].map { max(0, -$0) } })
  }
}
