import GridModel

/// Linear power flow over the lines that have a reactance, one of them possibly out: B θ = p with one reference bus per
/// island, solved by a dense LDLᵀ factorisation.
public struct PowerFlow: Sendable {
  /// A line in service.
  private struct Edge {
    var line: Int
    var from: Int
    var to: Int
    var susceptance: Double
  }

  private let size: Int
  private let lineCount: Int
  private let edges: [Edge]
  /// Lower triangle by rows; the diagonal is D.
  private var factor: [Double]

  /// - Parameter outage: position of the line that is out.
  /// - Returns: `nil` where the outage splits the network: nothing takes over the flow then.
  public init?(_ system: PowerSystem, without outage: Int? = nil) {
    let index = system.busIndex
    let edges = system.lines.enumerated().compactMap { position, line -> Edge? in
      guard position != outage, let reactance = line.reactance, reactance > 0, let from = index[line.from],
        let to = index[line.to]
      else { return nil }
      return Edge(line: position, from: from, to: to, susceptance: 1 / reactance)
    }
    let n = system.buses.count
    var root = Array(0..<n)
    func find(_ bus: Int) -> Int {
      var bus = bus
      while root[bus] != bus { bus = root[bus] }
      return bus
    }
    for edge in edges { root[find(edge.from)] = find(edge.to) }
    if let outage {
      let line = system.lines[outage]
      guard let from = index[line.from], let to = index[line.to], find(from) == find(to) else { return nil }
    }
    var matrix = Array(repeating: 0.0, count: n * n)
    for edge in edges {
      matrix[edge.from * n + edge.from] += edge.susceptance
      matrix[edge.to * n + edge.to] += edge.susceptance
      matrix[edge.from * n + edge.to] -= edge.susceptance
      matrix[edge.to * n + edge.from] -= edge.susceptance
    }
    for bus in 0..<n where find(bus) == bus {
      for other in 0..<n {
        matrix[bus * n + other] = 0
        matrix[other * n + bus] = 0
      }
      matrix[bus * n + bus] = 1
    }
    for j in 0..<n {
      for i in j..<n {
        var sum = matrix[i * n + j]
        for k in 0..<j { sum -= matrix[i * n + k] * matrix[j * n + k] * matrix[k * n + k] }
        matrix[i * n + j] = i == j ? sum : sum / matrix[j * n + j]
      }
    }
    (size, lineCount, self.edges, factor) = (n, system.lines.count, edges, matrix)
    isReference = (0..<n).map { find($0) == $0 }
  }

  private let isReference: [Bool]

  /// Flow of every line for injections by bus, MW; zero where a line takes no part. What an island's injections do not
  /// sum to zero by, its reference takes.
  public func flows(injections: [Double]) -> [Double] {
    var angles = injections
    for bus in 0..<size where isReference[bus] { angles[bus] = 0 }
    for i in 0..<size {
      var sum = angles[i]
      for k in 0..<i { sum -= factor[i * size + k] * angles[k] }
      angles[i] = sum
    }
    for i in 0..<size { angles[i] /= factor[i * size + i] }
    for i in (0..<size).reversed() {
      var sum = angles[i]
      for k in (i + 1)..<max(i + 1, size) { sum -= factor[k * size + i] * angles[k] }
      angles[i] = sum
    }
    var flows = Array(repeating: 0.0, count: lineCount)
    for edge in edges { flows[edge.line] = (angles[edge.from] - angles[edge.to]) * edge.susceptance }
    return flows
  }
}

extension PowerSystem {
  /// Part of a line's flow that every other line takes over when it is out; `nil` where the outage splits the network.
  public func takeover(from outage: Int) -> [Double]? {
    let index = busIndex
    guard let flow = PowerFlow(self, without: outage), let from = index[lines[outage].from],
      let to = index[lines[outage].to]
    else { return nil }
    var injections = Array(repeating: 0.0, count: buses.count)
    injections[from] += 1
    injections[to] -= 1
    return flow.flows(injections: injections)
  }
}
