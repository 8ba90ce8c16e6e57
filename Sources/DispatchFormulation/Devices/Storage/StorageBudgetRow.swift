import GridModel
import LinearOptimization
import Schedules

/// One row that limits what a store gives in a local day, week or calendar year, in MWh.
struct StorageBudgetRow: Sendable {
  let storage: Int
  let period: StoragePeriod
  let steps: Range<Int>
  let row: Int

  /// Rows for all budgets that can bind; part of the first of each kind may be spent.
  static func add(
    _ storage: Storage, _ position: Int, _ discharge: ColumnBlock, to builder: inout ProgramBuilder
  ) -> [StorageBudgetRow] {
    let horizon = builder.system.horizon
    let hours = builder.stepHours
    var rows: [StorageBudgetRow] = []
    for period in StoragePeriod.allCases where storage.budget(of: period) < .infinity {
      for (number, run) in period.runs(of: horizon).enumerated() {
        let budget = storage.budget(of: period) - (number == 0 ? storage.spent(in: period) : 0)
        guard Double(run.count) * hours * storage.dischargeCapacity > budget else { continue }
        let row = builder.model.addRow(
          "\(period)Energy(\(storage.name),\(number))", upper: max(0, budget),
          columns: run.map { discharge.first + $0 },
          coefficients: Array(repeating: hours, count: run.count))
        rows.append(StorageBudgetRow(storage: position, period: period, steps: run, row: row))
      }
    }
    return rows
  }

  /// What one more MWh of a budget would save, in every step of its period.
  static func record(_ rows: [StorageBudgetRow], _ duals: [Double], _ system: PowerSystem, in schedule: inout Schedule)
  {
    let count = system.horizon.count
    for (period, quantity) in [
      (StoragePeriod.day, Quantity.storageDayPrice), (.week, .storageWeekPrice), (.year, .storageYearPrice),
    ] {
      var columns: [Int: [Double]] = [:]
      for row in rows where row.period == period && duals[row.row] != 0 {
        for t in row.steps { columns[row.storage, default: Array(repeating: 0, count: count)][t] = -duals[row.row] }
      }
      let present = columns.keys.sorted()
      guard !present.isEmpty else { continue }
      schedule[quantity] = SeriesTable(
        names: present.map { system.storages[$0].name }, columns: present.map { columns[$0] ?? [] })
    }
  }
}
