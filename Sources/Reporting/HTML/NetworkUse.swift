import GridModel
import Schedules

/// What flows between the parts of the network, and for how long a line is at its limit.
struct NetworkUse: Encodable {
  struct Node: Encodable, Equatable {
    var name: String
    /// MWh: consumed, generated (storage and demand response left out) and sent out by channels.
    var load: Double
    var generation: Double
    var export: Double
  }

  struct Edge: Encodable, Equatable {
    var from: String
    var to: String
    var lines: [String]
    /// MW; `nil` where nothing limits it.
    var capacity: Double?
    var reverseCapacity: Double?
    /// MWh.
    var forward: Double
    var reverse: Double
    /// Hours in which one of the lines is at its limit, in either direction.
    var congestedForward: Double
    var congestedReverse: Double
    /// Highest flow in either direction, MW.
    var most: Double
  }

  struct Channel: Encodable, Equatable {
    var name: String
    var node: String
    var capacity: Double?
    var sent: Double
    var received: Double
  }

  var nodes: [Node]
  var edges: [Edge]
  var channels: [Channel]
  /// Whether nodes are zones, because the buses are too many to draw.
  var isByZone: Bool

  /// More buses than this are drawn as zones.
  static let mostNodes = 24

  init?(_ run: RunFolder, _ system: SystemRecord) {
    guard system.electricBuses.count > 1 || !system.exportChannels.isEmpty else { return nil }
    isByZone = system.electricBuses.count > Self.mostNodes
    let byZone = isByZone
    let hours = run.horizon.stepHours
    let nodeOf = Dictionary(
      system.electricBuses.map { ($0.name, byZone ? $0.zone : $0.name) }, uniquingKeysWith: { first, _ in first })
    var nodes: [Node] = []
    var position: [String: Int] = [:]
    for bus in system.electricBuses {
      let name = nodeOf[bus.name] ?? bus.name
      if position[name] == nil {
        position[name] = nodes.count
        nodes.append(Node(name: name, load: 0, generation: 0, export: 0))
      }
    }
    func at(_ bus: String) -> Int? { nodeOf[bus].flatMap { position[$0] } }
    for bus in system.electricBuses {
      if let k = at(bus.name) { nodes[k].load += (run.load?.values(of: bus.name)?.reduce(0, +) ?? 0) * hours }
    }
    for (devices, quantity) in [(system.thermalUnits, Quantity.thermalPower), (system.renewables, .renewablePower)] {
      for device in devices {
        if let k = at(device.bus) { nodes[k].generation += run.values(quantity, device.name).reduce(0, +) * hours }
      }
    }
    channels = system.exportChannels.map { channel in
      let sent = run.values(.exportPower, channel.name)
      if let k = at(channel.bus) { nodes[k].export += sent.reduce(0, +) * hours }
      return Channel(
        name: channel.name, node: nodeOf[channel.bus] ?? channel.bus, capacity: channel.capacity,
        sent: sent.reduce(0) { $0 + max(0, $1) } * hours, received: sent.reduce(0) { $0 + max(0, -$1) } * hours)
    }
    self.nodes = nodes
    edges = Self.edges(run, system, nodeOf)
  }

  private static func edges(_ run: RunFolder, _ system: SystemRecord, _ nodeOf: [String: String]) -> [Edge] {
    struct Ends: Hashable {
      var from: String
      var to: String
    }
    var members: [Ends: [(line: SystemRecord.Line, isForward: Bool)]] = [:]
    var order: [Ends] = []
    for line in system.lines {
      guard let from = nodeOf[line.from], let to = nodeOf[line.to], from != to else { continue }
      let ends = Ends(from: from, to: to)
      let turned = Ends(from: to, to: from)
      if members[turned] != nil {
        members[turned]?.append((line, false))
      } else {
        if members[ends] == nil { order.append(ends) }
        members[ends, default: []].append((line, true))
      }
    }
    let hours = run.horizon.stepHours
    return order.map { ends in
      var edge = Edge(
        from: ends.from, to: ends.to, lines: [], capacity: 0, reverseCapacity: 0, forward: 0, reverse: 0,
        congestedForward: 0, congestedReverse: 0, most: 0)
      var flow = Array(repeating: 0.0, count: run.horizon.count)
      var full = flow.map { _ in (forward: false, reverse: false) }
      for (line, isForward) in members[ends] ?? [] {
        edge.lines.append(line.name)
        let (ahead, back) =
          isForward ? (line.capacity, line.reverseCapacity) : (line.reverseCapacity, line.capacity)
        edge.capacity = edge.capacity.flatMap { sum in ahead.map { sum + $0 } }
        edge.reverseCapacity = edge.reverseCapacity.flatMap { sum in back.map { sum + $0 } }
        for (t, value) in run.values(.lineFlow, line.name).enumerated() {
          let power = isForward ? value : -value
          flow[t] += power
          // A limit of zero closes the line; it is not congested by what does not flow.
          if let ahead, ahead > 0, power > ahead * (1 - 1e-6) { full[t].forward = true }
          if let back, back > 0, -power > back * (1 - 1e-6) { full[t].reverse = true }
        }
      }
      edge.forward = flow.reduce(0) { $0 + max(0, $1) } * hours
      edge.reverse = flow.reduce(0) { $0 + max(0, -$1) } * hours
      edge.congestedForward = Double(full.count { $0.forward }) * hours
      edge.congestedReverse = Double(full.count { $0.reverse }) * hours
      edge.most = flow.map(abs).max() ?? 0
      return edge
    }
  }
}
