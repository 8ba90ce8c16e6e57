import DispatchFormulation
import LinearOptimization
import Schedules

/// Keeps a store from charging and discharging at once, with binaries only where the relaxed solution does both.
///
/// The relaxed optimum is a bound. Where it does both, the smaller of the two is forbidden; if that costs nothing within
/// the gap, it is the answer. Otherwise each such step gets a binary that chooses, and the model is solved again.
extension MonolithicMethod {
  /// Solves a model without integer columns, every exclusive pair respected.
  ///
  /// - Parameter optimum: the solution of the model with the pairs left open, where that is known.
  func solveDispatch(
    _ model: LinearModel, from optimum: Result? = nil, _ clock: inout SolveClock
  ) throws(SolverFault) -> Result {
    var session = try LazySession(model)
    var chosen = model
    var decided: Set<PairStep> = []
    var result: Result
    if let optimum {
      result = optimum
    } else {
      result = Result(
        try clock.phase("dispatch") { clock throws(SolverFault) in
          try session.solve(clock.solverOptions(phase: "dispatch"))
        }, certifiedIn: model)
    }
    // The simplex method's own optimum, which its duals prove but for its tolerance: no search gets below it.
    var least = optimum == nil && result.status == .optimal ? result.objective : result.bound
    var best: Result?
    while result.hasPoint {
      let clashes = clashingSteps(result.columnValues)
      if clashes.isEmpty {
        if decided.isEmpty { return result }
        // The point comes from a search: its duals come from the LP that its directions leave.
        var final = try oneDirection(&session, result.columnValues, allSteps, &clock)
        final.takeBound(of: result)
        return final.hasPoint ? final : result
      }
      var repaired = try oneDirection(&session, result.columnValues, decided.union(clashes), &clock)
      if repaired.hasPoint {
        repaired.takeBound(of: result)
        let isCloser = best.map { repaired.objective < $0.objective } ?? true
        if isCloser { best = repaired }
      }
      if var best, options.accepts(objective: best.objective, bound: least) {
        best.takeBound(of: result)
        return stamped(best, .optimal, nil)
      }
      let new = clashes.subtracting(decided)
      if new.isEmpty || clock.stopReason != nil { break }
      for step in new.sorted() { addChoice(step, to: &chosen) }
      decided.formUnion(new)
      let solution = try clock.phase("exclusive operation") { clock throws(SolverFault) in
        try LinearOptimization.solve(chosen, options: clock.solverOptions(phase: "exclusive operation"))
      }
      var searched = Result(solution)
      searched.certifiedBy = BoundClaim.branchAndCut
      if result.bound >= searched.bound { searched.takeBound(of: result) }
      result = searched
      least = max(least, result.bound)
    }
    guard var best else { return result }
    best.takeBound(of: result)
    let isDone = isWithinGap(best, best.bound)
    return stamped(
      best, isDone ? .optimal : .stoppedWithSolution,
      isDone ? nil : result.stopReason ?? clock.stopReason ?? .numericalTrouble)
  }

  /// A pair in a step.
  struct PairStep: Hashable, Comparable {
    var pair: Int
    var step: Int

    static func < (a: PairStep, b: PairStep) -> Bool { (a.pair, a.step) < (b.pair, b.step) }
  }

  private func stamped(_ result: Result, _ status: SolutionStatus, _ reason: StopReason?) -> Result {
    var stamped = result
    stamped.status = status
    stamped.stopReason = reason
    return stamped
  }

  private var allSteps: Set<PairStep> {
    Set(
      program.exclusions.enumerated().flatMap { index, pair in
        (0..<pair.first.count).map { PairStep(pair: index, step: $0) }
      })
  }

  func clashingSteps(_ values: [Double]) -> Set<PairStep> {
    var clashes: Set<PairStep> = []
    for (index, pair) in program.exclusions.enumerated() {
      for t in 0..<pair.first.count
      where min(values[pair.first.first + t], values[pair.second.first + t]) > 1e-7 {
        clashes.insert(PairStep(pair: index, step: t))
      }
    }
    return clashes
  }

  /// The LP in which, in the given steps, only the larger of the two is left; so are steps in which that makes the two
  /// meet anew.
  private func oneDirection(
    _ session: inout LazySession, _ values: [Double], _ steps: Set<PairStep>, _ clock: inout SolveClock
  ) throws(SolverFault) -> Result {
    var (values, open, done) = (values, steps, Set<PairStep>())
    var forbidden: [Int] = []
    var result: Result
    repeat {
      let smaller = open.sorted().map { member in
        let pair = program.exclusions[member.pair]
        let columns = (pair.first.first + member.step, pair.second.first + member.step)
        return values[columns.0] < values[columns.1] ? columns.0 : columns.1
      }
      let none = Array(repeating: 0.0, count: smaller.count)
      try session.setBounds(columns: smaller, lower: none, upper: none)
      forbidden += smaller
      done.formUnion(open)
      result = Result(
        try clock.phase("exclusive operation") { clock throws(SolverFault) in
          try session.solve(clock.solverOptions(phase: "exclusive operation"))
        })
      values = result.columnValues
      open = result.hasPoint ? clashingSteps(values).subtracting(done) : []
    } while !open.isEmpty
    try session.setBounds(
      columns: forbidden, lower: Array(repeating: 0, count: forbidden.count),
      upper: forbidden.map { program.model.columnUpper[$0] })
    return result
  }

  /// first ≤ limit · z and second ≤ limit · (1 − z).
  func addChoice(_ member: PairStep, to model: inout LinearModel) {
    let pair = program.exclusions[member.pair]
    let label = "direction(\(pair.label),\(member.step))"
    let choice = model.addColumns(label, count: 1, upper: 1, integer: true).first
    model.addRow(
      "\(label)first", upper: 0, columns: [pair.first.first + member.step, choice],
      coefficients: [1, -pair.firstLimit])
    model.addRow(
      "\(label)second", upper: pair.secondLimit, columns: [pair.second.first + member.step, choice],
      coefficients: [1, pair.secondLimit])
  }
}

extension ExclusivePair {
  /// Of both columns of a step in use, the one used less.
  func smallerOfClashing(_ values: [Double]) -> [Int] {
    (0..<first.count).compactMap { t in
      let (a, b) = (first.first + t, second.first + t)
      return min(values[a], values[b]) > 1e-7 ? (values[a] < values[b] ? a : b) : nil
    }
  }
}
