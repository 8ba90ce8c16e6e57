import DispatchFormulation
import Foundation
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
  @discardableResult
  mutating func evaluate(_ patterns: [[Bool]], _ clock: inout SolveClock) throws(SolverFault) -> Solution {
    let solution: Solution
    if let near = evaluateStructured(patterns, clock) {
      solution = near
    } else if ProcessInfo.processInfo.environment["HEAT_DEBUG"] != nil {
      return Solution(.infeasible, columnValues: [], objective: .nan, rowDuals: [])
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

  /// By the interior point, with stages that units choose at the prices so far, and once more at its own.
  private mutating func evaluateStructured(_ patterns: [[Bool]], _ clock: SolveClock) -> Solution? {
    var values = CommitmentDispatch.values(program, patterns, at: prices)
    if !program.operations.isEmpty {
      guard let open = structured?.solve(values, machines: false, gap: max(1e-3, gap), clock) else { return nil }
      var rounded = open.values
      for operation in program.operations {
        operation.round(&rounded, in: program.model)
        for block in operation.columns { for column in block.indices { values[column] = rounded[column] } }
      }
    }
    guard let point = structured?.solve(values, machines: true, gap: max(1e-5, 0.1 * gap), clock) else { return nil }
    if ProcessInfo.processInfo.environment["HEAT_DEBUG"] != nil {
      print("structured", point.objective, point.isRestored, feasibilityError(of: point.values, in: program.model), clock.elapsed)
    }
    if ProcessInfo.processInfo.environment["HEAT_DEBUG"] != nil, !point.isRestored {
      let m = program.model
      let act = m.rowActivities(of: point.values)
      var bad: [(Double, String)] = []
      for r in act.indices {
        let e = max(m.rowLower[r] - act[r], act[r] - m.rowUpper[r]); if e > 1e-4 { bad.append((e, m.rowName(r))) }
      }
      for c in point.values.indices {
        let e = max(m.columnLower[c] - point.values[c], point.values[c] - m.columnUpper[c]); if e > 1e-4 { bad.append((e, m.columnName(c))) }
      }
      print(bad.count, bad.sorted { $0.0 > $1.0 }.prefix(12))
    }
    guard point.isRestored else { return nil }
    return Solution(.optimal, columnValues: point.values, objective: point.objective, rowDuals: point.rowDuals)
  }

  consuming func takeBest() -> Solution? { best }
}
