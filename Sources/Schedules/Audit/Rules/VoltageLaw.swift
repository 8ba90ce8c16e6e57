import GridModel

/// In linear power flow, reactance times flow adds up to zero around every cycle of lines that have a reactance.
///
/// The cycles are the fundamental ones of a breadth-first spanning forest: one per line outside it.
func auditVoltageLaw(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let system = schedule.system
  guard system.network == .dc else { return }
  let count = schedule.count
  for cycle in fundamentalCycles(of: system) {
    let largest = cycle.map { abs($0.reactance) }.max() ?? 0
    guard largest > 0 else { continue }
    var residual = Array(repeating: 0.0, count: count)
    var slack = Array(repeating: 0.0, count: count)
    for edge in cycle {
      // Divided by the largest reactance, the sum is in MW.
      let weight = edge.reactance / largest
      for t in 0..<count {
        let flow = schedule.lineFlow[edge.line * count + t]
        residual[t] += weight * flow
        slack[t] += abs(weight) * log.tolerance.slack(flow)
      }
    }
    for t in 0..<count where abs(residual[t]) > slack[t] {
      let names = cycle.map { system.lines[$0.line].name }.joined(separator: ", ")
      log.report(
        .voltageLaw, system.lines[cycle[0].line].name, step: t, "flow around the cycle \(names) of", residual[t],
        .exactly, 0)
    }
  }
}

/// A line of a cycle, with its reactance signed by the direction in which the cycle passes it.
struct CycleEdge: Equatable {
  let line: Int
  let reactance: Double
}

func fundamentalCycles(of system: PowerSystem) -> [[CycleEdge]] {
  let busIndex = system.busIndex
  let edges = system.lines.enumerated().compactMap { i, line -> (line: Int, from: Int, to: Int, reactance: Double)? in
    guard let reactance = line.reactance, let from = busIndex[line.from], let to = busIndex[line.to] else { return nil }
    return (i, from, to, reactance)
  }
  var incident = Array(repeating: [Int](), count: system.buses.count)
  for (k, edge) in edges.enumerated() {
    incident[edge.from].append(k)
    incident[edge.to].append(k)
  }

  var parentEdge = Array(repeating: -1, count: system.buses.count)
  var depth = Array(repeating: -1, count: system.buses.count)
  var isInForest = Array(repeating: false, count: edges.count)
  for root in system.buses.indices where depth[root] < 0 {
    depth[root] = 0
    var queue = [root]
    var next = 0
    while next < queue.count {
      let bus = queue[next]
      next += 1
      for k in incident[bus] {
        let other = edges[k].from == bus ? edges[k].to : edges[k].from
        guard depth[other] < 0 else { continue }
        depth[other] = depth[bus] + 1
        parentEdge[other] = k
        isInForest[k] = true
        queue.append(other)
      }
    }
  }

  return edges.indices.filter { !isInForest[$0] }.map { k in
    var cycle = [CycleEdge(line: edges[k].line, reactance: edges[k].reactance)]
    // The cycle runs along the line, then from its end up to the common ancestor and down to its start.
    var head = edges[k].to
    var tail = edges[k].from
    while head != tail {
      let climbsFromHead = depth[head] >= depth[tail]
      let bus = climbsFromHead ? head : tail
      let edge = edges[parentEdge[bus]]
      let upwards = edge.from == bus
      let sign = upwards == climbsFromHead ? 1.0 : -1.0
      cycle.append(CycleEdge(line: edge.line, reactance: sign * edge.reactance))
      let above = upwards ? edge.to : edge.from
      if climbsFromHead { head = above } else { tail = above }
    }
    return cycle
  }
}
