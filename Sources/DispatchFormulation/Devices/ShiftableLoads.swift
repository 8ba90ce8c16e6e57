import GridModel
import LinearOptimization
import Schedules

/// Shiftable load: lowered and raised, neutral within each window, of which the first may have begun before.
struct ShiftableLoads: DeviceFormulation {
  private let names: [String]
  private let down: [ColumnBlock]
  private let up: [ColumnBlock]
  private let windows: [[Range<Int>]]
  /// What the first window still has to raise, MW summed over its steps.
  private let opening: [Double]

  init(in builder: inout ProgramBuilder) {
    let loads = builder.system.shiftableLoads
    var down: [ColumnBlock] = []
    var up: [ColumnBlock] = []
    windows = loads.map { $0.windows(of: builder.system.horizon) }
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
    let stepHours = builder.stepHours
    opening = loads.map { $0.openShift / stepHours }
    self.down = down
    self.up = up
  }

  /// Spreads what a window is out of balance over the room that is left in it.
  func restore(_ values: inout [Double], in model: LinearModel) {
    for (position, windows) in windows.enumerated() {
      let (down, up) = (down[position].first, up[position].first)
      for (number, window) in windows.enumerated() {
        var net = window.map { values[up + $0] - values[down + $0] }
        let excess = net.reduce(0, +) - (number == 0 ? opening[position] : 0)
        let room = zip(window, net).map {
          excess > 0 ? $1 + model.columnUpper[down + $0] : model.columnUpper[up + $0] - $1
        }
        let total = room.reduce(0, +)
        for (k, t) in window.enumerated() {
          if total > 0 { net[k] -= excess * room[k] / total }
          values[up + t] = max(0, net[k])
          values[down + t] = max(0, -net[k])
        }
      }
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    guard !names.isEmpty else { return }
    // Lowering and raising at once is neutral and never cheaper than neither: only the difference is kept.
    let pairs = zip(down, up).map { (values[$0.indices], values[$1.indices]) }
    schedule[.shiftDown] = SeriesTable(names: names, columns: pairs.map { zip($0, $1).map { max(0, $0 - $1) } })
    schedule[.shiftUp] = SeriesTable(names: names, columns: pairs.map { zip($0, $1).map { max(0, $1 - $0) } })
  }
}
