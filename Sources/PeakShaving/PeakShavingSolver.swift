/// Finds the lowest level: a greedy screen, the windows that it cannot hold solved exactly, and their bounds.
///
/// One solver serves one problem after another of the same resources; it is not to be shared between threads.
public final class PeakShavingSolver {
  private var problem: PeakShavingProblem
  private let options: PeakShavingOptions
  private var greedy: GreedyScreen
  private let windows: WindowSolver
  private var effort = PeakShavingSolution.Effort()
  /// MW between level and bound that is close enough.
  private var tolerance = 0.0
  private var bound = -Double.infinity
  private var duals = WindowDuals()

  public init(_ problem: PeakShavingProblem, options: PeakShavingOptions = .init()) {
    self.problem = problem
    self.options = options
    greedy = GreedyScreen(problem)
    windows = WindowSolver(problem)
  }

  /// The lowest level of the problem.
  public func solve() -> PeakShavingSolution {
    let highest = problem.load.max() ?? 0
    guard !problem.envelopes.isEmpty, problem.count > 0 else {
      return PeakShavingSolution(level: highest, lowerBound: highest)
    }
    boundByPowers()
    tolerance = options.relativeGap * max(abs(bound), 1e-3 * abs(highest), 1e-6)
    guard problem.canRest else { return solveWhole() }
    var solution = screened(from: max(bound, options.floor), to: highest)
    if breaksBudget(solution) { solution = solveWithBudgets(from: solution) }
    if solution.level - bound > tolerance {
      let whole = solveWhole()
      if whole.level < solution.level { solution = whole }
    }
    return finish(solution)
  }

  /// What no schedule can undercut, by the powers alone: all at full power in the worst hour.
  private func boundByPowers() {
    let n = problem.envelopes.count
    bound = -.infinity
    for p in 0..<problem.count {
      var left = problem.load[p]
      for k in p * n..<(p + 1) * n { left -= problem.dischargeLimit[k] }
      guard left > bound else { continue }
      bound = left
      duals.segments = [p..<p + 1]
    }
    duals.y = Array(repeating: 0, count: n)
    duals.w = [1]
  }

  private func finish(_ solution: PeakShavingSolution) -> PeakShavingSolution {
    var finished = solution
    finished.lowerBound = bound
    finished.duals = duals
    effort.windowSolves = windows.solves
    effort.iterations = windows.iterations
    effort.stepIterations = windows.stepIterations
    finished.effort = effort
    return finished
  }

  private func take(_ answer: WindowAnswer) {
    guard answer.lowerBound > bound else { return }
    bound = answer.lowerBound
    duals = answer.duals
  }

  /// The level without budgets that outlast resets.
  private func screened(from floor: Double, to ceiling: Double) -> PeakShavingSolution {
    var low = floor
    var high = ceiling
    effort.sweeps += 1
    if greedy.holds(low, problem) {
      high = low
    } else {
      for _ in 0..<6 {
        let middle = 0.5 * (low + high)
        effort.sweeps += 1
        if greedy.holds(middle, problem) { high = middle } else { low = middle }
      }
    }
    tolerance = options.relativeGap * max(min(abs(low), abs(high)), 1e-3 * abs(ceiling), 1e-6)
    var level = low
    var isStart = true
    var answers: [WindowAnswer] = []
    while true {
      effort.sweeps += 1
      greedy.record(level, problem)
      guard let steps = nextWindow(answers, greedy.windows) else { break }
      let answer = solveWindow(steps)
      answers.removeAll { $0.segments[0].overlaps(steps) }
      answers.append(answer)
      // The first level was a guess below what greedy can hold, which the optimum may undercut.
      level = isStart ? answer.level : max(level, answer.level)
      isStart = false
    }
    return paste(level, answers)
  }

  /// The steps to solve next: of the window missed by most that no answer covers, with every answer it touches.
  private func nextWindow(_ answers: [WindowAnswer], _ windows: [Window]) -> Range<Int>? {
    var worst: Window?
    for window in windows {
      let covered = answers.contains { $0.segments[0].contains(window.steps) }
      let torn = !covered && answers.contains { isUsed($0, windows) && $0.segments[0].overlaps(window.steps) }
      guard torn || window.failed && !covered else { continue }
      if window.shortfall >= worst?.shortfall ?? -1 { worst = window }
    }
    return worst.map { extended($0.steps, over: answers) }
  }

  /// Whether an answer is needed where greedy fails.
  private func isUsed(_ answer: WindowAnswer, _ windows: [Window]) -> Bool {
    windows.contains { $0.failed && answer.segments[0].contains($0.steps) }
  }

  private func extended(_ steps: Range<Int>, over answers: [WindowAnswer]) -> Range<Int> {
    var steps = steps
    var grows = true
    while grows {
      grows = false
      for answer in answers where answer.segments[0].overlaps(steps) && !steps.contains(answer.segments[0]) {
        steps =
          min(steps.lowerBound, answer.segments[0].lowerBound)..<max(steps.upperBound, answer.segments[0].upperBound)
        grows = true
      }
    }
    return steps
  }

  /// Solves a window, longer and longer while having to end at rest costs something.
  private func solveWindow(_ steps: Range<Int>) -> WindowAnswer {
    var steps = steps
    var answer = windows.solve([steps], tolerance: tolerance)
    take(answer)
    var attempt = 0
    while answer.level - bound > tolerance, attempt < 8, steps.upperBound < problem.count {
      steps = lengthened(steps, attempt: attempt)
      answer = windows.solve([steps], tolerance: tolerance)
      take(answer)
      attempt += 1
    }
    return answer
  }

  /// A longer window, which swallows the next one that it meets.
  private func lengthened(_ steps: Range<Int>, attempt: Int) -> Range<Int> {
    let hours = Int((24 / problem.stepHours).rounded(.up))
    let more = problem.neutralStart.isEmpty ? max(1, hours / 4 << attempt) : hours << max(0, attempt - 1)
    var end = min(problem.count, steps.upperBound + more)
    while let met = greedy.windows.first(where: { $0.steps.lowerBound < end && $0.steps.upperBound > end }) {
      end = met.steps.upperBound
    }
    if !problem.neutralStart.isEmpty {
      while end < problem.count, problem.neutralStart[end] != end { end += 1 }
    }
    return steps.lowerBound..<end
  }

  /// The whole ring as one window.
  private func solveWhole() -> PeakShavingSolution {
    let answer = windows.solve([0..<problem.count], isRing: true, budgets: true, tolerance: tolerance)
    take(answer)
    let block = PeakShavingSolution.Block(steps: 0..<problem.count, power: answer.power, energy: answer.energy)
    return finish(PeakShavingSolution(level: answer.level, lowerBound: bound, blocks: [block]))
  }

  /// Greedy where it holds the level, answers where it does not.
  private func paste(_ level: Double, _ answers: [WindowAnswer]) -> PeakShavingSolution {
    let n = problem.envelopes.count
    var blocks: [PeakShavingSolution.Block] = []
    for answer in answers where isUsed(answer, greedy.windows) { blocks += Self.blocks(of: answer, n) }
    for window in greedy.windows where !window.failed {
      guard !blocks.contains(where: { $0.steps.contains(window.steps) }) else { continue }
      let cells = window.record * n..<(window.record + window.steps.count) * n
      blocks.append(
        .init(
          steps: window.steps, power: Array(greedy.recordedPower[cells]), energy: Array(greedy.recordedLevel[cells])))
    }
    blocks.sort { $0.steps.lowerBound < $1.steps.lowerBound }
    return PeakShavingSolution(level: level, lowerBound: bound, blocks: blocks)
  }

  private static func blocks(of answer: WindowAnswer, _ n: Int) -> [PeakShavingSolution.Block] {
    var first = 0
    return answer.segments.map { segment in
      defer { first += segment.count * n }
      let cells = first..<first + segment.count * n
      return .init(steps: segment, power: Array(answer.power[cells]), energy: Array(answer.energy[cells]))
    }
  }

  private func breaksBudget(_ solution: PeakShavingSolution) -> Bool {
    guard !problem.budgets.isEmpty else { return false }
    let n = problem.envelopes.count
    var given = [Double](repeating: 0, count: problem.budgets.count)
    for block in solution.blocks {
      for (at, power) in block.power.enumerated() where power > 0 {
        let budget = Int(problem.budgetOf[block.steps.lowerBound * n + at])
        if budget >= 0 { given[budget] += problem.stepHours * power }
      }
    }
    return given.indices.contains { given[$0] > problem.budgets[$0].energy * (1 + 1e-12) }
  }

  /// All windows together, for what they share: budgets that outlast resets.
  private func solveWithBudgets(from relaxed: PeakShavingSolution) -> PeakShavingSolution {
    var best = PeakShavingSolution(level: .infinity, lowerBound: bound)
    var segments: [Range<Int>] = []
    for attempt in 0..<4 {
      effort.sweeps += 1
      greedy.record(max(bound, relaxed.lowerBound), problem)
      segments = Self.joined(greedy.windows.map(\.steps) + segments)
      if attempt > 0 { segments = Self.joined(segments.map { lengthened($0, attempt: attempt) }) }
      let answer = windows.solve(segments, budgets: true, tolerance: tolerance)
      take(answer)
      if answer.level < best.level {
        best.level = answer.level
        best.blocks = Self.blocks(of: answer, problem.envelopes.count)
      }
      if best.level - bound <= tolerance { break }
    }
    return best
  }

  /// Overlapping runs made one.
  private static func joined(_ runs: [Range<Int>]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for run in runs.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, run.lowerBound <= last.upperBound {
        result[result.count - 1] = last.lowerBound..<max(last.upperBound, run.upperBound)
      } else {
        result.append(run)
      }
    }
    return result
  }
}

extension Range<Int> {
  fileprivate func contains(_ other: Range<Int>) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}
