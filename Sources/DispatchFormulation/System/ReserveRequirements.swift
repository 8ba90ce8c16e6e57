import GridModel
import LinearOptimization
import Schedules

/// Closes every reserve rule: what is provided plus the shortfall covers the requirement.
struct ReserveRequirements: DeviceFormulation {
  private let names: [String]
  private let shortfalls: [ColumnBlock]
  private let requirements: [RowBlock]
  private let splits: [ReserveSplit]

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
    splits = builder.reserveStructure.splits
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    schedule.record(.reserveShortfall, names, shortfalls, values)
    for kind in ReserveProvider.Kind.allCases {
      for direction in ReserveRule.Direction.allCases {
        let own = splits.filter { $0.provider.kind == kind && $0.direction == direction }
        if !own.isEmpty { record(own, kind, direction, values, in: &schedule) }
      }
    }
  }

  /// What is promised, in all and to each product, in place of what could be.
  private func record(
    _ splits: [ReserveSplit], _ kind: ReserveProvider.Kind, _ direction: ReserveRule.Direction, _ values: [Double],
    in schedule: inout Schedule
  ) {
    let names = splits.map(\.provider.name)
    let count = schedule.horizon.count
    schedule[.reserve(kind, direction)] = SeriesTable(
      names: names,
      columns: splits.map { split in
        var sum = Array(repeating: 0.0, count: count)
        for part in split.parts { for t in 0..<count { sum[t] += values[part.columns.first + t] } }
        return sum
      })
    for product in [ReserveRule.Product.frequency, .ramping] {
      let blocks = splits.map { split in split.parts.first { $0.product == product }?.columns }
      schedule.record(.reserve(kind, product, direction), names, blocks, values)
    }
  }

  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    schedule.recordDuals(.reservePrice, names, requirements, duals, times: 1 / schedule.horizon.stepHours)
  }
}
