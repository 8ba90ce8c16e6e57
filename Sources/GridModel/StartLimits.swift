/// How often a thermal unit may start. Starts are of on and off, so the limits hold with commitment only.
public struct StartLimits: Sendable, Equatable {
  /// Starts in one local day and in one calendar month; infinite when unlimited.
  public var perDay: Double
  public var perMonth: Double
  /// Starts before the first step in its local day and calendar month: taken off what they allow.
  public var inDay = 0.0
  public var inMonth = 0.0

  public init(perDay: Double = .infinity, perMonth: Double = .infinity) {
    self.perDay = perDay
    self.perMonth = perMonth
  }

  /// A run of steps with the starts that are left for it.
  public struct Left: Sendable, Equatable {
    public var steps: Range<Int>
    public var starts: Double
    /// Of a calendar month, and not of a local day.
    public var isOfMonth: Bool
  }

  /// What is left for every day and month that has a limit.
  public func left(in horizon: Horizon) -> [Left] {
    func runs(_ limit: Double, _ spent: Double, _ runs: [Range<Int>], isOfMonth: Bool) -> [Left] {
      guard limit < .infinity else { return [] }
      return runs.map { steps in
        let left = max(0, limit - (steps.lowerBound == 0 ? spent : 0)).rounded(.down)
        return Left(steps: steps, starts: left, isOfMonth: isOfMonth)
      }
    }
    return runs(perDay, inDay, horizon.days, isOfMonth: false)
      + runs(perMonth, inMonth, horizon.months, isOfMonth: true)
  }
}
