/// Flows stay within the capacity of their direction; a capacity below zero asks for a flow the other way.
func auditLineLimits(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  for (i, line) in schedule.system.lines.enumerated() {
    let highest = line.capacity + log.tolerance.slack(line.capacity)
    let lowest = -line.reverseCapacity - log.tolerance.slack(line.reverseCapacity)
    for t in 0..<count {
      let flow = schedule.lineFlow[i * count + t]
      if flow < lowest, line.reverseCapacity < 0 {
        log.report(.lineLimit, line.name, step: t, "flow of", flow, .atLeast, -line.reverseCapacity)
      } else if flow > highest, line.capacity < 0 {
        log.report(
          .lineLimit, line.name, step: t, "flow from \(line.to) to \(line.from) of", -flow, .atLeast, -line.capacity)
      } else if flow > highest {
        log.report(.lineLimit, line.name, step: t, "flow of", flow, .atMost, line.capacity)
      } else if flow < lowest {
        log.report(
          .lineLimit, line.name, step: t, "flow from \(line.to) to \(line.from) of", -flow, .atMost,
          line.reverseCapacity)
      }
    }
  }
}
