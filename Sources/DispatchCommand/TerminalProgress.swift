import Foundation
import Reporting
import SolutionMethods
import Synchronization

/// One line on the terminal that says where a run of over a second stands; in a pipe there is none.
///
/// It is drawn a few times a second by a thread of its own, so that the seconds move whatever the work is doing, and is
/// erased when the work is done.
final class TerminalProgress: Sendable {
  private struct Work {
    var phase = ""
    /// Where a solve stood last, and when it said so.
    var solve: (progress: SolveProgress, time: ContinuousClock.Instant)?
    var convergence = GapConvergence()
    var goal: (gap: Double, timeLimit: Double?)?
  }

  /// Columns of the line that is on the terminal; nil when there will be none any more.
  private static let drawn = Mutex<Int?>(0)
  private let began = ContinuousClock.now
  private let work = Mutex(Work())

  /// Nil where standard error is no terminal.
  init?() {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    Thread.detachNewThread { [weak self] in
      while let progress = self {
        progress.draw()
        usleep(100_000)
      }
    }
  }

  deinit { clear() }

  /// What a solve is to reach, so that the time left can be told.
  func expect(gap: Double, timeLimit: Double?) { work.withLock { $0.goal = (gap, timeLimit) } }

  func show(phase: String) { work.withLock { work in (work.phase, work.solve) = (phase, nil) } }

  func show(_ progress: SolveProgress) {
    work.withLock { work in
      (work.phase, work.solve) = (progress.phase, (progress, .now))
      if let gap = progress.gap { work.convergence.record(gap: gap, at: progress.elapsed) }
    }
  }

  /// Erases the line until there is something to show again.
  func clear() {
    work.withLock { $0.phase = "" }
    Self.withoutLine {}
  }

  /// Erases the line and lets others write.
  static func withoutLine<R>(_ body: () -> R) -> R {
    drawn.withLock { drawn in
      erase(&drawn)
      return body()
    }
  }

  /// Erases the line for good.
  static func finish() {
    drawn.withLock { drawn in
      erase(&drawn)
      drawn = nil
    }
  }

  private static func erase(_ drawn: inout Int?) {
    guard let columns = drawn, columns > 0 else { return }
    write(eraseLine(of: columns))
    drawn = 0
  }

  private func draw() {
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    guard seconds >= 1 else { return }
    Self.drawn.withLock { drawn in
      let work = work.withLock { $0 }
      guard let columns = drawn, !work.phase.isEmpty else { return }
      let line = Self.line(parts(work, seconds), columns: Self.columns)
      Self.write(Self.eraseLine(of: columns) + line)
      drawn = displayWidth(line)
    }
  }

  /// What there is to say, the most important first.
  private func parts(_ work: Work, _ seconds: Double) -> [String] {
    let phase = Interruption.isCancelled ? "stopping (Ctrl-C again ends at once)" : work.phase
    guard let (progress, time) = work.solve else { return [phase, clock(seconds)] }
    let elapsed = progress.elapsed + (ContinuousClock.now - time) / .seconds(1)
    return [
      phase, progress.gap.map { String(format: "gap %.3f %%", 100 * $0) }, clock(seconds),
      Self.remaining(progress, work, elapsed), progress.incumbent.map { "cost \(short($0))" },
      progress.bound.map { "bound \(short($0))" },
    ].compactMap { $0 }
  }

  /// What is left, where it can be said.
  private static func remaining(_ progress: SolveProgress, _ work: Work, _ elapsed: Double) -> String? {
    guard let goal = work.goal else { return nil }
    let left =
      progress.done.flatMap { $0 > 0 ? elapsed * (1 - $0) / $0 : nil }
      ?? work.convergence.secondsLeft(to: goal.gap, at: elapsed)
    let limit = goal.timeLimit.map { max(0, $0 - elapsed) }
    if let left, left < limit ?? .infinity { return "about \(clock(left)) left" }
    return limit.map { "at most \(clock($0)) left" }
  }

  /// As many parts as fit, the first ones before the others.
  static func line(_ parts: [String], columns: Int) -> String {
    var line = fitting(parts[0], columns: columns)
    for part in parts.dropFirst() {
      guard displayWidth(line) + 2 + displayWidth(part) <= columns else { break }
      line += "  " + part
    }
    return line
  }

  /// What fits in a line: one that wraps could not be erased.
  private static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 79 }
    return Int(size.ws_col) - 1
  }

  /// A terminal that became narrower has wrapped the line: its other rows are above.
  private static func eraseLine(of drawn: Int) -> String {
    let rows = max(0, drawn - 1) / (columns + 1)
    return (rows > 0 ? "\u{1B}[\(rows)A" : "") + "\r\u{1B}[J"
  }

  private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

private func short(_ value: Double) -> String { String(format: "%.6g", value) }

/// Such as `12 s`, `3 min 20 s` or `2 h 05 min`.
private func clock(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  return switch whole {
  case ..<60: "\(whole) s"
  case ..<3600: String(format: "%d min %02d s", whole / 60, whole % 60)
  default: String(format: "%d h %02d min", whole / 3600, whole % 3600 / 60)
  }
}
