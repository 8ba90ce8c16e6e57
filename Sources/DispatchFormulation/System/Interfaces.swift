import GridModel
import LinearOptimization
import Schedules

/// Interfaces: weighted sums of line flows within limits by step.
struct Interfaces: DeviceFormulation {
  private let names: [String]
  private let limits: [FlowLimit]
  private let flows: [LineFlow]

  init(in builder: inout ProgramBuilder) {
    let interfaces = builder.system.interfaces
    let position = Dictionary(
      builder.system.lines.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    names = interfaces.map(\.name)
    limits = interfaces.map { interface in
      let members = interface.members.map { member in
        guard let line = position[member.line] else { preconditionFailure("no line named \(member.line)") }
        return (line: line, weight: member.weight)
      }
      let reach = interface.reach(over: builder.system.lines)
      let lowest = interface.reverseLimit.values(count: builder.steps).map { -min($0, reach.reverse) }
      let highest = interface.limit.values(count: builder.steps).map { min($0, reach.forward) }
      let rows = builder.model.addRows(
        "interface(\(interface.name))", count: builder.steps, lower: .series(lowest),
        // Where lines must carry what an interface may not, that is infeasible, and no fault of the limits.
        upper: .series(zip(highest, lowest).map { max($0, $1) }), isLazy: true,
        terms: members.map { Term(builder.flows[$0.line].columns, .constant($0.weight)) })
      return FlowLimit(rows: rows, members: members)
    }
    flows = builder.flows
    builder.flowLimits = limits
  }

  /// Takes what a sum is too much off the flows that make it so, as far as they go.
  func restore(_ values: inout [Double], in model: LinearModel) {
    for limit in limits {
      for (t, row) in limit.rows.indices.enumerated() {
        let sum = model.activity(ofRow: row, values)
        var excess = max(0, sum - model.rowUpper[row]) + min(0, sum - model.rowLower[row])
        for (line, weight) in limit.members where excess != 0 && weight != 0 {
          let column = flows[line].columns.first + t
          // Towards zero, which other interfaces do not mind.
          let part = min(abs(excess), max(0, weight * values[column] * (excess > 0 ? 1 : -1)))
          values[column] -= (excess > 0 ? part : -part) / weight
          excess -= excess > 0 ? part : -part
        }
      }
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {}

  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    schedule.recordDuals(
      .interfacePrice, names, limits.map(\.rows), duals, times: -1 / schedule.horizon.stepHours)
  }
}
