import SeedsAndSnapshots
import Testing

@testable import StagedOptimization

/// The Newton system by recursion over stages against Gaussian elimination of all of it at once.
@Suite struct StageSystemTests {
  /// θ within these limits, but for levels, whose θ may be this many times larger.
  @Test(arguments: [(0.1, 10.0, 1.0), (0.01, 100, 1), (0.1, 10, 1e5)])
  func solvesWhatDenseEliminationSolves(least: Double, most: Double, levels: Double) throws {
    var (chains, kept, wrapping, lights) = (0, 0, 0, 0)
    var (tied, left) = (0, 0)
    for seed in seeds(12) {
      let model = RandomStagedModel(seed: seed).model.withSlacks()
      let drivers = Drivers(model).drivers
      let pattern = try StagePattern(drivers, rowCount: model.rows.count)
      chains += pattern.chains.count
      kept += pattern.keptDrivers.count
      wrapping += pattern.wrapping.count
      lights += pattern.pivots.count
      let stages = model.stageCount
      var random = SeededGenerator(1000 + seed)
      // Lazy rows take part in some stages; where not, their slack does neither.
      let links = LazyLink.all(in: model, drivers, pattern)
      var system = StageSystem(stages: stages, drivers, pattern, lazyRows: links.map(\.row))
      var isOff = Array(repeating: false, count: model.rows.count * stages)
      var isOffSlack: Set<[Int]> = []
      for (k, link) in links.enumerated() {
        for t in 0..<stages {
          let isActive = random.once(in: 2)
          system.activity[k][t] = isActive ? 1 : 0
          (tied, left) = (tied + (isActive ? 1 : 0), left + (isActive ? 0 : 1))
          guard !isActive else { continue }
          isOff[link.row * stages + t] = true
          isOffSlack.insert([link.column, t])
        }
      }
      system.layOut()
      let theta = SeriesArena(count: drivers.count, length: stages)
      let rhs = SeriesArena(count: drivers.count, length: stages)
      for (k, driver) in drivers.enumerated() {
        for t in 0..<stages {
          let isFixed = driver.columns.allSatisfy {
            model.columns[$0.column].lower[t] == model.columns[$0.column].upper[t]
          }
          guard !isFixed, !isOffSlack.contains([driver.columns[0].column, t]) else { continue }
          theta[k][t] = random.magnitude(least...most) * (driver.next.isEmpty ? 1 : levels)
          rhs[k][t] = random.number(-1...1)
        }
      }
      let matrix = DenseSystem(model, drivers, isOff)
      let residual = SeriesArena(count: model.rows.count, length: stages)
      // A row without a column that can move is one that asks for nothing.
      for row in model.rows.indices {
        for t in 0..<stages where matrix.moves(row * stages + t, theta) { residual[row][t] = random.number(-1...1) }
      }
      system.factor(theta)
      let dual = SeriesArena(count: system.pattern.nodeCount, length: stages)
      system.solve(residual: residual, rhs: rhs, theta: theta, dual: dual)
      let expected = matrix.solution(theta, rhs, residual)
      let scale = expected.reduce(1e-3) { max($0, abs($1)) }
      for row in model.rows.indices {
        for t in 0..<stages {
          let error = abs(dual[row][t] - expected[row * stages + t])
          #expect(error <= 1e-7 * scale, "seed \(seed), row \(row), stage \(t): \(dual[row][t])")
        }
      }
    }
    #expect(chains > 0 && kept > 0 && wrapping > 0 && lights > 0 && tied > 0 && left > 0)
  }
}

/// A Θ Aᵀ Δy = r − A g, with one row per row and stage and one column per driver and stage.
private struct DenseSystem {
  private let stages: Int
  private let rowCount: Int
  private let columnCount: Int
  private var a: [Double]

  init(_ model: StagedModel, _ drivers: [Drivers.Driver], _ isOff: [Bool]) {
    stages = model.stageCount
    rowCount = model.rows.count * stages
    columnCount = drivers.count * stages
    a = Array(repeating: 0, count: rowCount * columnCount)
    for (k, driver) in drivers.enumerated() {
      // One column with its scale stands for all of the driver.
      let (column, scale) = driver.columns[0]
      for (row, content) in model.rows.enumerated() {
        for entry in content.entries where entry.column == column {
          for t in 0..<stages where !isOff[row * stages + t] {
            var source = entry.isPrevious ? t - 1 : t
            if source < 0 {
              guard entry.wraps else { continue }
              source = stages - 1
            }
            a[(row * stages + t) * columnCount + k * stages + source] += entry.coefficient.at(t) / scale
          }
        }
      }
    }
  }

  func moves(_ row: Int, _ theta: borrowing SeriesArena) -> Bool {
    for j in 0..<columnCount where a[row * columnCount + j] != 0 && theta.base[j] > 0 { return true }
    return false
  }

  func solution(
    _ theta: borrowing SeriesArena, _ rhs: borrowing SeriesArena, _ residual: borrowing SeriesArena
  ) -> [Double] {
    let n = rowCount
    var matrix = Array(repeating: 0.0, count: n * n)
    var side = Array(repeating: 0.0, count: n)
    for i in 0..<n {
      side[i] = residual.base[i]
      let entries = (0..<columnCount).filter { a[i * columnCount + $0] != 0 }
      for j in entries {
        let value = a[i * columnCount + j]
        side[i] -= value * rhs.base[j]
        for k in 0..<n { matrix[i * n + k] += value * theta.base[j] * a[k * columnCount + j] }
      }
    }
    for i in 0..<n where matrix[i * n + i] == 0 { matrix[i * n + i] = 1 }
    eliminate(&matrix, &side)
    return side
  }

  /// Gaussian elimination with partial pivoting; the side becomes the solution.
  private func eliminate(_ matrix: inout [Double], _ side: inout [Double]) {
    let n = side.count
    for k in 0..<n {
      var best = k
      for i in k..<n where abs(matrix[i * n + k]) > abs(matrix[best * n + k]) { best = i }
      if best != k {
        for j in 0..<n { matrix.swapAt(k * n + j, best * n + j) }
        side.swapAt(k, best)
      }
      for i in k + 1..<n where matrix[i * n + k] != 0 {
        let factor = matrix[i * n + k] / matrix[k * n + k]
        for j in k..<n { matrix[i * n + j] -= factor * matrix[k * n + j] }
        side[i] -= factor * side[k]
      }
    }
    for k in (0..<n).reversed() {
      for j in k + 1..<n { side[k] -= matrix[k * n + j] * side[j] }
      side[k] /= matrix[k * n + k]
    }
  }
}
