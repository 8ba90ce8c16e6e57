/// Finds the lowest level: a greedy screen, the windows that it cannot hold solved exactly, and their bounds.
///
/// One solver serves one problem after another of the same resources; it is not to be shared between threads.
public final class PeakShavingSolver {
  private(set) var problem: PeakShavingProblem
  private let options: PeakShavingOptions
  private var greedy: GreedyScreen
  private let windows: WindowSolver
  private var effort = PeakShavingSolution.Effort()
  /// Windows solved exactly, none of which overlap.
  private var answers: [WindowAnswer] = []
  /// The window that decided the last solve; `nil` where none was solved.
  private(set) var decisive: Decisive?
  private var hint: Decisive?

  /// A window, and the level that it was held at, MW.
  typealias Decisive = (level: Double, steps: Range<Int>)
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

  /// The lowest level after a change of loads, or of the sizes of the same resources.
  ///
  /// - Parameter hint: what decided a problem much like it, to be tried first.
  func solve(
    after change: (inout PeakShavingProblem) -> Void, hint: Decisive? = nil
  ) -> PeakShavingSolution {
    change(&problem)
    greedy.update(problem)
    self.hint = hint
    defer { self.hint = nil }
    return solve()
  }

  /// The lowest level of the problem.
  public func solve() -> PeakShavingSolution {
    effort = PeakShavingSolution.Effort()
    windows.resetEffort()
    duals = WindowDuals()
    let highest = problem.load.max() ?? 0
    guard !problem.envelopes.isEmpty, problem.count > 0 else {
      return PeakShavingSolution(level: highest, lowerBound: highest)
    }
    boundByPowers()
    tolerance = options.relativeGap * max(abs(bound), 1e-3 * abs(highest), 1e-6)
    guard problem.canRest else { return solveWhole() }
    var solution = screened(to: highest)
    if breaksBudget(solution) { solution = spared(solution) ?? solveWithBudgets(from: solution) }
    if solution.level - bound > tolerance || !joins(solution) {
      let whole = solveWhole()
      if whole.level < solution.level || !joins(solution) { solution = whole }
    }
    return finish(solution)
  }

  /// Whether the blocks of a schedule join where a level is set below rest; elsewhere they begin and end at rest.
  private func joins(_ solution: PeakShavingSolution) -> Bool {
    guard problem.unrestedStart != nil else { return true }
    let check = FleetCheck(
      solution.schedule(of: problem), of: problem.envelopes, load: problem.load, stepHours: problem.stepHours)
    return max(check.powerError, check.energyError) <= 1e-6 * max(1, abs(bound))
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
  private func screened(to ceiling: Double) -> PeakShavingSolution {
    var (level, failing) = hint.map { ($0.level, $0.steps) } ?? guess(ceiling)
    tolerance = options.relativeGap * max(min(abs(level), abs(ceiling)), 1e-3 * abs(ceiling), 1e-6)
    var isStart = true
    answers.removeAll(keepingCapacity: true)
    decisive = nil
    while true {
      if failing == nil {
        effort.sweeps += 1
        greedy.record(level, problem, around: solvedRuns)
        answers.removeAll { answer in
          greedy.windows.contains { !$0.failed && $0.steps.contains(answer.segments[0]) }
        }
        failing = nextWindow()
      }
      guard let steps = failing else { break }
      failing = nil
      let answer = solveWindow(steps)
      answers.removeAll { $0.segments[0].overlaps(answer.segments[0]) }
      answers.append(answer)
      // The first level was a guess below what greedy can hold, which the optimum may undercut.
      level = max(isStart ? answer.level : level, answer.level, bound + 0.5 * tolerance)
      isStart = false
    }
    decisive = answers.max { $0.lowerBound < $1.lowerBound }.map { (level, $0.segments[0]) }
    return paste(level)
  }

  /// Runs of the answers, in order.
  private var solvedRuns: [Range<Int>] {
    answers.map { $0.segments[0] }.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// A level that greedy just cannot hold, and the window in which it fails most: first from the days that look worst,
  /// then from all that fail where those are held.
  private func guess(_ ceiling: Double) -> (level: Double, failing: Range<Int>?) {
    let critical = CriticalDays(problem, count: 3)
    let width = (ceiling - bound) / 64
    var ranges = critical.days.sorted { $0.lowerBound < $1.lowerBound }
    var (low, high) = (bound, ceiling)
    var worst: Window?
    var next = max(critical.level, bound)
    while true {
      var stride = (ceiling - next) / 16
      while high - low > width, low < next || worst == nil, next < high {
        if let failing = mostFailing(next, within: ranges) {
          (low, worst) = (next, failing)
          ranges = greedy.windows.map(\.steps)
        } else {
          high = next
        }
        if worst != nil, high < ceiling {
          next = 0.5 * (low + high)
        } else {
          next = min(max(next + (worst != nil ? stride : -stride), low), high)
          stride *= 2
        }
      }
      guard high < ceiling, let failing = mostFailing(high, within: [0..<problem.count]) else { break }
      (low, high, worst) = (high, ceiling, failing)
      ranges = greedy.windows.map(\.steps)
      next = low + width
    }
    guard let steps = worst?.steps else { return (low, nil) }
    // Seen from days before, it may begin earlier.
    let days = max(1, Int((96 / problem.stepHours).rounded()))
    return (low, mostFailing(low, within: [max(0, steps.lowerBound - days)..<steps.upperBound])?.steps ?? steps)
  }

  private func mostFailing(_ level: Double, within ranges: [Range<Int>]) -> Window? {
    effort.sweeps += 1
    greedy.find(failing: level, problem, within: ranges)
    return greedy.windows.max { $0.shortfall < $1.shortfall }
  }

  /// The steps to solve next: of the window missed by most, with every answer that it reaches into.
  private func nextWindow() -> Range<Int>? {
    let open = greedy.windows.filter { window in
      window.failed || answers.contains { $0.segments[0].overlaps(window.steps) }
    }
    return open.max { $0.shortfall < $1.shortfall }.map { extended($0.steps) }
  }

  private func extended(_ steps: Range<Int>) -> Range<Int> {
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
    // A window that is not the worst need not be held any lower than that one.
    let goal = answers.isEmpty ? -Double.infinity : bound + 0.5 * tolerance
    if goal > -.infinity, !problem.budgets.isEmpty {
      // Often what the others leave of the budgets is enough, and then nothing has to be solved together.
      let answer = windows.solve(problem, [steps], budgets: budgetsLeft, tolerance: tolerance, goal: goal)
      take(answer)
      if answer.level <= goal { return answer }
    }
    var answer = windows.solve(problem, [steps], tolerance: tolerance, goal: goal)
    take(answer)
    var attempt = 0
    while answer.level - bound > tolerance, attempt < 8, steps.upperBound < problem.count {
      steps = lengthened(steps, attempt: attempt, level: bound)
      answer = windows.solve(problem, [steps], tolerance: tolerance, goal: goal)
      take(answer)
      attempt += 1
    }
    return answer
  }

  /// A longer window, which ends where a valley does and swallows what it meets.
  private func lengthened(_ steps: Range<Int>, attempt: Int, level: Double) -> Range<Int> {
    let day = max(1, Int((24 / problem.stepHours).rounded()))
    let search = min(problem.count, steps.upperBound + day << max(0, attempt - 2))
    guard steps.upperBound < search else { return steps }
    var lowest = steps.upperBound
    for p in max(steps.upperBound, search - day)..<search where problem.load[p] < problem.load[lowest] { lowest = p }
    var end = lowest + 1
    while end < problem.count, problem.load[end] <= level - problem.idleDraw, end < lowest + day { end += 1 }
    return steps.lowerBound..<end
  }

  /// The whole ring as one window.
  private func solveWhole() -> PeakShavingSolution {
    let answer = windows.solve(
      problem, [0..<problem.count], isRing: true, budgets: problem.budgets.map(\.energy), tolerance: tolerance)
    take(answer)
    let block = PeakShavingSolution.Block(steps: 0..<problem.count, power: answer.power, energy: answer.energy)
    return finish(PeakShavingSolution(level: answer.level, lowerBound: bound, blocks: [block]))
  }

  /// Greedy where it holds the level, answers where it does not.
  private func paste(_ level: Double) -> PeakShavingSolution {
    let n = problem.envelopes.count
    var blocks: [PeakShavingSolution.Block] = []
    for answer in answers { blocks += Self.blocks(of: answer, n) }
    for window in greedy.windows { blocks.append(block(of: window)) }
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

  /// MWh of each budget that some blocks leave.
  private func left(by blocks: [PeakShavingSolution.Block]) -> [Double] {
    let n = problem.envelopes.count
    var left = problem.budgets.map(\.energy)
    for block in blocks {
      for (at, power) in block.power.enumerated() where power > 0 {
        let budget = Int(problem.budgetOf[block.steps.lowerBound * n + at])
        if budget >= 0 { left[budget] -= problem.stepHours * power }
      }
    }
    return left
  }

  /// MWh of each budget that the answers so far leave.
  private var budgetsLeft: [Double] {
    left(by: answers.flatMap { Self.blocks(of: $0, problem.envelopes.count) }).map { max(0, $0) }
  }

  private func breaksBudget(_ solution: PeakShavingSolution) -> Bool {
    guard !problem.budgets.isEmpty else { return false }
    return zip(left(by: solution.blocks), problem.budgets).contains { $0 < -1e-12 * $1.energy }
  }

  /// The same level with budgets spared where greedy holds it and in what is solved anew, if that is enough.
  private func spared(_ solution: PeakShavingSolution) -> PeakShavingSolution? {
    while true {
      effort.sweeps += 1
      greedy.record(solution.level, problem, around: solvedRuns, sparing: true)
      guard let steps = nextWindow() else { break }
      let answer = solveWindow(steps)
      guard answer.level <= solution.level else { return nil }
      answers.removeAll { $0.segments[0].overlaps(answer.segments[0]) }
      answers.append(answer)
    }
    let spared = paste(solution.level)
    return breaksBudget(spared) ? nil : spared
  }

  /// All windows that share budgets which outlast resets.
  ///
  /// Where a sweep that spares the budgets holds the level, it does; the others are solved together with what it leaves.
  /// Only where that costs something are all windows solved together.
  private func solveWithBudgets(from relaxed: PeakShavingSolution) -> PeakShavingSolution {
    let spared = solveSparing(relaxed.level)
    if let spared, spared.level - bound <= tolerance { return spared }
    var best = spared ?? PeakShavingSolution(level: .infinity, lowerBound: bound)
    var segments: [Range<Int>] = []
    for attempt in 0..<3 {
      effort.sweeps += 1
      greedy.record(max(bound, relaxed.lowerBound), problem)
      if attempt > 0 { segments = segments.map { lengthened($0, attempt: 1 + attempt, level: bound) } }
      segments = Self.joined(greedy.windows.map(\.steps) + segments)
      let answer = windows.solve(problem, segments, budgets: problem.budgets.map(\.energy), tolerance: tolerance)
      take(answer)
      if answer.level < best.level {
        best.level = answer.level
        best.blocks = Self.blocks(of: answer, problem.envelopes.count)
      }
      if best.level - bound <= tolerance { break }
    }
    return best
  }

  /// A level held by sparing budgets where that is easy.
  private func solveSparing(_ level: Double) -> PeakShavingSolution? {
    var hard: [Range<Int>] = []
    for attempt in 0..<3 {
      effort.sweeps += 1
      greedy.record(level, problem, sparing: true)
      hard = Self.joined(hard + greedy.windows.filter(\.failed).map(\.steps))
      if attempt > 0 { hard = Self.joined(hard.map { lengthened($0, attempt: attempt, level: level) }) }
      // A window that is partly hard is hard.
      for window in greedy.windows { hard = hard.map { $0.overlaps(window.steps) ? $0.merging(window.steps) : $0 } }
      hard = Self.joined(hard)
      var blocks: [PeakShavingSolution.Block] = []
      for window in greedy.windows where !hard.contains(where: { $0.overlaps(window.steps) }) {
        blocks.append(block(of: window))
      }
      let left = left(by: blocks)
      guard left.allSatisfy({ $0 >= 0 }) else { return nil }
      guard !hard.isEmpty else { return PeakShavingSolution(level: level, lowerBound: bound, blocks: blocks) }
      let answer = windows.solve(problem, hard, budgets: left, tolerance: tolerance)
      take(answer)
      let held = max(level, answer.level)
      if held - bound <= tolerance || attempt == 2 {
        blocks += Self.blocks(of: answer, problem.envelopes.count)
        blocks.sort { $0.steps.lowerBound < $1.steps.lowerBound }
        return PeakShavingSolution(level: held, lowerBound: bound, blocks: blocks)
      }
    }
    return nil
  }

  /// What the sweep did in a window.
  private func block(of window: Window) -> PeakShavingSolution.Block {
    let n = problem.envelopes.count
    let cells = window.record * n..<(window.record + window.steps.count) * n
    return .init(
      steps: window.steps, power: Array(greedy.recordedPower[cells]), energy: Array(greedy.recordedLevel[cells]))
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
  fileprivate func merging(_ other: Range<Int>) -> Range<Int> {
    Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
  }

  fileprivate func contains(_ other: Range<Int>) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}
