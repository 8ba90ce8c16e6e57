import Foundation
import SolutionMethods
import Synchronization

/// One line on the terminal that says where the solve stands; in a pipe there is none.
final class TerminalProgress: Sendable {
  private let lastShown = Mutex(-1.0)

  /// Nil where standard error is no terminal.
  init?() {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
  }

  func show(phase: String) { write("\r\u{1B}[K\(phase.prefix(Self.width))") }

  /// What fits in a line: one that wraps could not be cleared.
  private static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 79 }
    return Int(size.ws_col) - 1
  }

  func show(_ progress: SolveProgress) {
    let isDue = lastShown.withLock { last in
      guard progress.elapsed - last >= 0.1 else { return false }
      last = progress.elapsed
      return true
    }
    guard isDue else { return }
    var parts = [progress.phase]
    if let incumbent = progress.incumbent { parts.append("cost \(short(incumbent))") }
    if let bound = progress.bound { parts.append("bound \(short(bound))") }
    if let gap = progress.gap { parts.append(String(format: "gap %.3f %%", 100 * gap)) }
    parts.append(String(format: "%.1f s", progress.elapsed))
    show(phase: parts.joined(separator: "  "))
  }

  func clear() { write("\r\u{1B}[K") }

  private func short(_ value: Double) -> String { String(format: "%.6g", value) }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
