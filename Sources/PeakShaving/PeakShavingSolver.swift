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
  /// What greedy holds around them, and the windows that are still open, worst last.
  private var held: [PeakShavingSolution.Block] = []
  private var pending: [Window] = []
  /// The window that decided the last solve; `nil` where none was solved.
  private(set) var decisive: Decisive?
  private var hint: Decisive?

  /// A window from rest to rest, and the step by which what decides its level is over.
  struct Critical {
    var steps: Range<Int>
    var end: Int
  }
  /// What decided a level, MW.
  typealias Decisive = (level: Double, window: Critical)
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
    let highest = problem.restLoad.max() ?? 0
    guard !problem.envelopes.isEmpty, problem.count > 0 else {
      return PeakShavingSolution(level: highest, lowerBound: highest)
    }
    boundByPowers()
    tolerance = allowedGap(bound, highest)
    guard problem.canRest else { return solveWhole() }
    var solution = screened(to: highest)
    if breaksBudget(solution) { solution = solveWithBudgets(from: solution) }
    // The guess that the tolerance came from may have been far off.
    tolerance = min(tolerance, allowedGap(bound, highest))
    if solution.level - bound > tolerance || !joins(solution) {
      let whole = solveWhole()
      if whole.level < solution.level || !joins(solution) { solution = whole }
    }
    return finish(solution)
  }

  /// MW between a level and its bound that is close enough, for loads up to the highest.
  private func allowedGap(_ level: Double, _ highest: Double) -> Double {
    options.relativeGap * max(abs(level), 1e-3 * abs(highest), 1e-6)
  }

  /// Whether the blocks of a schedule join where a level is set below rest; elsewhere they begin and end at rest.
  private func joins(_ solution: PeakShavingSolution) -> Bool {
    guard problem.unrestedStart != nil else { return true }
    let check = FleetCheck(
      solution.schedule(of: problem), of: problem.envelopes, load: problem.restLoad, stepHours: problem.stepHours)
    return max(check.powerError, check.energyError) <= 1e-6 * max(1, abs(bound))
  }

  /// What no schedule can undercut, by the powers alone: all at full power in the worst hour.
  private func boundByPowers() {
    let n = problem.envelopes.count
    let steady = problem.steadyPower.reduce(0, +)
    bound = -.infinity
    for p in 0..<problem.count where problem.load[p] - steady > bound {
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

  /// The level without budgets that outlast resets, which are spared where that costs nothing.
  private func screened(to ceiling: Double) -> PeakShavingSolution {
    var (level, failing) = hint.map { ($0.level, $0.window) } ?? guess(ceiling)
    // Greedy is off by up to a twentieth, and the optimum as far below what it cannot hold.
    tolerance = allowedGap(0.95 * min(abs(level), abs(ceiling)), ceiling)
    // The first level was a guess below what greedy can hold, which the optimum may undercut.
    var floor = -Double.infinity
    let sparing = !problem.budgets.isEmpty
    answers.removeAll(keepingCapacity: true)
    pending.removeAll(keepingCapacity: true)
    held.removeAll(keepingCapacity: true)
    decisive = nil
    var isSwept = false
    // How often a window that begins in a step was solved.
    var tries: [Int: Int] = [:]
    while true {
      if failing == nil {
        if !isSwept { sweepYear(level, sparing: sparing) }
        isSwept = true
        failing = nextWindow(level, sparing: sparing, isSwept: &isSwept)
      }
      guard let window = failing else {
        if isSwept { break } else { continue }
      }
      failing = nil
      let number = tries[window.steps.lowerBound, default: 0]
      tries[window.steps.lowerBound] = number + 1
      // An open window may leave to the next sweep what it was opened for; a closed one takes it all.
      if number >= 8 || hasTriedEnough { return solveWhole() }
      let answer =
        number < 3 ? solveWindow(window, holding: floor, sparing: sparing) : solveClosed(window.steps, holding: floor)
      // What the window had besides may need more, and was not swept by itself.
      isSwept = swallow(answer.segments[0]) && answer.segments[0].contains(window.steps) && isSwept
      answers.append(answer)
      level = max(floor, answer.level, bound + 0.5 * tolerance)
      floor = level
    }
    decisive = answers.max { $0.lowerBound < $1.lowerBound }.map { (level, critical($0)) }
    return paste(level)
  }

  /// Notes what greedy holds, and what it does not.
  private func sweepYear(_ level: Double, sparing: Bool) {
    effort.sweeps += 1
    greedy.record(level, problem, around: solvedRuns, sparing: sparing)
    // What an earlier window reaches into was swept anew, all of it.
    answers.removeAll { answer in
      greedy.windows.contains { !$0.failed && $0.steps.contains(answer.segments[0].lowerBound) }
    }
    let open = greedy.windows.filter { window in
      window.failed || answers.contains { $0.segments[0].overlaps(window.steps) }
    }
    held = greedy.windows.filter { window in !open.contains { $0.steps == window.steps } }.map { block(of: $0) }
    pending = open.sorted { $0.shortfall < $1.shortfall }
  }

  /// What to solve next: the window missed by most, with every answer that it reaches into. What was held at a lower
  /// level still is, and some of what was not may be by now.
  ///
  /// - Parameter isSwept: set to false where the year has to be swept again.
  private func nextWindow(_ level: Double, sparing: Bool, isSwept: inout Bool) -> Critical? {
    while let window = pending.popLast() {
      if answers.contains(where: { $0.segments[0].overlaps(window.steps) }) { return extended(critical(window)) }
      greedy.record(level, problem, within: window.steps, sparing: sparing)
      var failing: [Window] = []
      for part in greedy.windows {
        if part.steps.upperBound > window.steps.upperBound { isSwept = false }
        if part.failed { failing.append(part) } else { held.append(block(of: part)) }
      }
      failing.sort { $0.shortfall < $1.shortfall }
      guard let worst = failing.popLast() else { continue }
      pending += failing
      return extended(critical(worst))
    }
    return nil
  }

  /// Drops what a new answer covers; returns whether it covers all that it touches.
  private func swallow(_ steps: Range<Int>) -> Bool {
    let touched =
      held.map(\.steps).filter { $0.overlaps(steps) } + pending.map(\.steps).filter { $0.overlaps(steps) }
      + answers.map { $0.segments[0] }.filter { $0.overlaps(steps) }
    held.removeAll { $0.steps.overlaps(steps) }
    pending.removeAll { $0.steps.overlaps(steps) }
    answers.removeAll { $0.segments[0].overlaps(steps) }
    return touched.allSatisfy { steps.contains($0) }
  }

  /// Runs of the answers, in order.
  private var solvedRuns: [Range<Int>] {
    answers.map { $0.segments[0] }.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// A level that greedy just cannot hold on the days that look worst, and the window in which it fails most.
  private func guess(_ ceiling: Double) -> (level: Double, failing: Critical?) {
    let worstDays = CriticalDays(problem, count: 3)
    let width = (ceiling - bound) / 64
    var ranges = worstDays.days.sorted { $0.lowerBound < $1.lowerBound }
    var (low, high) = (bound, ceiling)
    var worst: Window?
    var next = max(worstDays.level, bound)
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
    guard let worst else { return (low, nil) }
    // Seen from days before, it may begin earlier.
    let days = max(1, Int((96 / problem.stepHours).rounded()))
    let before = max(0, worst.steps.lowerBound - days)..<worst.steps.upperBound
    return (low, critical(mostFailing(low, within: [before]) ?? worst))
  }

  private func mostFailing(_ level: Double, within ranges: [Range<Int>]) -> Window? {
    effort.sweeps += 1
    greedy.find(failing: level, problem, within: ranges)
    return greedy.windows.max { $0.shortfall < $1.shortfall }
  }

  private func critical(_ window: Window) -> Critical {
    Critical(steps: window.steps, end: settled(after: window.shortUntil, within: window.steps))
  }

  private func critical(_ answer: WindowAnswer) -> Critical {
    let steps = answer.segments[0]
    return Critical(steps: steps, end: settled(after: steps.lowerBound + answer.deciding, within: steps))
  }

  /// The first step from some on at which loads that move begin anew.
  private func settled(after step: Int, within steps: Range<Int>) -> Int {
    let n = problem.envelopes.count
    return (0..<n).reduce(step) { latest, i in
      guard problem.isNeutral[i] else { return latest }
      var end = step
      while end < steps.upperBound, problem.retained[end * n + i] != 0 { end += 1 }
      return max(latest, end)
    }
  }

  private func extended(_ window: Critical) -> Critical {
    var (steps, end) = (window.steps, window.end)
    var grows = true
    while grows {
      grows = false
      for answer in answers where answer.segments[0].overlaps(steps) && !steps.contains(answer.segments[0]) {
        steps =
          min(steps.lowerBound, answer.segments[0].lowerBound)..<max(steps.upperBound, answer.segments[0].upperBound)
        end = max(end, critical(answer).end)
        grows = true
      }
    }
    return Critical(steps: steps, end: end)
  }

  /// Solves a window.
  ///
  /// - Parameters:
  ///   - level: MW that other windows are held at.
  ///   - sparing: what is recharged after the window's decisive part spares budgets.
  private func solveWindow(_ window: Critical, holding level: Double, sparing: Bool) -> WindowAnswer {
    var end = window.end
    for _ in 0..<2 where end > window.steps.lowerBound && end < window.steps.upperBound {
      let decisive = window.steps.lowerBound..<end
      if let answer = solveOpen(decisive, holding: level, sparing: sparing, failure: &end) { return answer }
      end = settled(after: end, within: window.steps)
      if end == decisive.upperBound { break }
    }
    return solveClosed(window.steps, holding: level)
  }

  /// Solves the decisive part of a window exactly, free to end anywhere, and sweeps on from the last step that decides.
  ///
  /// - Parameter failure: step in which the sweep cannot hold the level, when it cannot.
  private func solveOpen(
    _ steps: Range<Int>, holding level: Double, sparing: Bool, failure: inout Int
  ) -> WindowAnswer? {
    let goal = answers.isEmpty ? -Double.infinity : bound + 0.5 * tolerance
    let budgets = goal > -.infinity && !problem.budgets.isEmpty ? budgetsLeft : []
    var answer = windows.solve(problem, [steps], isOpen: true, budgets: budgets, tolerance: tolerance, goal: goal)
    take(answer)
    if !budgets.isEmpty, answer.level > goal, answer.level - bound > tolerance {
      answer = windows.solve(problem, [steps], isOpen: true, tolerance: tolerance, goal: goal)
      take(answer)
    }
    let n = problem.envelopes.count
    let level = max(level, answer.level, bound + 0.5 * tolerance)
    failure = steps.upperBound
    guard level - bound <= tolerance else { return nil }
    problem.spareBudgets(in: steps, power: &answer.power, energy: &answer.energy, at: level)
    for (solved, sparing) in [(answer.deciding, sparing), (steps.count, sparing), (answer.deciding, false)] {
      var reached = 0
      guard
        let rest = greedy.goOn(
          level, problem, from: steps.lowerBound + solved, levels: answer.energy[(solved - 1) * n..<solved * n],
          sparing: sparing, failure: &reached)
      else {
        failure = max(failure, reached)
        continue
      }
      answer.level = level
      answer.segments = [steps.lowerBound..<rest.steps.upperBound]
      answer.power.removeSubrange((solved * n)...)
      answer.energy.removeSubrange((solved * n)...)
      let rested = greedy.recorded(rest)
      answer.power += rested.power
      answer.energy += rested.energy
      return answer
    }
    return nil
  }

  /// Solves a window, longer and longer while having to end at rest costs something.
  private func solveClosed(_ steps: Range<Int>, holding level: Double) -> WindowAnswer {
    var steps = steps
    // A window that is not the worst need not be held any lower than that one.
    let goal = answers.isEmpty ? -Double.infinity : bound + 0.5 * tolerance
    if goal > -.infinity, !problem.budgets.isEmpty {
      // Often what the others leave of the budgets is enough, and then nothing has to be solved together.
      let answer = windows.solve(problem, [steps], budgets: budgetsLeft, tolerance: tolerance, goal: goal)
      take(answer)
      if answer.level <= goal || answer.level - bound <= tolerance { return answer }
    }
    var answer = windows.solve(problem, [steps], tolerance: tolerance, goal: goal)
    take(answer)
    var attempt = 0
    while answer.level - bound > tolerance, attempt < 8, steps.upperBound < problem.count, !hasTriedEnough {
      steps = lengthened(steps, attempt: attempt, level: bound)
      answer = windows.solve(problem, [steps], tolerance: tolerance, goal: goal)
      take(answer)
      attempt += 1
    }
    problem.spareBudgets(in: steps, power: &answer.power, energy: &answer.energy, at: max(level, answer.level))
    return answer
  }

  /// Whether windows have taken about as long as the whole ring would: where loads are shaved to their mean over months,
  /// no window is long enough.
  private var hasTriedEnough: Bool { windows.stepIterations > 12 * problem.count }

  /// A longer window, which ends where a valley does and swallows what it meets.
  private func lengthened(_ steps: Range<Int>, attempt: Int, level: Double) -> Range<Int> {
    let day = max(1, Int((24 / problem.stepHours).rounded()))
    let search = min(problem.count, steps.upperBound + day << max(0, attempt - 2))
    guard steps.upperBound < search else { return steps }
    var lowest = steps.upperBound
    let load = problem.restLoad
    for p in max(steps.upperBound, search - day)..<search where load[p] < load[lowest] { lowest = p }
    var end = lowest + 1
    while end < problem.count, load[end] <= level - problem.idleDraw, end < lowest + day { end += 1 }
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
    blocks += held
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
    for i in 0..<n where !problem.envelopes[i].budgets.isEmpty {
      for block in blocks {
        for (t, p) in block.steps.enumerated() where block.power[t * n + i] > 0 {
          let budget = Int(problem.budgetOf[p * n + i])
          if budget >= 0 { left[budget] -= problem.stepHours * block.power[t * n + i] }
        }
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

  /// All windows that share budgets which outlast resets.
  ///
  /// Where a sweep that spares the budgets holds the level, it does; the others are solved together with what it leaves.
  /// Only where that costs something are all windows solved together.
  private func solveWithBudgets(from relaxed: PeakShavingSolution) -> PeakShavingSolution {
    if let shared = solveSharing(relaxed) { return shared }
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

  /// The decisive parts of all answers solved together with what all else leaves of the budgets.
  private func solveSharing(_ solution: PeakShavingSolution) -> PeakShavingSolution? {
    let n = problem.envelopes.count
    let windows = answers.map { critical($0) }.sorted { $0.steps.lowerBound < $1.steps.lowerBound }
    guard !windows.isEmpty, windows.allSatisfy({ $0.end > $0.steps.lowerBound }) else { return nil }
    // Cuts each answer in what is solved anew and what stays.
    var blocks = solution.blocks
    for window in windows {
      guard let k = blocks.firstIndex(where: { $0.steps == window.steps }) else { return nil }
      let kept = (window.end - window.steps.lowerBound) * n
      blocks[k] = .init(
        steps: window.end..<window.steps.upperBound, power: Array(blocks[k].power[kept...]),
        energy: Array(blocks[k].energy[kept...]))
    }
    let left = left(by: blocks)
    guard left.allSatisfy({ $0 >= 0 }) else { return nil }
    let answer = self.windows.solve(
      problem, windows.map { $0.steps.lowerBound..<$0.end }, isOpen: true, budgets: left, tolerance: tolerance)
    take(answer)
    let level = max(solution.level, answer.level, bound + 0.5 * tolerance)
    guard level - bound <= tolerance else { return nil }
    blocks.removeAll { block in windows.contains { $0.steps.contains(block.steps) } }
    for decisive in Self.blocks(of: answer, n) {
      var failure = 0
      guard
        let rest = greedy.goOn(
          level, problem, from: decisive.steps.upperBound, levels: decisive.energy.suffix(n), sparing: true,
          failure: &failure)
      else { return nil }
      let steps = decisive.steps.lowerBound..<rest.steps.upperBound
      guard !blocks.contains(where: { $0.steps.overlaps(steps) }) else { return nil }
      let rested = greedy.recorded(rest)
      blocks.append(
        .init(steps: steps, power: decisive.power + rested.power, energy: decisive.energy + rested.energy))
    }
    blocks.sort { $0.steps.lowerBound < $1.steps.lowerBound }
    let shared = PeakShavingSolution(level: level, lowerBound: bound, blocks: blocks)
    return breaksBudget(shared) ? nil : shared
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
    let (power, energy) = greedy.recorded(window)
    return .init(steps: window.steps, power: power, energy: energy)
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
