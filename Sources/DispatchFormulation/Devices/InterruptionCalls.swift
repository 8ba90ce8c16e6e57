import GridModel
import LinearOptimization
import Schedules

/// The calls on an interruptible load, as statuses u, starts v and stops w.
///
/// Minimum durations and rests are the tight inequalities over starts and stops of D. Rajan and S. Takriti ("Minimum
/// up/down polytopes of the unit commitment problem with start-up costs", IBM RC23628, 2005); a maximum duration bounds the
/// status by the starts that it may come from.
struct InterruptionCalls {
  let status: ColumnBlock

  /// - Parameter power: MW interrupted.
  init(_ load: InterruptibleLoad, _ power: ColumnBlock, in builder: inout ProgramBuilder) {
    let steps = builder.steps
    let horizon = builder.system.horizon
    let (least, most, rest) = load.calls.steps(in: horizon)
    let history = load.called
    let lasted = history.hours.map { Int(($0 / builder.stepHours).rounded()) }
    let isOn = (lasted ?? 0) > 0
    // Held on or off by what began before the first step.
    var lower = [Double](repeating: 0, count: steps)
    var upper = [Double](repeating: 1, count: steps)
    if let lasted {
      for t in 0..<min(steps, max(0, isOn ? least - lasted : 0)) { lower[t] = 1 }
      for t in 0..<min(steps, max(0, isOn ? 0 : rest + lasted)) { upper[t] = 0 }
    }
    let status = builder.model.addColumns(
      "call(\(load.name))", count: steps, lower: .series(lower), upper: .series(upper), integer: true)
    let start = builder.model.addColumns("callStart(\(load.name))", count: steps, upper: 1)
    let stop = builder.model.addColumns("callStop(\(load.name))", count: steps, upper: 1)
    self.status = status
    var before = [Double](repeating: 0, count: steps)
    if steps > 0 { before[0] = isOn ? 1 : 0 }
    builder.model.addRows(
      "callLogic(\(load.name))", count: steps, lower: .series(before), upper: .series(before),
      terms: [Term(status, 1), Term(status, -1, shift: -1), Term(start, -1), Term(stop, 1)])
    builder.model.addRows(
      "callLeast(\(load.name))", count: steps, upper: 0,
      terms: (0..<min(least, steps)).map { Term(start, 1, shift: -$0) } + [Term(status, -1)])
    builder.model.addRows(
      "callRest(\(load.name))", count: steps, upper: 1,
      terms: (0..<min(rest, steps)).map { Term(stop, 1, shift: -$0) } + [Term(status, 1)])
    if most < steps + max(0, lasted ?? 0) {
      // A call from before the first step may go on for what is left of it.
      let left = (0..<steps).map { isOn && $0 + (lasted ?? 0) < most ? 1.0 : 0 }
      builder.model.addRows(
        "callMost(\(load.name))", count: steps, upper: .series(left),
        terms: (0..<min(most, steps)).map { Term(start, -1, shift: -$0) } + [Term(status, 1)])
    }
    builder.model.addRows(
      "callLimit(\(load.name))", count: steps, upper: 0,
      terms: [Term(power, 1), Term(status, .constant(-load.capacity))])
    if load.calls.minimumPart > 0 {
      builder.model.addRows(
        "callPart(\(load.name))", count: steps, lower: 0,
        terms: [Term(power, 1), Term(status, .constant(-load.capacity * load.calls.minimumPart))])
    }
    Self.limit(start, "day", load, load.calls.perDay - history.inDay, load.calls.perDay, horizon.days, &builder)
    Self.limit(start, "year", load, load.calls.perYear - history.inYear, load.calls.perYear, horizon.years, &builder)
  }

  /// Starts within each run stay within their number, of which part of the first may be used up.
  private static func limit(
    _ start: ColumnBlock, _ period: String, _ load: InterruptibleLoad, _ first: Double, _ number: Double,
    _ runs: [Range<Int>], _ builder: inout ProgramBuilder
  ) {
    guard number < .infinity else { return }
    for (k, run) in runs.enumerated() {
      builder.model.addRow(
        "calls(\(load.name),\(period),\(k))", upper: max(0, (k == 0 ? first : number).rounded(.down)),
        columns: run.map { start.first + $0 }, coefficients: Array(repeating: 1, count: run.count))
    }
  }
}
