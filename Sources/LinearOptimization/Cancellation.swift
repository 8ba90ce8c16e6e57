import Synchronization

/// A flag by which any thread can stop a running solve; the solve keeps the best it has found.
public final class Cancellation: Sendable {
  private let flag = Atomic(false)

  public init() {}

  /// Stops every solve that was given this flag, now or later; there is no way back.
  public func cancel() { flag.store(true, ordering: .relaxed) }
  /// Whether `cancel` was called.
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }
}
