import GridModel
import LinearOptimization
import Schedules

/// Shiftable load: lowered and raised, neutral within each window, of which the first may have begun before.
struct ShiftableLoads: DeviceFormulation {
  private let names: [String]
  private let down: [ColumnBlock]
  private let up: [ColumnBlock]

  init(in builder: inout ProgramBuilder) {
    let loads = builder.system.shiftableLoads
    var down: [ColumnBlock] = []
    var up: [ColumnBlock] = []
    for load in loads {
      let lowered = builder.model.addColumns(
        "shiftDown(\(load.name))", count: builder.steps, upper: .constant(load.downCapacity),
        cost: .constant(load.price * builder.stepHours))
      let raised = builder.model.addColumns(
        "shiftUp(\(load.name))", count: builder.steps, upper: .constant(load.upCapacity))
      builder.supply(load.bus, lowered)
      builder.supply(load.bus, raised, -1)
      for (number, window) in load.windows(of: builder.system.horizon).enumerated() {
        let open = number == 0 ? -load.openShift / builder.stepHours : 0
        builder.model.addRow(
          "neutral(\(load.name),\(number))", lower: open, upper: open,
          columns: window.map { lowered.first + $0 } + window.map { raised.first + $0 },
          coefficients: Array(repeating: 1, count: window.count) + Array(repeating: -1, count: window.count))
      }
      down.append(lowered)
      up.append(raised)
    }
    names = loads.map(\.name)
    self.down = down
    self.up = up
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    guard !names.isEmpty else { return }
    // Lowering and raising at once is neutral and never cheaper than neither: only the difference is kept.
    let pairs = zip(down, up).map { (values[$0.indices], values[$1.indices]) }
    schedule[.shiftDown] = SeriesTable(names: names, columns: pairs.map { zip($0, $1).map { max(0, $0 - $1) } })
    schedule[.shiftUp] = SeriesTable(names: names, columns: pairs.map { zip($0, $1).map { max(0, $1 - $0) } })
  }
}
