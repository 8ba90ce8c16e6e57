import Dispatch
import DispatchFormulation
import LinearOptimization
import Synchronization

/// Solves a long model window by window around a point: each window exactly by GLPK, the states at its ends held as the
/// point has them.
///
/// A feasible point stays feasible and its cost never rises; a nearly feasible one becomes feasible where every window can
/// with the states at its ends, and a window that cannot is joined with the next. Rows of a step get the multiplier that
/// they have in the window in which the step lies furthest from an end. The result does not depend on the threads.
struct WindowPolish {
  private let model: LinearModel
  private let steps: Int
  let windowSteps: Int
  private let exclusions: [ExclusivePair]
  private let workers: Int
  /// The best point so far.
  private(set) var values: [Double]
  /// Multipliers of all rows, by step from the best window so far; a row over many steps keeps the one given unless a
  /// window holds it whole.
  private(set) var rowDuals: [Double]
  /// Steps from the end of the window that gave a step its multipliers; −1 where they are those given.
  private var depth: [Int]
  /// Windows of the last pass that kept their values, being stopped or without a feasible point.
  private(set) var unsolved: [Range<Int>] = []
  private(set) var iterations = 0

  /// - Parameters:
  ///   - windowSteps: steps of a window, at least 1.
  ///   - exclusions: pairs of columns of which the result has at most one above 0 in a step.
  ///   - values: the point, one value per column; within the columns' limits.
  ///   - rowDuals: multipliers of all rows.
  init(
    _ model: LinearModel, steps: Int, windowSteps: Int, exclusions: [ExclusivePair] = [], values: [Double],
    rowDuals: [Double], workers: Int
  ) {
    self.model = model
    self.steps = steps
    self.windowSteps = max(1, windowSteps)
    self.exclusions = exclusions
    self.workers = max(1, workers)
    self.values = values
    self.rowDuals = rowDuals
    depth = Array(repeating: -1, count: steps)
  }

  /// Solves all windows once, the first of them shorter by an offset, until a limit of the clock ends it.
  mutating func pass(offset: Int = 0, _ clock: SolveClock) throws(SolverFault) {
    var windows: [Range<Int>] = []
    var first = 0
    while first < steps {
      let length = first == 0 && offset > 0 ? offset % windowSteps : windowSteps
      let end = min(steps, first + max(1, length))
      windows.append(first..<end)
      first = end
    }
    unsolved = []
    while !windows.isEmpty {
      let infeasible = try solve(windows, clock)
      // One window over all steps has nothing left to give way.
      guard clock.stopReason == nil, infeasible != [0..<steps] else {
        unsolved += infeasible
        return
      }
      windows = widened(infeasible)
    }
  }

  /// Windows joined with as many steps again of what follows, or at the end of what comes before; those that then overlap
  /// are one.
  private func widened(_ windows: [Range<Int>]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for window in windows {
      let end = min(steps, window.upperBound + max(window.count, windowSteps))
      let first = max(0, end - max(2 * window.count, window.count + windowSteps))
      if let last = result.last, last.upperBound > min(first, window.lowerBound) {
        result[result.count - 1] = min(last.lowerBound, first)..<max(last.upperBound, end)
      } else {
        result.append(min(first, window.lowerBound)..<end)
      }
    }
    return result
  }

  /// - Returns: windows without a feasible point.
  private mutating func solve(_ windows: [Range<Int>], _ clock: SolveClock) throws(SolverFault) -> [Range<Int>] {
    let partition = WindowPartition(model, steps: steps, windows: windows)
    let solutions = try solveAll(partition, clock)
    let stepOfRow = stepOfRow
    var infeasible: [Range<Int>] = []
    for (index, solution) in solutions.enumerated() {
      iterations += solution.iterations
      guard solution.status == .optimal else {
        if solution.status == .infeasible {
          infeasible.append(windows[index])
        } else {
          unsolved.append(windows[index])
        }
        continue
      }
      for (position, column) in partition.columns[index].enumerated() {
        values[column] = min(max(solution.columnValues[position], model.columnLower[column]), model.columnUpper[column])
      }
      let better = windows[index].map { reach($0, in: windows[index]) > depth[$0] }
      for (position, row) in partition.rows[index].enumerated() {
        let step = Int(stepOfRow[row]) - windows[index].lowerBound
        if stepOfRow[row] < 0 ? partition.isWhole(row) : better.indices.contains(step) && better[step] {
          rowDuals[row] = solution.rowDuals[position]
        }
      }
      for step in windows[index] { depth[step] = max(depth[step], reach(step, in: windows[index])) }
    }
    return infeasible
  }

  /// How far a step lies from the nearer end of a window; the ends of the whole are none.
  private func reach(_ step: Int, in window: Range<Int>) -> Int {
    min(
      window.lowerBound == 0 ? steps : step - window.lowerBound,
      window.upperBound == steps ? steps : window.upperBound - 1 - step)
  }

  /// The step of each row that belongs to one, else −1.
  private var stepOfRow: [Int32] {
    var result = Array(repeating: Int32(-1), count: model.rowCount)
    for block in model.termRows where block.rows.count == steps {
      for (step, row) in block.rows.indices.enumerated() { result[row] = Int32(truncatingIfNeeded: step) }
    }
    return result
  }

  /// Every window's solution, each found within one call on one thread, as GLPK's environment demands.
  private func solveAll(_ partition: WindowPartition, _ clock: SolveClock) throws(SolverFault) -> [Solution] {
    let (values, exclusions) = (values, exclusions)
    let activities = model.rowActivities(of: values)
    let count = partition.windows.count
    let next = Atomic(0)
    let results = Mutex([Result<Solution, SolverFault>?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: min(workers, count)) { _ in
      while true {
        let window = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard window < count else { return }
        let result = Result { () throws(SolverFault) -> Solution in
          try Self.solve(partition, window, partition.part(window, at: values, activities), exclusions, clock)
        }
        results.withLock { $0[window] = result }
      }
    }
    var solutions: [Solution] = []
    for result in results.withLock({ $0 }) { if let result { solutions.append(try result.get()) } }
    return solutions
  }

  /// One window's optimum with its duals; where it has both of a pair, the point is the best without the smaller of the
  /// two.
  private static func solve(
    _ partition: WindowPartition, _ window: Int, _ part: LinearModel, _ exclusions: [ExclusivePair], _ clock: SolveClock
  ) throws(SolverFault) -> Solution {
    var session = try LazySession(part)
    var options = clock.solverOptions(phase: "windows")
    options.progress = nil
    let optimum = try session.solve(options)
    var solution = optimum
    // What one round forbids may make others meet, but every round leaves fewer that can.
    while solution.status == .optimal {
      var closed: [Int] = []
      for pair in exclusions {
        for step in partition.windows[window] {
          let first = partition.position(of: pair.first.first + step)
          let second = partition.position(of: pair.second.first + step)
          let (a, b) = (solution.columnValues[first], solution.columnValues[second])
          if min(a, b) > 1e-7 { closed.append(a < b ? first : second) }
        }
      }
      if closed.isEmpty { break }
      try session.setBounds(columns: closed, lower: closed.map { _ in 0 }, upper: closed.map { _ in 0 })
      solution = try session.solve(options)
    }
    solution.rowDuals = optimum.rowDuals
    return solution
  }
}
