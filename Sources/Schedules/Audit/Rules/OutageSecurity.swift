import GridModel

/// After the outage of any secured line, flows recomputed from what the schedule's lines bring to each bus stay within
/// emergency limits. Losses are taken as they were; an outage that splits the network is none of this rule.
func auditOutageSecurity(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let system = schedule.system
  guard !system.securedLines.isEmpty else { return }
  let count = schedule.count
  let index = system.busIndex
  let reactive = system.lines.indices.filter { system.lines[$0].reactance != nil }
  var injections = Array(repeating: Array(repeating: 0.0, count: system.buses.count), count: count)
  for l in reactive {
    guard let from = index[system.lines[l].from], let to = index[system.lines[l].to] else { continue }
    for t in 0..<count {
      injections[t][from] += schedule.lineFlow[l * count + t]
      injections[t][to] -= schedule.lineFlow[l * count + t]
    }
  }
  let secured = Set(system.securedLines.map(\.name))
  let beyond = system.lines.indices.map { schedule.overload(of: $0) }
  for outage in reactive where secured.contains(system.lines[outage].name) {
    guard let network = PowerFlow(system, without: outage) else { continue }
    for t in 0..<count {
      let flows = network.flows(injections: injections[t])
      for l in reactive where l != outage {
        let over = beyond[l]?[t] ?? 0
        let limits = system.lines[l].emergencyLimits
        let (lowest, highest) = (limits.lowest - over, limits.highest + over)
        let name = OutageLimit(line: system.lines[l].name, outage: system.lines[outage].name).name
        // Rounding of all flows meets in one.
        let slack = log.tolerance.slack(max(abs(flows[l]), highest)) * 2
        if flows[l] > highest + slack {
          log.report(.outageLimit, name, step: t, "flow after the outage of", flows[l], .atMost, highest)
        } else if flows[l] < lowest - slack {
          log.report(.outageLimit, name, step: t, "flow after the outage of", flows[l], .atLeast, lowest)
        }
      }
    }
  }
}
