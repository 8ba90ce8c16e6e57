import GridModel
import LinearOptimization
import Schedules

/// Processes: a column of the level, in the balance of every bus that it gives to or takes from.
struct LinearProcesses: DeviceFormulation {
  private let names: [String]
  private let levels: [ColumnBlock]
  private let ramps: [RowBlock?]

  init(in builder: inout ProgramBuilder) {
    let processes = builder.system.processes
    names = processes.map(\.name)
    var ramps: [RowBlock?] = []
    levels = processes.map { process in
      let steps = builder.steps
      let level = builder.model.addColumns(
        "level(\(process.name))", count: steps,
        lower: .series(process.least.scaled(by: process.capacity).values(count: steps)),
        upper: .series(process.most.scaled(by: process.capacity).values(count: steps)),
        cost: .series(process.cost.scaled(by: builder.stepHours).values(count: steps)))
      for port in process.ports { builder.supply(port.bus, level, .series(port.rate.values(count: steps))) }
      ramps.append(Self.addRamp(of: process, level, to: &builder))
      return level
    }
    self.ramps = ramps
  }

  private static func addRamp(
    of process: LinearProcess, _ level: ColumnBlock, to builder: inout ProgramBuilder
  ) -> RowBlock? {
    guard process.isRamped(stepHours: builder.stepHours) else { return nil }
    let (up, down) = (process.rampUp * builder.stepHours, process.rampDown * builder.stepHours)
    var lower = Array(repeating: -down, count: builder.steps)
    var upper = Array(repeating: up, count: builder.steps)
    lower[0] = process.initialLevel.map { $0 - down } ?? -.infinity
    upper[0] = process.initialLevel.map { $0 + up } ?? .infinity
    return builder.model.addRows(
      "ramp(\(process.name))", count: builder.steps, lower: .series(lower), upper: .series(upper), isLazy: true,
      terms: [Term(level, 1), Term(level, -1, shift: -1)])
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    schedule.record(.processLevel, names, levels, values)
  }

  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    schedule.recordDuals(.processRampPrice, names, ramps, duals, times: 1 / schedule.horizon.stepHours)
  }
}
