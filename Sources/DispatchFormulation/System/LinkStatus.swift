import GridModel
import LinearOptimization
import Schedules

/// Links with a least flow, where statuses are decided: on in one direction, in the other, or off.
struct LinkStatus: DeviceFormulation {
  init(in builder: inout ProgramBuilder) {
    guard builder.options.commitment else { return }
    for (position, line) in builder.system.lines.enumerated() where line.minimumFlow > 0 {
      let flow = builder.flows[position].columns
      let least = line.minimumFlow
      let (forward, reverse) = (
        Self.status("forward", line, line.capacity, &builder),
        Self.status("reverse", line, line.reverseCapacity, &builder)
      )
      builder.model.addRows(
        "linkForward(\(line.name))", count: builder.steps, upper: 0,
        terms: [Term(flow, 1), Term(forward, .constant(-line.capacity)), Term(reverse, .constant(least))])
      builder.model.addRows(
        "linkReverse(\(line.name))", count: builder.steps, lower: 0,
        terms: [Term(flow, 1), Term(reverse, .constant(line.reverseCapacity)), Term(forward, .constant(-least))])
      builder.model.addRows(
        "linkDirection(\(line.name))", count: builder.steps, upper: 1, terms: [Term(forward, 1), Term(reverse, 1)])
    }
  }

  private static func status(
    _ direction: String, _ line: Line, _ capacity: Double, _ builder: inout ProgramBuilder
  ) -> ColumnBlock {
    let status = builder.model.addColumns(
      "link(\(line.name),\(direction))", count: builder.steps, upper: capacity >= line.minimumFlow ? 1 : 0,
      integer: true)
    builder.calls.append(status)
    return status
  }

  func record(_ values: [Double], in schedule: inout Schedule) {}
}
