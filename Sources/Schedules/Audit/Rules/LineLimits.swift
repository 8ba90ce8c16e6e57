/// Flows stay within the capacity of their direction, and what may go beyond it; a capacity below zero asks for a flow the
/// other way.
func auditLineLimits(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  for (i, line) in schedule.system.lines.enumerated() {
    let beyond = schedule.overload(of: i)
    let slack = (log.tolerance.slack(line.capacity), log.tolerance.slack(line.reverseCapacity))
    for t in 0..<count {
      let flow = schedule.lineFlow[i * count + t]
      let over = beyond?[t] ?? 0
      let (highest, lowest) = (line.capacity + over, -line.reverseCapacity - over)
      if flow < lowest - slack.1, lowest > 0 {
        log.report(.lineLimit, line.name, step: t, "flow of", flow, .atLeast, lowest)
      } else if flow > highest + slack.0, highest < 0 {
        log.report(
          .lineLimit, line.name, step: t, "flow from \(line.to) to \(line.from) of", -flow, .atLeast, -highest)
      } else if flow > highest + slack.0 {
        log.report(.lineLimit, line.name, step: t, "flow of", flow, .atMost, highest)
      } else if flow < lowest - slack.1 {
        log.report(
          .lineLimit, line.name, step: t, "flow from \(line.to) to \(line.from) of", -flow, .atMost, -lowest)
      }
      guard let overload = line.overload else { continue }
      if over > overload.most + log.tolerance.slack(overload.most) {
        log.report(.lineLimit, line.name, step: t, "overload of", over, .atMost, overload.most)
      } else if over < -log.tolerance.slack(0) {
        log.report(.lineLimit, line.name, step: t, "overload of", over, .atLeast, 0)
      }
    }
  }
}

extension AlignedSchedule {
  /// MW beyond the limits of a line, by its position; `nil` where it may not go there.
  func overload(of line: Int) -> [Double]? {
    guard system.lines[line].overload != nil else { return nil }
    let number = system.lines[..<line].count { $0.overload != nil }
    return Array(lineOverload[number * count..<(number + 1) * count])
  }
}
