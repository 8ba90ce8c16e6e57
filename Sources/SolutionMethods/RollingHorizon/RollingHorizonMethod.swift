import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules

/// Solves a case window by window, as operation does: each window looks beyond what is kept of it, and hands the state
/// of units, stores, budgets and shifts at the seam to the next.
///
/// The schedule obeys every rule of the whole case. Its prices, each from its window, prove a bound for the whole case
/// like any prices; with commitment, where prices do not, there is none unless one window holds the whole case.
public struct RollingHorizonMethod: Sendable {
  let system: PowerSystem
  let options: SolveOptions
  let windows: [RollingWindow]

  /// - Parameters:
  ///   - window: steps that are kept of every window, at least 1.
  ///   - overlap: steps that every window looks beyond them.
  ///   - options: gap for each window, time limit and cancellation for all of them.
  public init(_ system: PowerSystem, window: Int, overlap: Int, options: SolveOptions) {
    self.system = system
    self.options = options
    windows = RollingWindow.covering(system.horizon.count, keeping: window, overlap: overlap)
  }

  /// Runs on the current thread until the last window is solved, one cannot be, or a limit ends it.
  ///
  /// - Throws: `SolverFault` where GLPK itself fails; an infeasible or stopped window is an outcome that names it.
  public func solve() throws(SolverFault) -> DispatchOutcome {
    let clock = SolveClock(options)
    var seam = SeamState(atStartOf: system)
    var schedule = StitchedSchedule(system)
    var record = WindowRecord()
    for (number, window) in windows.enumerated() {
      if let reason = clock.stopReason {
        return record.outcome(.stoppedWithoutSolution, reason, "stopped before \(name(number))")
      }
      let part = seam.part(of: system, window.seen)
      if options.commitment, let conflict = seam.conflict(in: part, of: system) {
        return record.outcome(.infeasible, nil, "\(name(number)) is infeasible: \(conflict); \(Self.advice)")
      }
      let before = clock.elapsed
      let program = DispatchProgram(part, options: .init(commitment: options.commitment))
      record.add(.init(name: "build", seconds: clock.elapsed - before))
      let found = try MonolithicMethod(program, options: windowOptions(number, clock)).solve()
      record.add(found)
      guard let dispatch = found.schedule else {
        let verdict =
          found.status == .infeasible
          ? "\(name(number)) is infeasible after those before it; \(Self.advice)" : "stopped in \(name(number))"
        var end = record.outcome(found.status, found.stopReason, verdict)
        end.infeasibility = found.infeasibility
        return end
      }
      schedule.append(dispatch, keeping: window.kept.count)
      seam.pass(dispatch, of: part, keeping: window.kept.count)
    }
    return record.outcome(schedule.joined, of: system, options)
  }

  private static let advice = "a longer overlap may see it coming, and the case itself need not be infeasible"

  /// Such as `window 3 of 8, 2030-01-05T00:00+08:00 – 2030-01-08T00:00+08:00 (steps 96..<168)`.
  private func name(_ number: Int) -> String {
    let seen = windows[number].seen
    let (start, end) = (system.horizon.timestamp(seen.lowerBound), system.horizon.timestamp(seen.upperBound))
    return "window \(number + 1) of \(windows.count), \(start) – \(end) (steps \(seen))"
  }

  /// What is left of the time; cost and bound of a window say nothing of the whole and are not reported.
  private func windowOptions(_ number: Int, _ clock: SolveClock) -> SolveOptions {
    var window = options
    window.timeLimit = clock.remaining
    guard let progress = options.progress else { return window }
    let (label, before, isAll) = ("window \(number + 1) of \(windows.count): ", clock.elapsed, windows.count == 1)
    let done = isAll ? nil : Double(number) / Double(windows.count)
    window.progress = { state in
      progress(
        SolveProgress(
          phase: isAll ? state.phase : label + state.phase, incumbent: isAll ? state.incumbent : nil,
          bound: isAll ? state.bound : nil, elapsed: before + state.elapsed, done: done))
    }
    return window
  }
}

/// Steps of a window: what it decides, and the first part of it that is kept.
struct RollingWindow: Sendable, Equatable {
  var seen: Range<Int>
  var kept: Range<Int>

  /// Windows that keep every step once; the last sees the end and keeps all it sees.
  static func covering(_ count: Int, keeping window: Int, overlap: Int) -> [RollingWindow] {
    precondition(window > 0 && overlap >= 0)
    var windows: [RollingWindow] = []
    var first = 0
    while count - first > window, count - first - window > overlap {
      let seam = first + window
      windows.append(RollingWindow(seen: first..<seam + overlap, kept: first..<seam))
      first = seam
    }
    windows.append(RollingWindow(seen: first..<count, kept: first..<count))
    return windows
  }
}

/// What the windows came to so far.
private struct WindowRecord {
  private var phases: [DispatchOutcome.Phase] = []
  private var outcomes: [DispatchOutcome] = []

  mutating func add(_ phase: DispatchOutcome.Phase) {
    if let index = phases.firstIndex(where: { $0.name == phase.name }) {
      phases[index].seconds += phase.seconds
    } else {
      phases.append(phase)
    }
  }

  mutating func add(_ window: DispatchOutcome) {
    for phase in window.phases { add(phase) }
    var window = window
    window.schedule = nil
    outcomes.append(window)
  }

  /// An end without a schedule.
  func outcome(_ status: SolutionStatus, _ reason: StopReason?, _ note: String) -> DispatchOutcome {
    var outcome = DispatchOutcome(
      status: status, stopReason: reason, bound: -.infinity, certifiedBy: "nothing", size: largestModel, phases: phases)
    outcome.note = note
    return outcome
  }

  /// All windows are solved.
  func outcome(_ schedule: Schedule, of system: PowerSystem, _ options: SolveOptions) -> DispatchOutcome {
    let objective = costBreakdown(of: schedule, system: system).total
    if outcomes.count == 1, var only = outcomes.first {
      // One window is the whole case, and its bound the case's.
      (only.schedule, only.objective, only.phases) = (schedule, objective, phases)
      only.bound = min(only.bound, objective)
      return only
    }
    var outcome = DispatchOutcome(
      status: .feasible, schedule: schedule, objective: objective, bound: -.infinity,
      certifiedBy: "nothing: windows with commitment prove no bound", size: largestModel, phases: phases)
    if let bound = provenBound(by: schedule, of: system) {
      (outcome.bound, outcome.certifiedBy) = (min(bound, objective), "prices of the windows")
    }
    if outcome.bound.isFinite, options.accepts(objective: objective, bound: outcome.bound) {
      outcome.status = .optimal
    } else if let reason = outcomes.last?.stopReason, reason == .timeLimit || reason == .cancelled {
      (outcome.status, outcome.stopReason) = (.stoppedWithSolution, reason)
    }
    let missed = outcomes.count { $0.status != .optimal }
    if missed > 0 { outcome.note = "\(missed) of \(outcomes.count) windows ended above the gap asked for" }
    return outcome
  }

  private var largestModel: DispatchOutcome.ModelSize {
    outcomes.map(\.size).max { $0.rows < $1.rows } ?? .init(LinearModel())
  }
}
