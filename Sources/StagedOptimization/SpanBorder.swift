import CKernels

/// Rows over runs of stages as the border of the Newton system: one unknown multiplier per run.
///
/// With K the system of all rows tied to stages, A its rows, S the spans and Θ the drivers' θ, elimination leaves
/// C Δλ = … with C = S Θ Sᵀ − S Θ Aᵀ K⁻¹ A Θ Sᵀ: a solve with K per run and factorisation. Where there are few runs these
/// solves are kept, and a right-hand side costs no more than their sum; else one solve more. As levels that accumulate,
/// such rows would be states that everything meets in, in every stage.
struct SpanBorder: ~Copyable {
  private struct Run {
    var span: Int
    var stages: Range<Int>
  }

  private struct Member {
    var driver: Int
    var coefficient: StagedModel.Coefficient
  }

  private let drivers: [Drivers.Driver]
  private let rowCount: Int
  private let runs: [Run]
  /// What each run is to come to.
  let targets: [Double]
  /// Drivers of each span.
  private let members: [[Member]]
  /// C, then its Cholesky factor in the lower half.
  private var matrix: [Double]
  /// Drivers of any span: only these move by a run's multiplier, and only their quantities are summed.
  private let touched: [Int]
  /// How Δy answers to each run's multiplier, where kept.
  private let responses: SeriesArena
  private let side: SeriesArena
  private let price: SeriesArena
  private let step: SeriesArena
  private let nothing: SeriesArena

  var count: Int { runs.count }
  var isEmpty: Bool { runs.isEmpty }

  /// - Parameter model: with slacks, so that each run comes to one value.
  init(_ model: StagedModel, _ drivers: [Drivers.Driver], nodeCount: Int) {
    self.drivers = drivers
    runs = model.spans.enumerated().flatMap { span, content in
      content.runs.map { Run(span: span, stages: $0.stages) }
    }
    targets = model.spans.flatMap { $0.runs.map(\.lower) }
    var members = Array(repeating: [Member](), count: model.spans.count)
    for (k, driver) in drivers.enumerated() {
      for entry in driver.spans { members[entry.row].append(Member(driver: k, coefficient: entry.coefficient)) }
    }
    self.members = members
    touched = drivers.indices.filter { !drivers[$0].spans.isEmpty }
    matrix = Array(repeating: 0, count: runs.count * runs.count)
    let (driverCount, rowCount) = runs.isEmpty ? (0, 0) : (drivers.count, model.rows.count)
    side = SeriesArena(count: driverCount, length: model.stageCount)
    price = SeriesArena(count: driverCount, length: model.stageCount)
    responses = SeriesArena(count: runs.count <= Self.mostKept ? runs.count * rowCount : 0, length: model.stageCount)
    self.rowCount = rowCount
    step = SeriesArena(count: runs.isEmpty ? 0 : nodeCount, length: model.stageCount)
    nothing = SeriesArena(count: rowCount, length: model.stageCount)
  }

  private static let mostKept = 4

  /// Positions of a span's runs among all.
  func positions(ofSpan span: Int) -> [Int] { runs.indices.filter { runs[$0].span == span } }

  /// price += Sᵀλ.
  func addPrices(_ multipliers: [Double], to price: borrowing SeriesArena) {
    for (run, multiplier) in zip(runs, multipliers) where multiplier != 0 {
      for member in members[run.span] {
        let target = price[member.driver]
        switch member.coefficient {
        case .constant(let a): for t in run.stages { target[t] += a * multiplier }
        case .series(let a): for t in run.stages { target[t] += a[t] * multiplier }
        }
      }
    }
  }

  /// What each run comes to at the drivers' quantities.
  func sums(of quantity: borrowing SeriesArena) -> [Double] {
    var sums: [Double] = []
    for run in runs { sums.append(sum(of: run, quantity)) }
    return sums
  }

  private func sum(of run: Run, _ quantity: borrowing SeriesArena) -> Double {
    var sum = 0.0
    for member in members[run.span] {
      let source = quantity[member.driver]
      switch member.coefficient {
      case .constant(let a): for t in run.stages { sum += a * source[t] }
      case .series(let a): for t in run.stages { sum += a[t] * source[t] }
      }
    }
    return sum
  }

  /// To be called when `system` has been factored for `theta`.
  mutating func factor(_ system: borrowing StageSystem, _ theta: borrowing SeriesArena) {
    let size = count
    // Where responses are kept, other drivers' sides are never written: most of the memory is never there.
    if !keepsResponses { side.fill(0) }
    for column in 0..<size {
      var unit = Array(repeating: 0.0, count: size)
      unit[column] = 1
      for k in touched { side[k].update(repeating: 0, count: side.length) }
      addSide(unit, theta)
      system.solve(residual: nothing, rhs: side, theta: theta, dual: step)
      move(by: step, side, theta)
      for row in 0..<size { matrix[row * size + column] = sum(of: runs[row], price) }
      guard keepsResponses else { continue }
      responses[column * rowCount].update(from: step.base, count: rowCount * step.length)
    }
    decompose()
  }

  private var keepsResponses: Bool { responses.count > 0 }

  /// side += Θ Sᵀ λ.
  private func addSide(_ multipliers: [Double], _ theta: borrowing SeriesArena) {
    for k in touched { price[k].update(repeating: 0, count: price.length) }
    addPrices(multipliers, to: price)
    for k in touched {
      let (target, th, p) = (side[k], theta[k], price[k])
      for t in 0..<side.length { target[t] += th[t] * p[t] }
    }
  }

  /// price ← how far the touched drivers move: Θ Aᵀ step + given.
  private func move(
    by step: borrowing SeriesArena, _ given: borrowing SeriesArena, _ theta: borrowing SeriesArena
  ) {
    for k in touched {
      let (target, th, g) = (price[k], theta[k], given[k])
      drivers[k].price(step, into: target, stages: price.length)
      for t in 0..<price.length { target[t] = th[t] * target[t] + g[t] }
    }
  }

  /// Solves for Δy (`dual`) and the multipliers' steps, which it returns.
  func solve(
    _ system: borrowing StageSystem, residual: borrowing SeriesArena, missed: [Double],
    rhs: borrowing SeriesArena, theta: borrowing SeriesArena, dual: borrowing SeriesArena
  ) -> [Double] {
    system.solve(residual: residual, rhs: rhs, theta: theta, dual: dual)
    guard !isEmpty else { return [] }
    move(by: dual, rhs, theta)
    var multipliers = missed
    for (position, run) in runs.enumerated() { multipliers[position] -= sum(of: run, price) }
    substitute(&multipliers)
    if keepsResponses {
      for (position, multiplier) in multipliers.enumerated() {
        let response = responses[position * rowCount]
        series_add(rowCount * dual.length, multiplier, response, dual.base)
      }
    } else {
      side.base.update(from: rhs.base, count: rhs.count * rhs.length)
      addSide(multipliers, theta)
      system.solve(residual: residual, rhs: side, theta: theta, dual: dual)
    }
    return multipliers
  }

  private mutating func decompose() {
    let size = count
    for j in 0..<size {
      let own = matrix[j * size + j]
      for k in 0..<j { matrix[j * size + j] -= matrix[j * size + k] * matrix[j * size + k] }
      // Rounding may leave nothing of a run whose drivers cannot move: it keeps its multiplier then.
      let pivot = max(matrix[j * size + j], 1e-12 * max(own, 1e-300)).squareRoot()
      matrix[j * size + j] = pivot
      for i in j + 1..<max(size, j + 1) {
        for k in 0..<j { matrix[i * size + j] -= matrix[i * size + k] * matrix[j * size + k] }
        matrix[i * size + j] /= pivot
      }
    }
  }

  private func substitute(_ values: inout [Double]) {
    let size = count
    for i in 0..<size {
      for k in 0..<i { values[i] -= matrix[i * size + k] * values[k] }
      values[i] /= matrix[i * size + i]
    }
    for i in (0..<size).reversed() {
      for k in i + 1..<max(size, i + 1) { values[i] -= matrix[k * size + i] * values[k] }
      values[i] /= matrix[i * size + i]
    }
  }
}
