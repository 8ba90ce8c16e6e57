import GridModel

/// Linear power flow over the lines that have a reactance, one of them possibly out: B θ = p with one reference bus per
/// island, solved by a dense LU factorisation with partial pivoting: negative reactances, as of the stars that stand for
/// three-winding transformers, leave B indefinite.
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
  /// Both triangles by rows, the unit diagonal of L left out, and the row that each step of the elimination took.
  private var factor: [Double]
  private var pivots: [Int]

  /// - Parameter outage: position of the line that is out.
  /// - Returns: `nil` where the outage splits the network, and nothing takes over the flow, or where a line has reactance 0
  /// or reactances cancel, and the flows do not follow from the injections.
  public init?(_ system: PowerSystem, without outage: Int? = nil) {
    let index = system.busIndex
    let edges = system.lines.enumerated().compactMap { position, line -> Edge? in
      guard position != outage, let reactance = line.reactance, let from = index[line.from],
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
    guard let pivots = Self.factorise(&matrix, size: n) else { return nil }
    (size, lineCount, self.edges, factor, self.pivots) = (n, system.lines.count, edges, matrix, pivots)
    isReference = (0..<n).map { find($0) == $0 }
  }

  private let isReference: [Bool]

  /// - Returns: the rows taken, `nil` where the matrix is singular to rounding or not finite.
  private static func factorise(_ matrix: inout [Double], size n: Int) -> [Int]? {
    let largest = matrix.reduce(0) { max($0, abs($1)) }
    guard largest.isFinite else { return nil }
    var pivots = Array(0..<n)
    for k in 0..<n {
      var pivot = k
      for i in (k + 1)..<max(k + 1, n) where abs(matrix[i * n + k]) > abs(matrix[pivot * n + k]) { pivot = i }
      guard abs(matrix[pivot * n + k]) > 1e-13 * largest else { return nil }
      pivots[k] = pivot
      if pivot != k { for j in 0..<n { matrix.swapAt(k * n + j, pivot * n + j) } }
      for i in (k + 1)..<max(k + 1, n) where matrix[i * n + k] != 0 {
        let ratio = matrix[i * n + k] / matrix[k * n + k]
        matrix[i * n + k] = ratio
        for j in (k + 1)..<n { matrix[i * n + j] -= ratio * matrix[k * n + j] }
      }
    }
    return pivots
  }

  /// Flow of every line for injections by bus, MW; zero where a line takes no part. What an island's injections do not
  /// sum to zero by, its reference takes.
  public func flows(injections: [Double]) -> [Double] {
    var angles = injections
    for bus in 0..<size where isReference[bus] { angles[bus] = 0 }
    for k in 0..<size where pivots[k] != k { angles.swapAt(k, pivots[k]) }
    for i in 0..<size {
      var sum = angles[i]
      for k in 0..<i { sum -= factor[i * size + k] * angles[k] }
      angles[i] = sum
    }
    for i in (0..<size).reversed() {
      var sum = angles[i]
      for k in (i + 1)..<max(i + 1, size) { sum -= factor[i * size + k] * angles[k] }
      angles[i] = sum / factor[i * size + i]
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
