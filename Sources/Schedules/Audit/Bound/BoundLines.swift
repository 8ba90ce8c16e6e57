import GridModel

/// Lines carry as much as the difference of prices at their ends tells them to, less what the voltage law and limits on
/// sums of flows charge and what is lost on the way.
func boundLines(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  let system = multipliers.system
  let charges = flowCharges(multipliers, &bound)
  for (l, line) in system.lines.enumerated() {
    guard line.expansion != nil else {
      boundLine(line, at: l, multipliers, charges, &bound)
      continue
    }
    bound.addLeast(over: [line.expansion], partOfYear: multipliers.partOfYear) { built, sum in
      boundLine(line.building(built[0]), at: l, multipliers, charges, &sum)
    }
  }
}

/// What flows are charged besides prices at their ends, `[line * count + step]`, currency per MWh.
struct FlowCharges {
  /// By the voltage law.
  var loops: [Double]?
  /// By limits on sums of flows.
  var limits: [Double]?
  /// What a MW beyond the limits of the line is worth to limits after outages.
  var overloads: [Double]?
}

func flowCharges(_ multipliers: Multipliers, _ bound: inout BoundSum) -> FlowCharges {
  let loops = multipliers.system.network == .dc ? loopPrices(multipliers, &bound) : nil
  var charges = limitCharges(multipliers, &bound)
  charges.loops = loops
  return charges
}

/// A line of given capacity, at its position among all.
func boundLine(
  _ line: Line, at l: Int, _ multipliers: Multipliers, _ charges: FlowCharges, _ bound: inout BoundSum
) {
  let count = multipliers.count
  let (from, to) = (multipliers.bus(line.from) * count, multipliers.bus(line.to) * count)
  for t in 0..<count {
    let (a, b) = (multipliers.price[from + t], multipliers.price[to + t])
    let (loop, limit) = (charges.loops?[l * count + t] ?? 0, charges.limits?[l * count + t] ?? 0)
    if a == b, loop == 0, limit == 0, line.loss == nil || a == 0 { continue }
    let gain = b - a - loop - limit
    var size = (2 * (abs(a) + abs(b)) + abs(loop) + abs(limit)) * (line.rating + (line.overload?.most ?? 0))
    if let overload = line.overload {
      let worth = charges.overloads?[l * count + t] ?? 0
      size += (overload.price + worth) * overload.most
      bound.add(
        leastCost(of: line, overload, gain: gain, worth: worth) * multipliers.stepHours,
        size: size * multipliers.stepHours)
      continue
    }
    bound.add(
      leastCost(of: line, gain: gain, lossPrice: (a + b) / 2) * multipliers.stepHours,
      size: size * multipliers.stepHours)
  }
}

/// The same of a line without losses that may go beyond its limits, where limits after outages pay for that, too.
private func leastCost(of line: Line, _ overload: LineOverload, gain: Double, worth: Double) -> Double {
  let within = -abs(gain) * (gain > 0 ? line.capacity : line.reverseCapacity)
  let rate = overload.price - worth
  // Going beyond allows as much more flow; where it pays by itself the flow need not follow, but gains if it does.
  return within + min(0, rate - abs(gain)) * overload.most
}

/// The least cost per hour of a line's flow that gains so much per MWh and pays so much for what is lost: at the end of
/// a segment, because the curve is convex. At a negative price as much is lost as may be.
private func leastCost(of line: Line, gain: Double, lossPrice: Double) -> Double {
  let capacity = gain > 0 ? line.capacity : line.reverseCapacity
  guard let loss = line.loss else { return -abs(gain) * capacity }
  guard lossPrice > 0 else { return -abs(gain) * capacity + lossPrice * line.fullLoss }
  var least = 0.0
  for k in 1...max(1, loss.segments) {
    let flow = min(capacity, line.rating * Double(k) / Double(max(1, loss.segments)))
    least = min(least, lossPrice * interpolatedLoss(loss, at: flow, rating: line.rating) - abs(gain) * flow)
  }
  return least
}

/// What flow is charged by the voltage law, `[line * count + step]`: nothing for flows that obey it.
///
/// Flows obey the law just where the charges per reactance are themselves a flow that returns to where it began. So that
/// no published table can claim more, only the charges of lines outside a spanning forest are taken from it; the forest
/// carries what they leave. It is made of the lines of least reactance, so that no rounded digit is magnified.
private func loopPrices(_ multipliers: Multipliers, _ bound: inout BoundSum) -> [Double] {
  let system = multipliers.system
  let count = multipliers.count
  let forest = ReactanceForest(system, multipliers.busIndex)
  var prices = Array(repeating: 0.0, count: system.lines.count * count)
  guard !forest.closing.isEmpty else { return prices }
  let reach = forest.reactive.reduce(0) { sum, line in
    sum + abs(line.reactance) * system.lines[line.index].largestFlow
  }
  // As many roundings as there are lines may meet in one charge.
  let weight = reach * Double(forest.reactive.count) * multipliers.stepHours
  var excess = Array(repeating: 0.0, count: system.buses.count)
  for t in 0..<count {
    for bus in excess.indices { excess[bus] = 0 }
    var sum = 0.0
    for line in forest.closing {
      let price = multipliers.loop[line.index * count + t]
      // Around reactances of 0 nothing is charged.
      guard price != 0, line.reactance != 0 else { continue }
      let current = price / line.reactance
      prices[line.index * count + t] = current * line.reactance
      excess[line.from] -= current
      excess[line.to] += current
      sum += abs(current)
    }
    guard sum > 0 else { continue }
    for branch in forest.branches {
      let current = excess[branch.child]
      let line = branch.line
      prices[line.index * count + t] = (line.from == branch.child ? current : -current) * line.reactance
      excess[branch.parent] += current
    }
    bound.add(0, size: sum * weight)
  }
  return prices
}

/// A spanning forest of the lines that have a reactance, those of least reactance first (J. B. Kruskal, 1956).
private struct ReactanceForest {
  struct Edge {
    var index: Int
    var from: Int
    var to: Int
    var reactance: Double
  }

  /// A line of the forest between a bus and the one above it.
  struct Branch {
    var line: Edge
    var child: Int
    var parent: Int
  }

  let reactive: [Edge]
  let closing: [Edge]
  /// From the leaves upwards.
  let branches: [Branch]

  init(_ system: PowerSystem, _ busIndex: [String: Int]) {
    let reactive = system.lines.enumerated().compactMap { index, line -> Edge? in
      guard let reactance = line.reactance, reactance.isFinite, let from = busIndex[line.from],
        let to = busIndex[line.to]
      else { return nil }
      return Edge(index: index, from: from, to: to, reactance: reactance)
    }
    self.reactive = reactive
    var root = Array(system.buses.indices)
    func find(_ bus: Int) -> Int {
      var bus = bus
      while root[bus] != bus {
        root[bus] = root[root[bus]]
        bus = root[bus]
      }
      return bus
    }
    var closing: [Edge] = []
    var incident = Array(repeating: [Edge](), count: system.buses.count)
    for line in reactive.sorted(by: { (abs($0.reactance), $0.index) < (abs($1.reactance), $1.index) }) {
      let (a, b) = (find(line.from), find(line.to))
      if a == b {
        closing.append(line)
      } else {
        root[a] = b
        incident[line.from].append(line)
        incident[line.to].append(line)
      }
    }
    self.closing = closing
    branches = Self.branches(incident)
  }

  private static func branches(_ incident: [[Edge]]) -> [Branch] {
    var downwards: [Branch] = []
    var isReached = Array(repeating: false, count: incident.count)
    for top in incident.indices where !isReached[top] {
      isReached[top] = true
      var queue = [top]
      var head = 0
      while head < queue.count {
        let parent = queue[head]
        head += 1
        for line in incident[parent] {
          let child = line.from == parent ? line.to : line.from
          guard !isReached[child] else { continue }
          isReached[child] = true
          downwards.append(Branch(line: line, child: child, parent: parent))
          queue.append(child)
        }
      }
    }
    return downwards.reversed()
  }
}
