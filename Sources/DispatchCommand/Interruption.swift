import Foundation
import LinearOptimization

/// Ctrl-C and a polite kill: the first ends the solve with what it has, the second the process.
enum Interruption {
  private static let cancellation = Cancellation()
  private static let signals = [SIGINT, SIGTERM]

  /// From here on the first SIGINT or SIGTERM cancels.
  static func watch() -> Cancellation {
    // Made before a signal can come: a handler may only store into it.
    let cancellation = cancellation
    for number in signals {
      signal(number) { number in
        Interruption.cancellation.cancel()
        signal(number, SIG_DFL)
      }
    }
    return cancellation
  }

  /// Whether a signal came.
  static var isCancelled: Bool { cancellation.isCancelled }

  /// Does a short piece of work that must not end half way.
  static func withheld<R>(_ work: () throws -> R) rethrows -> R {
    let handlers = signals.map { signal($0, SIG_IGN) }
    defer { for (number, handler) in zip(signals, handlers) { signal(number, handler) } }
    return try work()
  }
}
