import GridModel
import LinearOptimization
import Schedules

/// Interruptible load: bought at a price, within full-capacity hours a day and a year.
struct InterruptibleLoads: DeviceFormulation {
  private let names: [String]
  private let columns: [ColumnBlock]

  init(in builder: inout ProgramBuilder) {
    let loads = builder.system.interruptibleLoads
    let horizon = builder.system.horizon
    names = loads.map(\.name)
    columns = loads.map { load in
      let power = builder.model.addColumns(
        "interruption(\(load.name))", count: builder.steps, upper: .constant(load.capacity),
        cost: .constant(load.price * builder.stepHours))
      builder.supply(load.bus, power)
      Self.addBudgets("day", load.hoursPerDay, horizon.days, spent: load.interruptedInDay, load, power, to: &builder)
      Self.addBudgets(
        "year", load.hoursPerYear, horizon.years, spent: load.interruptedInYear, load, power, to: &builder)
      return power
    }
  }

  /// Energy in each run of steps stays within the hours at full capacity; part of the first may be spent.
  private static func addBudgets(
    _ period: String, _ hours: Double, _ runs: [Range<Int>], spent: Double, _ load: InterruptibleLoad,
    _ power: ColumnBlock, to builder: inout ProgramBuilder
  ) {
    for (number, run) in runs.enumerated() {
      let budget = load.capacity * hours - (number == 0 ? spent : 0)
      guard Double(run.count) * builder.stepHours * load.capacity > budget else { continue }
      builder.model.addRow(
        "\(period)(\(load.name),\(number))", upper: max(0, budget),
        columns: run.map { power.first + $0 },
        coefficients: Array(repeating: builder.stepHours, count: run.count))
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    schedule.record(.interruption, names, columns, values)
  }
}
