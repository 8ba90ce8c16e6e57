/// Fundamental cycles of a graph: one for every edge outside a breadth-first spanning forest.
struct CycleBasis {
  /// Edges of each cycle with the direction in which the cycle passes them.
  let cycles: [[(edge: Int, sign: Double)]]

  init(busCount: Int, edges: [(from: Int, to: Int)]) {
    var neighbours: [[(bus: Int, edge: Int)]] = Array(repeating: [], count: busCount)
    for (index, edge) in edges.enumerated() {
      neighbours[edge.from].append((edge.to, index))
      neighbours[edge.to].append((edge.from, index))
    }
    var parentEdge = Array(repeating: -1, count: busCount)
    var depth = Array(repeating: -1, count: busCount)
    var inTree = Array(repeating: false, count: edges.count)
    // Well-connected roots give shallow trees and so short cycles and few entries.
    let roots = (0..<busCount).sorted { (neighbours[$0].count, $1) > (neighbours[$1].count, $0) }
    for root in roots where depth[root] < 0 {
      depth[root] = 0
      var queue = [root]
      var head = 0
      while head < queue.count {
        let bus = queue[head]
        head += 1
        for (next, edge) in neighbours[bus] where depth[next] < 0 {
          depth[next] = depth[bus] + 1
          parentEdge[next] = edge
          inTree[edge] = true
          queue.append(next)
        }
      }
    }
    cycles = edges.indices.filter { !inTree[$0] }.map { closing in
      var cycle: [(edge: Int, sign: Double)] = [(closing, 1)]
      var ahead = edges[closing].to
      var behind = edges[closing].from
      while ahead != behind {
        // Walk the deeper end towards the root; the cycle runs from `ahead` back to `behind`.
        if depth[ahead] >= depth[behind] {
          let edge = parentEdge[ahead]
          let forward = edges[edge].from == ahead
          cycle.append((edge, forward ? 1 : -1))
          ahead = forward ? edges[edge].to : edges[edge].from
        } else {
          let edge = parentEdge[behind]
          let forward = edges[edge].to == behind
          cycle.append((edge, forward ? 1 : -1))
          behind = forward ? edges[edge].from : edges[edge].to
        }
      }
      return cycle
    }
  }
}
