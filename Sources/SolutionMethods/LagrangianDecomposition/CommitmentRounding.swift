import DispatchFormulation
import LinearOptimization

/// Commitments from fractional statuses: rounded at thresholds, repaired to obey the minimum times, and dispatched.
struct CommitmentRounding: ~Copyable {
  private let program: DispatchProgram
  private var structured: StructuredDispatch?
  private var dispatch: CommitmentDispatch?
  private(set) var best: Solution?
  /// Statuses of every block in the best schedule.
  private(set) var bestPatterns: [[Bool]] = []
  /// Cost less the value of the rows, per column of the model: at these, units choose their stages.
  var prices: [Double]
  private let gap: Double
  /// Whether the interior point has led to a schedule.
  private(set) var isStructured = false

  init(_ program: DispatchProgram, gap: Double = 0) {
    self.program = program
    self.gap = gap
    prices = program.model.cost
    structured = StructuredDispatch.covers(program) ? StructuredDispatch(program) : nil
  }

  /// Looks for the threshold with the cheapest dispatch: upward from low ones, at which reserve is not short.
  mutating func improve(_ means: [[Double]], _ clock: inout SolveClock) throws(SolverFault) {
    for threshold in [0.3, 0.4, 0.5, 0.2, 0.1] where clock.stopReason == nil && !clock.isWithinGap {
      try evaluate(patterns(means, threshold: threshold), &clock)
    }
  }

  /// Statuses of every block from a threshold on, repaired.
  func patterns(_ means: [[Double]], threshold: Double) -> [[Bool]] {
    zip(program.commitments, means).map { CommitmentPattern($0, relaxed: $1[...], threshold: threshold).isOn }
  }

  /// Dispatches a commitment and keeps it if it is the best.
  ///
  /// - Parameter keepingMachines: whether stores run the machines that they run in the best schedule.
  @discardableResult
  mutating func evaluate(
    _ patterns: [[Bool]], keepingMachines: Bool = false, _ clock: inout SolveClock
  ) throws(SolverFault) -> Solution {
    let solution: Solution
    if let near = evaluateStructured(patterns, keepingMachines ? best?.columnValues : nil, clock) {
      solution = near
      isStructured = true
    } else if isStructured {
      // A commitment from which the interior point finds no way back is not worth minutes of simplex.
      return .none
    } else {
      solution = try evaluateExactly(patterns, clock)
    }
    if solution.status == .optimal, solution.objective < best?.objective ?? .infinity {
      best = solution
      bestPatterns = patterns
      clock.found(objective: solution.objective)
    }
    return solution
  }

  private mutating func evaluateExactly(_ patterns: [[Bool]], _ clock: SolveClock) throws(SolverFault) -> Solution {
    if dispatch == nil { dispatch = try CommitmentDispatch(program, patterns) }
    guard let solution = try dispatch?.solve(patterns, clock.solverOptions(phase: "rounding and repair")) else {
      preconditionFailure("the dispatch was just made")
    }
    return solution
  }

  /// By the interior point, with stages that units choose at the prices so far and then, where they choose others, at
  /// those that it leads to.
  ///
  /// - Parameter machines: values of all columns, of which those of the numbers of machines count; else they follow from
  ///   the dispatch in which nothing is asked of them.
  private mutating func evaluateStructured(
    _ patterns: [[Bool]], _ machines: [Double]?, _ clock: SolveClock
  ) -> Solution? {
    guard structured != nil else { return nil }
    var values = CommitmentDispatch.values(program, patterns, at: prices)
    let numbers = program.operations.flatMap(\.columns).flatMap(\.indices)
    if let machines {
      for column in numbers { values[column] = machines[column] }
    } else if !numbers.isEmpty {
      guard roundMachines(&values, clock) else { return nil }
    }
    guard let first = structured?.solve(values, gap: max(1e-5, 0.1 * gap), clock) else { return nil }
    var best = first
    let own = CommitmentDispatch.values(program, patterns, at: unitPrices(first.rowDuals))
    let stages = program.stageColumns.flatMap(\.indices)
    if stages.contains(where: { own[$0] != values[$0] }) {
      for column in stages { values[column] = own[column] }
      let other = structured?.solve(values, gap: max(1e-5, 0.1 * gap), clock)
      if let other, other.isRestored, !best.isRestored || other.objective < best.objective { best = other }
    }
    let limit = 1.02 * abs(self.best?.objective ?? .infinity)
    if machines == nil, !numbers.isEmpty, best.objective < limit {
      best = roundedAgain(best, clock)
    }
    guard best.isRestored else { return nil }
    return Solution(.optimal, columnValues: best.values, objective: best.objective, rowDuals: best.rowDuals)
  }

  /// Numbers of machines by store, one store after the other: those to come make up for what rounding takes from the ones
  /// before.
  ///
  /// - Returns: whether the interior point came to something.
  private mutating func roundMachines(_ values: inout [Double], _ clock: SolveClock) -> Bool {
    var free = Set(program.operations.indices)
    for (position, operation) in program.operations.enumerated() {
      guard let point = structured?.solve(values, freeing: free, gap: max(1e-4, 0.1 * gap), clock) else { return false }
      var rounded = point.values
      operation.round(&rounded, in: program.model)
      for column in operation.columns.flatMap(\.indices) { values[column] = rounded[column] }
      free.remove(position)
    }
    return true
  }

  /// The point with one store after the other free again to run machines in part, and rounded against what all others
  /// have come to since; kept where that costs less.
  private mutating func roundedAgain(_ point: StructuredDispatch.Point, _ clock: SolveClock) -> StructuredDispatch.Point
  {
    var best = point
    for (position, operation) in program.operations.enumerated() {
      guard let open = structured?.solve(best.values, freeing: [position], gap: max(1e-5, 0.1 * gap), clock) else {
        return best
      }
      var values = open.values
      operation.round(&values, in: program.model)
      let columns = operation.columns.flatMap(\.indices)
      guard columns.contains(where: { values[$0] != best.values[$0] }) else { continue }
      var held = best.values
      for column in columns { held[column] = values[column] }
      guard let other = structured?.solve(held, gap: max(1e-5, 0.1 * gap), clock) else { return best }
      if other.isRestored, !best.isRestored || other.objective < best.objective { best = other }
    }
    return best
  }

  /// Cost less the value of the rows that are not a unit's own.
  private func unitPrices(_ rowDuals: [Double]) -> [Double] {
    var duals = rowDuals
    for block in program.commitments { for row in block.rows { duals[row] = 0 } }
    return program.model.reducedCosts(of: duals)
  }

  consuming func takeBest() -> Solution? { best }
}
