import GridModel
import LinearOptimization
import Schedules

/// Closes every reserve rule: what is provided plus the shortfall covers the requirement.
struct ReserveRequirements: DeviceFormulation {
  private let names: [String]
  private let shortfalls: [ColumnBlock]
  private let requirements: [RowBlock]

  init(in builder: inout ProgramBuilder) {
    let rules = builder.system.reserves
    names = rules.map(\.name)
    let closed = rules.indices.map { index in
      let rule = rules[index]
      var needed = rule.requirement.values(count: builder.steps)
      let shortfall = builder.model.addColumns(
        "shortfall(\(rule.name))", count: builder.steps, upper: .series(needed.map { max(0, $0) }),
        cost: .constant(rule.shortfallPrice * builder.stepHours))
      if let fixed = builder.reserves.fixed[index] {
        for t in 0..<builder.steps { needed[t] -= fixed[t] }
      }
      let requirement = builder.model.addRows(
        "reserve(\(rule.name))", count: builder.steps, lower: .series(needed),
        terms: builder.reserves.terms[index] + [Term(shortfall, 1)])
      builder.reserveStructure.requirements.append((requirement, shortfall))
      return (shortfall, requirement)
    }
    shortfalls = closed.map(\.0)
    requirements = closed.map(\.1)
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    schedule.record(.reserveShortfall, names, shortfalls, values)
  }

  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    schedule.recordDuals(.reservePrice, names, requirements, duals, times: 1 / schedule.horizon.stepHours)
  }
}
