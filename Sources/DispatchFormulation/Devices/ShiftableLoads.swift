import GridModel
import LinearOptimization
import Schedules

/// Shiftable load: lowered and raised, neutral within each window, of which the first may have begun before, and no
/// faster than its ramp.
struct ShiftableLoads: DeviceFormulation {
  private struct Columns: Sendable {
    var down: ColumnBlock
    var up: ColumnBlock
    var ramp: RowBlock?
    var windows: [Range<Int>]
  }

  private let names: [String]
  private let loads: [ShiftableLoad]
  private let columns: [Columns]
  private let stepHours: Double

  init(in builder: inout ProgramBuilder) {
    loads = builder.system.shiftableLoads
    names = loads.map(\.name)
    stepHours = builder.stepHours
    columns = loads.map { load in
      let lowered = builder.model.addColumns(
        "shiftDown(\(load.name))", count: builder.steps, upper: .constant(load.downCapacity),
        cost: .constant(load.price * builder.stepHours))
      let raised = builder.model.addColumns(
        "shiftUp(\(load.name))", count: builder.steps, upper: .constant(load.upCapacity))
      builder.supply(load.bus, lowered)
      builder.supply(load.bus, raised, -1)
      let windows = load.windows(of: builder.system.horizon)
      for (number, window) in windows.enumerated() {
        let open = number == 0 ? -load.openShift / builder.stepHours : 0
        builder.model.addRow(
          "neutral(\(load.name),\(number))", lower: open, upper: open,
          columns: window.map { lowered.first + $0 } + window.map { raised.first + $0 },
          coefficients: Array(repeating: 1, count: window.count) + Array(repeating: -1, count: window.count))
      }
      let ramp = Self.addRamp(of: load, lowered, raised, to: &builder)
      return Columns(down: lowered, up: raised, ramp: ramp, windows: windows)
    }
  }

  /// The shift, raised less lowered, changes by no more than the ramp; from a known shift in the first step too.
  private static func addRamp(
    of load: ShiftableLoad, _ down: ColumnBlock, _ up: ColumnBlock, to builder: inout ProgramBuilder
  ) -> RowBlock? {
    guard let limit = load.rampLimit(stepHours: builder.stepHours) else { return nil }
    var lower = Array(repeating: -limit, count: builder.steps)
    var upper = Array(repeating: limit, count: builder.steps)
    if builder.steps > 0 {
      lower[0] = load.initialShift.map { $0 - limit } ?? -.infinity
      upper[0] = load.initialShift.map { $0 + limit } ?? .infinity
    }
    return builder.model.addRows(
      "shiftRamp(\(load.name))", count: builder.steps, lower: .series(lower), upper: .series(upper), isLazy: true,
      terms: [Term(up, 1), Term(down, -1), Term(up, -1, shift: -1), Term(down, 1, shift: -1)])
  }

  /// Follows the shift, all of a window moved up or down alike until it is neutral, within limits and ramps.
  func restore(_ values: inout [Double], in model: LinearModel) {
    for (load, blocks) in zip(loads, columns) {
      let limit = load.rampLimit(stepHours: stepHours) ?? .infinity
      let (down, up) = (blocks.down.first, blocks.up.first)
      var before = load.initialShift
      for (number, window) in blocks.windows.enumerated() {
        let wanted = window.map { values[up + $0] - values[down + $0] }
        let target = number == 0 ? load.openShift / stepHours : 0
        func followed(_ offset: Double) -> [Double] {
          var last = before
          return wanted.map { value in
            var shift = min(max(value + offset, -load.downCapacity), load.upCapacity)
            if let last { shift = min(max(shift, last - limit), last + limit) }
            last = shift
            return shift
          }
        }
        // The sum rises with the offset.
        var (low, high) = (-load.downCapacity - load.upCapacity, load.downCapacity + load.upCapacity)
        var shift = followed(0)
        if abs(shift.reduce(0, +) - target) > 1e-12 {
          for _ in 0..<60 {
            let middle = (low + high) / 2
            if followed(middle).reduce(0, +) < target { low = middle } else { high = middle }
          }
          shift = followed(high)
        }
        for (k, t) in window.enumerated() {
          values[up + t] = max(0, shift[k])
          values[down + t] = max(0, -shift[k])
        }
        before = shift.last
      }
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    guard !names.isEmpty else { return }
    // Lowering and raising at once is neutral and never cheaper than neither: only the difference is kept.
    let pairs = columns.map { (values[$0.down.indices], values[$0.up.indices]) }
    schedule[.shiftDown] = SeriesTable(names: names, columns: pairs.map { zip($0, $1).map { max(0, $0 - $1) } })
    schedule[.shiftUp] = SeriesTable(names: names, columns: pairs.map { zip($0, $1).map { max(0, $1 - $0) } })
  }

  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    schedule.recordDuals(.shiftRampPrice, names, columns.map(\.ramp), duals, times: 1 / stepHours)
  }
}
