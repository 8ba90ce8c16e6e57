import GridModel

/// Buses that a little more power from a bus can get to, step by step.
struct NetworkReach {
  private let count: Int
  private let flow: [Double]
  private let lines: [(from: Int, to: Int, capacity: Double, reverse: Double)]
  /// Limits on sums of flows, and by line those that it is in, with its weight.
  private let limits: [(members: [(line: Int, weight: Double)], most: [Double], reverse: [Double])]
  private let limitsOf: [[(limit: Int, weight: Double)]]
  /// Lines by bus.
  private let incident: [[Int]]
  /// With linear power flow, the lines of the cycles that a line is in: they can carry no more where one is full.
  private let meshes: [[Int]]

  init(_ schedule: AlignedSchedule) {
    let system = schedule.system
    let index = system.busIndex
    count = schedule.count
    flow = schedule.lineFlow
    lines = system.lines.map { (index[$0.from] ?? 0, index[$0.to] ?? 0, $0.capacity, $0.reverseCapacity) }
    let position = Dictionary(
      system.lines.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let steps = schedule.count
    limits = system.interfaces.map { interface in
      (
        interface.members.compactMap { member in position[member.line].map { ($0, member.weight) } },
        interface.limit.values(count: steps), interface.reverseLimit.values(count: steps)
      )
    }
    var limitsOf = lines.map { _ in [(limit: Int, weight: Double)]() }
    for (index, limit) in limits.enumerated() {
      for (line, weight) in limit.members { limitsOf[line].append((index, weight)) }
    }
    self.limitsOf = limitsOf
    var incident = Array(repeating: [Int](), count: system.buses.count)
    for (k, line) in lines.enumerated() {
      incident[line.from].append(k)
      incident[line.to].append(k)
    }
    self.incident = incident
    meshes = system.network == .dc ? Self.meshes(of: system) : []
  }

  /// Buses from the nearest: all that lines with room lead to, with the least room on the way, or (`isOpen`) any lines.
  func buses(from bus: Int, _ step: Int, isOpen: Bool = false) -> [(bus: Int, room: Double)] {
    let blocked = isOpen ? [] : blockedLines(step)
    var isSeen = Array(repeating: false, count: incident.count)
    isSeen[bus] = true
    var reached = [(bus: bus, room: Double.infinity)]
    var next = 0
    while next < reached.count {
      let here = reached[next]
      next += 1
      for k in incident[here.bus] {
        let isForward = lines[k].from == here.bus
        let other = isForward ? lines[k].to : lines[k].from
        guard !isSeen[other], isOpen || (hasRoom(k, step, isForward) && !blocked.contains(k)) else { continue }
        isSeen[other] = true
        reached.append((other, isOpen ? .infinity : min(here.room, room(k, step, isForward))))
      }
    }
    return reached
  }

  /// More than rounding, and than an interior point leaves before a limit.
  private func hasRoom(_ line: Int, _ step: Int, _ isForward: Bool) -> Bool {
    guard room(line, step, isForward) > 1e-3 * max(1, abs(flow[line * count + step])) else { return false }
    return limitsOf[line].allSatisfy { index, weight in
      let limit = limits[index]
      let sum = limit.members.reduce(0) { $0 + $1.weight * flow[$1.line * count + step] }
      let room = (weight > 0) == isForward ? limit.most[step] - sum : limit.reverse[step] + sum
      return room > 1e-3 * max(1, abs(sum))
    }
  }

  private func room(_ line: Int, _ step: Int, _ isForward: Bool) -> Double {
    let power = flow[line * count + step]
    return isForward ? lines[line].capacity - power : lines[line].reverse + power
  }

  private func blockedLines(_ step: Int) -> Set<Int> {
    var blocked: Set<Int> = []
    for mesh in meshes where mesh.contains(where: { !hasRoom($0, step, true) || !hasRoom($0, step, false) }) {
      blocked.formUnion(mesh)
    }
    return blocked
  }

  /// Cycles that share a line, joined.
  private static func meshes(of system: PowerSystem) -> [[Int]] {
    var meshes: [Set<Int>] = []
    for cycle in fundamentalCycles(of: system) {
      var joined = Set(cycle.map(\.line))
      meshes.removeAll { mesh in
        guard !mesh.isDisjoint(with: joined) else { return false }
        joined.formUnion(mesh)
        return true
      }
      meshes.append(joined)
    }
    return meshes.map { $0.sorted() }
  }
}
