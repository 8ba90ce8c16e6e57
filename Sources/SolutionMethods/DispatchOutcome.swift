import LinearOptimization
import Schedules

/// What a solve came to: a schedule with a proven bound, or why there is none.
public struct DispatchOutcome: Sendable {
  public var status: SolutionStatus
  /// Set where the solve stopped early.
  public var stopReason: StopReason?
  public var schedule: Schedule?
  /// Cost of the schedule.
  public var objective: Double?
  /// No schedule is cheaper; −∞ if nothing is proven.
  public var bound: Double
  /// What proved the bound.
  public var certifiedBy: String
  public var size: ModelSize
  public var phases: [Phase]
  /// What else there is to say of how the solve ended, such as where.
  public var note: String?
  /// Why there is no schedule, where that was found.
  public var infeasibility: Infeasibility?

  /// `nil` without a schedule or a bound.
  public var gap: Double? {
    bound.isFinite ? objective.map { relativeGap(objective: $0, bound: bound) } : nil
  }

  /// Rows, columns and entries of the model that was built.
  public struct ModelSize: Sendable {
    public var rows: Int
    public var columns: Int
    public var nonzeros: Int
    public var integers: Int

    public init(_ model: LinearModel) {
      rows = model.rowCount
      columns = model.columnCount
      nonzeros = model.nonzeroCount
      integers = model.integerCount
    }
  }

  /// A part of the work and the seconds it took.
  public struct Phase: Sendable {
    public var name: String
    public var seconds: Double
  }
}
