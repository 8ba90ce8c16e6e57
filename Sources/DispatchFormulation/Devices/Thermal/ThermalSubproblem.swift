import LinearOptimization

/// A thermal unit by itself at given costs of its columns: the cheapest statuses and, in each step, outputs and reserve.
///
/// Without ramps the steps are tied by statuses alone, so the cheapest operation is a shortest path over starts and
/// stops (Frangioni and Gentile, "Solving nonlinear single-unit commitment problems with ramping constraints",
/// Operations Research 54, 2006, without its ramps). Leaving the ramps out can only lower the cost.
struct ThermalSubproblem: Sendable {
  /// Starts of a class and when it applies.
  struct StartClass: Sendable {
    var columns: ColumnBlock
    /// Steps off, counted from the stop to the start.
    var offSteps: Range<Int>
    /// Steps in which a unit that was off before the first step may start in the class.
    var initialSteps: Range<Int>
  }

  /// The most starts in a run of steps.
  struct StartLimit: Sendable {
    var steps: Range<Int>
    var most: Int
    /// Of a calendar month, and not of a local day.
    var isOfMonth: Bool
  }

  let minimumUpSteps: Int
  let minimumDownSteps: Int
  let given: [Bool?]
  let initiallyOn: Bool?
  /// MW above minimum output for output and upward reserve, and what the first and the last step on take from it.
  let headroom: [Double]
  let startCut: [Double]
  let stopCut: [Double]
  let widths: [Double]
  let reserveLimit: Double
  let status: ColumnBlock
  let start: ColumnBlock
  let stop: ColumnBlock
  let segments: [ColumnBlock]
  /// Deep stages with statuses, the mildest first.
  let stages: [StageStatuses.Stage]
  let reserveUp: ColumnBlock?
  let reserveDown: ColumnBlock?
  /// Empty where every start costs the same; the last always applies.
  let startClasses: [StartClass]
  /// Not looked at here: rows outside of the block see to them.
  let startLimits: [StartLimit]

  var steps: Int { status.count }
  var decided: [ColumnBlock] { [status, start, stop] + startClasses.map(\.columns) }

  func cheapest(at costs: [Double], from first: Int) -> BlockPoint? {
    guard let isOn = shortestPath(costs) else { return nil }
    let count =
      (startClasses.last?.columns ?? reserveDown ?? reserveUp ?? stages.last?.columns ?? segments.last ?? stop)
      .indices.upperBound - first
    return point(isOn, at: costs, from: first, count: count)
  }

  // MARK: One step

  /// Output above minimum in a step on and its cost with status and reserve; infinite where it cannot be on.
  @inline(__always)
  func best(_ t: Int, _ room: Double, _ costs: [Double]) -> (cost: Double, output: Double) {
    if stages.isEmpty { return best(t, room, from: 0, costs) }
    // The cost is convex between the tops of stages only: the best of each part, the deepest first.
    var stageCost = stages.reduce(0) { $0 + costs[$1.columns.first + t] }
    var (low, least, output) = (0.0, Double.infinity, 0.0)
    for k in stages.indices.reversed() {
      let part = best(t, room, from: low, to: stages[k].room, costs)
      if part.cost + stageCost < least { (least, output) = (part.cost + stageCost, part.output) }
      stageCost -= costs[stages[k].columns.first + t]
      low = stages[k].room
      guard low <= room + 1e-9 else { return (least, output) }
    }
    let above = best(t, room, from: low, costs)
    return above.cost < least ? above : (least, output)
  }

  /// The best output from `low` to `high`, where the cost is convex.
  @inline(__always)
  private func best(
    _ t: Int, _ room: Double, from low: Double, to high: Double = .infinity, _ costs: [Double]
  ) -> (cost: Double, output: Double) {
    guard room >= -1e-9 else { return (.infinity, 0) }
    let up = reserveUp.map { min(0, costs[$0.first + t]) } ?? 0
    let down = reserveDown.map { min(0, costs[$0.first + t]) } ?? 0
    // Above this output, more of it takes room from reserve; below `reserveLimit` it makes room for downward reserve.
    let free = max(0, room - reserveLimit)
    var output = 0.0
    var end = 0.0
    var cost = costs[status.first + t] + up * min(reserveLimit, max(0, room))
    for k in segments.indices {
      let slope = costs[segments[k].first + t]
      end = min(end + widths[k], room, high)
      while output < end {
        let total = slope - (output >= free ? up : 0) + (output < reserveLimit ? down : 0)
        // Slopes rise with output, so nothing beyond pays either.
        guard total < 0 || output < low - 1e-9 else { return (cost, output) }
        var next = end
        if output < low - 1e-9 { next = min(next, low) }
        if output < free { next = min(next, free) }
        if output < reserveLimit { next = min(next, reserveLimit) }
        cost += total * (next - output)
        output = next
      }
    }
    return (cost, output)
  }

  private func room(_ t: Int, starts: Bool, stops: Bool) -> Double {
    headroom[t] - max(starts ? startCut[t] : 0, stops ? stopCut[t] : 0)
  }

  // MARK: A whole pattern

  /// Values of all columns for a pattern of statuses, outputs at their cheapest.
  func point(_ isOn: [Bool], at costs: [Double], from first: Int, count: Int) -> BlockPoint {
    var point = BlockPoint(isOn: isOn, cost: 0, values: Array(repeating: 0, count: count))
    func set(_ column: Int, _ value: Double) {
      point.values[column - first] = value
      point.cost += costs[column] * value
    }
    var stopped = initiallyOn == false ? -1 : 0
    for t in 0..<steps {
      let before = t > 0 ? isOn[t - 1] : initiallyOn ?? true
      if isOn[t] {
        let starts = !before
        if starts {
          set(start.first + t, 1)
          if let column = startColumn(t, stopped, costs) { set(column, 1) }
        }
        let room = room(t, starts: starts, stops: t + 1 < steps && !isOn[t + 1])
        setOutputs(t, room, costs, set)
      } else if before {
        set(stop.first + t, 1)
        stopped = t
      }
    }
    return point
  }

  private func setOutputs(_ t: Int, _ room: Double, _ costs: [Double], _ set: (Int, Double) -> Void) {
    set(status.first + t, 1)
    let output = best(t, room, costs).output
    var rest = output
    for k in segments.indices where rest > 0 {
      set(segments[k].first + t, min(widths[k], rest))
      rest -= widths[k]
    }
    for stage in stages where output < stage.room - 1e-9 { set(stage.columns.first + t, 1) }
    if let reserveUp, costs[reserveUp.first + t] < 0 {
      set(reserveUp.first + t, min(reserveLimit, max(0, room - output)))
    }
    if let reserveDown, costs[reserveDown.first + t] < 0 { set(reserveDown.first + t, min(reserveLimit, output)) }
  }

  /// The cheapest class that a start may belong to; `stopped` is the first step off, −1 before the horizon.
  private func startColumn(_ t: Int, _ stopped: Int, _ costs: [Double]) -> Int? {
    startClasses.lazy
      .filter { stopped < 0 ? $0.initialSteps.contains(t) : $0.offSteps.contains(t - stopped) }
      .map { $0.columns.first + t }
      .min { costs[$0] < costs[$1] }
  }
}
