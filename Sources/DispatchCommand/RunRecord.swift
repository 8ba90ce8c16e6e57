import Foundation
import GridDispatch
import GridModel
import Reporting
import SolutionMethods
import Synchronization

/// What a run notes about itself for its summary.
struct RunRecord {
  var phases: [Phase] = []
  let convergence = Convergence()

  /// Runs a part of the work and notes how long it took.
  mutating func phase<R>(_ name: String, _ work: () throws -> R) rethrows -> R {
    let start = ContinuousClock.now
    defer { phases.append(Phase(name: name, seconds: (ContinuousClock.now - start) / .seconds(1))) }
    return try work()
  }

  /// The summary of an outcome, with the audit and the indicators of its schedule.
  mutating func summary(of outcome: DispatchOutcome, system: PowerSystem, options: [String: String]) -> RunSummary {
    var summary = RunSummary(outcome, of: system, options: options)
    summary.phases = phases
    summary.peakMemory = Self.peakMemoryMegabytes
    summary.progress = convergence.points(endingIn: outcome)
    summary.command = ["griddispatch"] + CommandLine.arguments.dropFirst()
    if let schedule = outcome.schedule {
      phase("audit") { _ = summary.evaluate(schedule.asWritten, of: system) }
      summary.phases = phases
    }
    return summary
  }

  /// The largest resident memory of the process so far.
  static var peakMemoryMegabytes: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}

/// Cost and bound as they come together while a solve runs on its thread.
final class Convergence: Sendable {
  private let points = Mutex<[ProgressPoint]>([])
  /// Enough for a chart; beyond it every other point goes.
  private static let most = 400

  func note(_ progress: SolveProgress) {
    points.withLock { points in
      let bound = progress.bound.flatMap { $0.isFinite ? $0 : nil }
      guard progress.incumbent != points.last?.cost || bound != points.last?.bound else { return }
      points.append(ProgressPoint(seconds: progress.elapsed, cost: progress.incumbent, bound: bound))
      if points.count > Self.most { points = points.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element) }
    }
  }

  /// What was noted, and last what it came to.
  func points(endingIn outcome: DispatchOutcome) -> [ProgressPoint] {
    let end = ProgressPoint(
      seconds: outcome.phases.reduce(0) { $0 + $1.seconds }, cost: outcome.objective,
      bound: outcome.bound.isFinite ? outcome.bound : nil)
    return points.withLock { $0.filter { $0.seconds < end.seconds } + [end] }
  }
}
