import GridModel
import LinearOptimization
import Schedules

/// Interruptible load: bought at a price, within full-capacity hours a day and a year.
struct InterruptibleLoads: DeviceFormulation {
  private let names: [String]
  private let columns: [ColumnBlock]
  private let budgets: [Budget]

  /// Most that the columns of a run of steps may sum to.
  private struct Budget: Sendable {
    var columns: Range<Int>
    var most: Double
  }

  init(in builder: inout ProgramBuilder) {
    let loads = builder.system.interruptibleLoads
    let horizon = builder.system.horizon
    names = loads.map(\.name)
    var budgets: [Budget] = []
    columns = loads.map { load in
      let power = builder.model.addColumns(
        "interruption(\(load.name))", count: builder.steps, upper: .constant(load.capacity),
        cost: .constant(load.price * builder.stepHours))
      builder.supply(load.bus, power)
      Self.addBudgets("day", load.hoursPerDay, horizon.days, of: load, power, to: &builder, &budgets)
      Self.addBudgets("year", load.hoursPerYear, horizon.years, of: load, power, to: &builder, &budgets)
      return power
    }
    self.budgets = budgets
  }

  /// Energy in each run of steps stays within the hours at full capacity.
  private static func addBudgets(
    _ period: String, _ hours: Double, _ runs: [Range<Int>], of load: InterruptibleLoad, _ power: ColumnBlock,
    to builder: inout ProgramBuilder, _ budgets: inout [Budget]
  ) {
    for (number, run) in runs.enumerated() where Double(run.count) * builder.stepHours > hours {
      budgets.append(
        Budget(
          columns: power.first + run.lowerBound..<power.first + run.upperBound,
          most: load.capacity * hours / builder.stepHours))
      builder.model.addRow(
        "\(period)(\(load.name),\(number))", upper: load.capacity * hours,
        columns: run.map { power.first + $0 },
        coefficients: Array(repeating: builder.stepHours, count: run.count))
    }
  }

  /// Scales down what exceeds a budget.
  func restore(_ values: inout [Double], in model: LinearModel) {
    for budget in budgets {
      let sum = values[budget.columns].reduce(0, +)
      guard sum > budget.most else { continue }
      for column in budget.columns { values[column] *= budget.most / sum }
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    schedule.record(.interruption, names, columns, values)
  }
}
