import SeedsAndSnapshots
import Testing

@testable import DispatchFormulation

@Suite struct CycleBasisTests {
  private struct Graph {
    var busCount: Int
    var edges: [(from: Int, to: Int)]

    /// Any graph, with parallel edges and several components, but no loops.
    init(_ random: inout SeededGenerator) {
      busCount = Int.random(in: 1...9, using: &random)
      edges = []
      guard busCount > 1 else { return }
      for _ in 0..<Int.random(in: 0...14, using: &random) {
        let from = Int.random(in: 0..<busCount, using: &random)
        let to = (from + Int.random(in: 1..<busCount, using: &random)) % busCount
        edges.append((from, to))
      }
    }

    /// By joining the labels of the ends of every edge.
    var componentCount: Int {
      var label = Array(0..<busCount)
      for edge in edges {
        let (old, new) = (label[edge.from], label[edge.to])
        for bus in label.indices where label[bus] == old { label[bus] = new }
      }
      return Set(label).count
    }
  }

  private func rank(_ matrix: [[Double]]) -> Int {
    var rows = matrix
    var rank = 0
    for column in 0..<(rows.first?.count ?? 0) {
      guard let pivot = (rank..<rows.count).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
        abs(rows[pivot][column]) > 1e-9
      else { continue }
      rows.swapAt(rank, pivot)
      for row in rank + 1..<max(rank + 1, rows.count) {
        let factor = rows[row][column] / rows[rank][column]
        for entry in column..<rows[row].count { rows[row][entry] -= factor * rows[rank][entry] }
      }
      rank += 1
      if rank == rows.count { break }
    }
    return rank
  }

  @Test func spansEveryCycle() {
    for seed in seeds(300) {
      var random = SeededGenerator(seed)
      let graph = Graph(&random)
      let cycles = CycleBasis(busCount: graph.busCount, edges: graph.edges).cycles
      let expected = graph.edges.count - graph.busCount + graph.componentCount
      #expect(cycles.count == expected, "seed \(seed)")
      var matrix: [[Double]] = []
      for cycle in cycles {
        var row = Array(repeating: 0.0, count: graph.edges.count)
        // What flows in along the cycle flows out at every bus.
        var surplus = Array(repeating: 0.0, count: graph.busCount)
        for (edge, sign) in cycle {
          row[edge] += sign
          surplus[graph.edges[edge].from] -= sign
          surplus[graph.edges[edge].to] += sign
        }
        #expect(surplus.allSatisfy { $0 == 0 }, "seed \(seed)")
        #expect(cycle.count == Set(cycle.map(\.edge)).count && cycle.allSatisfy { abs($0.sign) == 1 }, "seed \(seed)")
        matrix.append(row)
      }
      #expect(rank(matrix) == expected, "seed \(seed)")
    }
  }

  /// Flows from angles obey every cycle; flows that obey every cycle come from angles.
  @Test func cyclesHoldExactlyWhereAnglesExist() {
    for seed in seeds(200) {
      var random = SeededGenerator(seed)
      let graph = Graph(&random)
      let reactance = graph.edges.map { _ in Double.random(in: 0.1...1, using: &random) }
      let angles = (0..<graph.busCount).map { _ in Double.random(in: -1...1, using: &random) }
      let basis = CycleBasis(busCount: graph.busCount, edges: graph.edges)
      func residuals(_ drops: [Double]) -> [Double] {
        basis.cycles.map { $0.reduce(0) { $0 + $1.sign * drops[$1.edge] } }
      }
      let flows = zip(graph.edges, reactance).map { (angles[$0.from] - angles[$0.to]) / $1 }
      #expect(residuals(zip(flows, reactance).map(*)).allSatisfy { abs($0) < 1e-9 }, "seed \(seed)")
      // Drops that obey all cycles add nothing to the rank of the drops that angles make.
      let incidence = (0..<graph.busCount).map { bus in
        graph.edges.map { ($0.from == bus ? 1.0 : 0) - ($0.to == bus ? 1 : 0) }
      }
      let any = graph.edges.map { _ in Double.random(in: -1...1, using: &random) }
      let comesFromAngles = rank(incidence + [any]) == rank(incidence)
      #expect(comesFromAngles == residuals(any).allSatisfy { abs($0) < 1e-9 }, "seed \(seed)")
    }
  }
}
