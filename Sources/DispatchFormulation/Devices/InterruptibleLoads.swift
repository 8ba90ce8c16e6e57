import GridModel
import LinearOptimization
import Schedules

/// Interruptible load: bought at a price, within full-capacity hours a day and a year.
struct InterruptibleLoads: DeviceFormulation {
  private let names: [String]
  private let columns: [ColumnBlock]
  /// Rows that limit the sum over a run of steps.
  private let budgets: [Int]
  /// What is not interrupted and promised as reserve, of loads that reserve rules admit.
  private let reserves: [(name: String, columns: ColumnBlock)]
  /// Loads with rules of calls, where statuses are decided.
  private let called: [(name: String, status: ColumnBlock)]

  init(in builder: inout ProgramBuilder) {
    let loads = builder.system.interruptibleLoads
    let horizon = builder.system.horizon
    names = loads.map(\.name)
    var budgets: [Int] = []
    var reserves: [(name: String, columns: ColumnBlock)] = []
    var called: [(name: String, status: ColumnBlock)] = []
    columns = loads.map { load in
      let power = builder.model.addColumns(
        "interruption(\(load.name))", count: builder.steps, upper: .constant(load.capacity),
        cost: .constant(load.price * builder.stepHours))
      builder.supply(load.bus, power)
      Self.addBudgets(
        "day", load.hoursPerDay, horizon.days, spent: load.interruptedInDay, load, power, to: &builder, &budgets)
      Self.addBudgets(
        "year", load.hoursPerYear, horizon.years, spent: load.interruptedInYear, load, power, to: &builder,
        &budgets)
      if builder.options.commitment, !load.calls.areUnrestricted {
        let status = InterruptionCalls(load, power, in: &builder).status
        called.append((load.name, status))
        builder.calls.append(status)
      }
      if builder.needsReserve(.up, from: load.reserveProvider) {
        let reserve = builder.model.addColumns(
          "reserveUp(\(load.name))", count: builder.steps, upper: .constant(load.capacity))
        builder.model.addRows(
          "interruptible(\(load.name))", count: builder.steps, upper: .constant(load.capacity), isLazy: true,
          terms: [Term(power, 1), Term(reserve, 1)])
        builder.provideReserve(.up, from: load.reserveProvider, reserve)
        reserves.append((load.name, reserve))
      }
      return power
    }
    self.reserves = reserves
    self.budgets = budgets
    self.called = called
  }

  /// Energy in each run of steps stays within the hours at full capacity; part of the first may be spent.
  private static func addBudgets(
    _ period: String, _ hours: Double, _ runs: [Range<Int>], spent: Double, _ load: InterruptibleLoad,
    _ power: ColumnBlock, to builder: inout ProgramBuilder, _ budgets: inout [Int]
  ) {
    for (number, run) in runs.enumerated() {
      let budget = load.capacity * hours - (number == 0 ? spent : 0)
      guard Double(run.count) * builder.stepHours * load.capacity > budget else { continue }
      let row = builder.model.addRow(
        "\(period)(\(load.name),\(number))", upper: max(0, budget),
        columns: run.map { power.first + $0 },
        coefficients: Array(repeating: builder.stepHours, count: run.count))
      budgets.append(row)
    }
  }

  /// Scales down what exceeds a budget.
  func restore(_ values: inout [Double], in model: LinearModel) {
    for row in budgets {
      let entries = model.rowStart[row]..<model.rowStart[row + 1]
      let sum = entries.reduce(0) { $0 + model.coefficient[$1] * values[Int(model.columnIndex[$1])] }
      guard sum > model.rowUpper[row] else { continue }
      for entry in entries { values[Int(model.columnIndex[entry])] *= model.rowUpper[row] / sum }
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    schedule.record(.interruption, names, columns, values)
    schedule.record(.reserve(.interruptible, .up), reserves.map(\.name), reserves.map(\.columns), values)
    if !called.isEmpty { schedule.record(.interruptionCall, called.map(\.name), called.map(\.status), values) }
  }
}
