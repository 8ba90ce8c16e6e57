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
  private var cycles: [Cycle] = []

  /// The voltage law around a cycle, and the lines in it with their coefficients.
  private struct Cycle: Sendable {
    var rows: RowBlock
    var members: [(line: Int, coefficient: Double)]
  }

  init(in builder: inout ProgramBuilder) {
    let lines = builder.system.lines
    names = lines.map(\.name)
    flows = lines.map { line in
      let built = line.expansion.map { builder.addCapacity(.line, line.name, $0) }
      let reach = line.reach
      let flow = builder.model.addColumns(
        "flow(\(line.name))", count: builder.steps, lower: .constant(-reach.reverse), upper: .constant(reach.forward))
      if let built {
        builder.limit("capacity(\(line.name))", [Term(flow, 1)], to: .constant(line.capacity), of: built)
        if line.builtReversePart > 0 {
          builder.limit(
            "reverse(\(line.name))", [Term(flow, -1)], to: .constant(line.reverseCapacity),
            plus: .constant(line.builtReversePart), of: built)
        }
      }
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
    let unit = scale > 0 ? scale : 1
    for (number, cycle) in basis.cycles.enumerated() {
      let members = cycle.map { member in
        let line = reactive[member.edge]
        return (line: line, coefficient: member.sign * (lines[line].reactance ?? 0) / unit)
      }
      let rows = builder.model.addRows(
        "cycle(\(number))", count: builder.steps, lower: 0, upper: 0,
        terms: members.map { Term(flows[$0.line], .constant($0.coefficient)) })
      cycles.append(Cycle(rows: rows, members: members))
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    schedule.record(.lineFlow, names, flows, values)
  }

  /// What each line's flow costs through all cycles that it is in.
  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    let count = schedule.horizon.count
    var prices: [Int: [Double]] = [:]
    for cycle in cycles where duals[cycle.rows.indices].contains(where: { $0 != 0 }) {
      for (line, coefficient) in cycle.members {
        let factor = -coefficient / schedule.horizon.stepHours
        var price = prices.removeValue(forKey: line) ?? Array(repeating: 0, count: count)
        for t in 0..<count { price[t] += factor * duals[cycle.rows.first + t] }
        prices[line] = price
      }
    }
    let charged = prices.keys.sorted()
    guard !charged.isEmpty else { return }
    schedule[.loopPrice] = SeriesTable(
      names: charged.map { names[$0] }, columns: charged.compactMap { prices[$0] })
  }
}
