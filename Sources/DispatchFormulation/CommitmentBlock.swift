import LinearOptimization

/// What a solution method must know of something that is switched on and off: its status columns and the rules that a
/// pattern of statuses obeys. Starts, stops and start classes follow from the statuses in the LP that is left.
public struct CommitmentBlock: Sendable {
  public let name: String
  /// One status column per step, 0 or 1.
  public let status: ColumnBlock
  /// Steps that it stays on once started, and off once stopped.
  public let minimumUpSteps: Int
  public let minimumDownSteps: Int
  /// Status before the first step, if known.
  public let initiallyOn: Bool?
  /// Steps in which the status is given: 1, 0, or free (`nil`), with what the initial state still demands.
  public let given: [Bool?]
}
