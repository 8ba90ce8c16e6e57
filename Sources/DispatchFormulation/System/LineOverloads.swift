import GridModel
import LinearOptimization
import Schedules

/// What lines carry beyond their limits, where that has a price.
struct LineOverloads: DeviceFormulation {
  private struct Beyond: Sendable {
    var name: String
    var flow: ColumnBlock
    var columns: ColumnBlock
    var capacity: Double
    var reverseCapacity: Double
  }

  private var lines: [Beyond] = []

  init(in builder: inout ProgramBuilder) {
    for (position, line) in builder.system.lines.enumerated() {
      guard let overload = line.overload else { continue }
      let flow = builder.flows[position].columns
      let beyond = builder.model.addColumns(
        "overload(\(line.name))", count: builder.steps, upper: .constant(overload.most),
        cost: .constant(overload.price * builder.stepHours))
      builder.model.addRows(
        "overload(\(line.name),forward)", count: builder.steps, upper: .constant(line.capacity), isLazy: true,
        terms: [Term(flow, 1), Term(beyond, -1)])
      builder.model.addRows(
        "overload(\(line.name),reverse)", count: builder.steps, lower: .constant(-line.reverseCapacity), isLazy: true,
        terms: [Term(flow, 1), Term(beyond, 1)])
      builder.flows[position].overload = FlowOverload(columns: beyond, limits: -line.reverseCapacity...line.capacity)
      lines.append(
        Beyond(
          name: line.name, flow: flow, columns: beyond, capacity: line.capacity, reverseCapacity: line.reverseCapacity))
    }
  }

  /// No more than the flow is beyond.
  func conclude(_ values: inout [Double], in model: LinearModel) {
    for line in lines {
      for t in 0..<line.columns.count {
        let flow = values[line.flow.first + t]
        values[line.columns.first + t] = max(0, flow - line.capacity, -flow - line.reverseCapacity)
      }
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    schedule.record(.lineOverload, lines.map(\.name), lines.map(\.columns), values)
  }
}
