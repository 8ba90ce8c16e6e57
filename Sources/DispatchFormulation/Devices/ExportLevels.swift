import GridModel
import LinearOptimization

/// A stepped channel: statuses for being at or above each level but the lowest, and a change of level at most once in its
/// minimum time.
///
/// All statuses at their lower limits stand for the lowest level that each step allows, which the case makes sure is a
/// schedule.
enum ExportLevels {
  static func add(to channel: ExportChannel, _ power: ColumnBlock, in builder: inout ProgramBuilder) {
    guard let flexibility = channel.flexibility, let lowest = flexibility.levels.first else { return }
    let steps = builder.steps
    let levels = flexibility.levels
    let (least, most) = channel.band(count: steps)
    let before = channel.sent.power
    var terms = [Term(power, 1)]
    var statuses: [ColumnBlock] = []
    for (number, level) in levels.enumerated().dropFirst() {
      let status = builder.model.addColumns(
        "level(\(channel.name),\(number))", count: steps, lower: .series(least.map { $0 > level - 1e-9 ? 1 : 0 }),
        upper: .series(most.map { $0 > level - 1e-9 ? 1 : 0 }), integer: true)
      terms.append(Term(status, .constant(levels[number - 1] - level)))
      if let above = statuses.last {
        builder.model.addRows(
          "levelOrder(\(channel.name),\(number))", count: steps, upper: 0, terms: [Term(status, 1), Term(above, -1)])
      }
      statuses.append(status)
      builder.calls.append(status)
    }
    builder.model.addRows(
      "level(\(channel.name))", count: steps, lower: .constant(lowest), upper: .constant(lowest), terms: terms)
    let kept = builder.system.horizon.steps(coveringHours: flexibility.minimumLevelHours)
    guard kept > 1, !statuses.isEmpty else { return }
    // What came before the first step may still hold.
    let held = before == nil ? 0 : kept - Int((channel.sent.levelHours / builder.stepHours).rounded())
    let change = builder.model.addColumns(
      "levelChange(\(channel.name))", count: steps, upper: .series((0..<steps).map { $0 < held ? 0 : 1 }))
    for (number, status) in statuses.enumerated() {
      let level = levels[number + 1]
      for sign in [1.0, -1.0] {
        var lower = Array(repeating: 0.0, count: steps)
        lower[0] = before.map { $0 > level - 1e-6 ? -sign : 0 } ?? -.infinity
        builder.model.addRows(
          "levelChange(\(channel.name),\(number),\(sign > 0 ? "up" : "down"))", count: steps, lower: .series(lower),
          terms: [Term(change, 1), Term(status, .constant(-sign)), Term(status, .constant(sign), shift: -1)])
      }
    }
    builder.model.addRows(
      "levelTime(\(channel.name))", count: steps, upper: 1,
      terms: (0..<min(kept, steps)).map { Term(change, 1, shift: -$0) })
  }
}
