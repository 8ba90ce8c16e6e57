/// What a contract says of the calls on an interruptible load. A call is a run of steps in which the load may be
/// interrupted, in part or in full; without restrictions it may be in any step.
///
/// The rules are of on and off, so they hold where statuses are decided (with commitment), and are left out elsewhere.
public struct CallRules: Sendable, Equatable {
  /// Hours that a call lasts at least and at most.
  public var minimumHours = 0.0
  public var maximumHours = Double.infinity
  /// Hours between the end of a call and the next.
  public var restHours = 0.0
  /// Calls that begin in one local day, and in one calendar year; infinite when unlimited.
  public var perDay = Double.infinity
  public var perYear = Double.infinity
  /// Part of the capacity that a call interrupts at least: 1 for all or nothing.
  public var minimumPart = 0.0

  public init() {}

  /// Whether they ask for nothing.
  public var areUnrestricted: Bool { self == CallRules() }

  /// Steps that a call lasts at least and at most, and that lie between two, 1 at least.
  public func steps(in horizon: Horizon) -> (least: Int, most: Int, rest: Int) {
    // Any number far beyond a horizon stands for none.
    let most = min(1e9, (maximumHours / horizon.stepHours + 1e-9).rounded(.down))
    return (
      max(1, horizon.steps(coveringHours: minimumHours)), Int(most), max(1, horizon.steps(coveringHours: restHours))
    )
  }
}

/// What calls before the first step leave to those after it.
public struct CallHistory: Sendable, Equatable {
  /// Hours that a call has lasted, or negative: since the last one ended; `nil` where none is remembered.
  public var hours: Double?
  /// Calls begun in the local day and calendar year of the first step.
  public var inDay = 0.0
  public var inYear = 0.0

  public init() {}
}
