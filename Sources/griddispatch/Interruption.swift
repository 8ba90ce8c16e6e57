import Foundation
import LinearOptimization

/// Ctrl-C and a polite kill: the first ends the solve with what it has, the second the process.
enum Interruption {
  private static let cancellation = Cancellation()

  /// From here on the first SIGINT or SIGTERM cancels.
  static func watch() -> Cancellation {
    // Made before a signal can come: a handler may only store into it.
    let cancellation = cancellation
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.cancellation.cancel()
        signal(number, SIG_DFL)
      }
    }
    return cancellation
  }
}
