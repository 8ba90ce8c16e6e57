import GridModel
import LinearOptimization
import Schedules

/// Lines: flows within limits and, for DC power flow, Kirchhoff's voltage law around a cycle basis.
///
/// The cycle form has no angles and is the fastest of the equivalent ones (Hörsch, Ronellenfitsch, Witthaut, Brown,
/// "Linear optimal power flow using cycle flows", Electric Power Systems Research 158, 2018).
struct Network: DeviceFormulation {
  private let names: [String]
  private let flows: [ColumnBlock]

  init(in builder: inout ProgramBuilder) {
    let lines = builder.system.lines
    names = lines.map(\.name)
    flows = lines.map { line in
      let flow = builder.model.addColumns(
        "flow(\(line.name))", count: builder.steps, lower: .constant(-line.reverseCapacity),
        upper: .constant(line.capacity))
      builder.supply(line.from, flow, -1)
      builder.supply(line.to, flow)
      builder.flows.append(LineFlow(columns: flow, from: builder.bus(line.from), to: builder.bus(line.to)))
      return flow
    }
    guard builder.system.network == .dc else { return }
    let ends = lines.map { (from: builder.bus($0.from), to: builder.bus($0.to)) }
    let reactive = lines.indices.filter { lines[$0].reactance != nil }
    let basis = CycleBasis(busCount: builder.system.buses.count, edges: reactive.map { ends[$0] })
    let scale = reactive.reduce(0) { $0 + abs(lines[$1].reactance ?? 0) } / Double(max(1, reactive.count))
    for (number, cycle) in basis.cycles.enumerated() {
      let terms = cycle.map { member in
        let line = reactive[member.edge]
        return Term(flows[line], .constant(member.sign * (lines[line].reactance ?? 0) / scale))
      }
      builder.model.addRows("cycle(\(number))", count: builder.steps, lower: 0, upper: 0, terms: terms)
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    schedule.record(.lineFlow, names, flows, values)
  }
}
