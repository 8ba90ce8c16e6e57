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

  /// Runs of steps with the starts that are left for each.
  public func left(in horizon: Horizon) -> [(steps: Range<Int>, starts: Double)] {
    var left: [(steps: Range<Int>, starts: Double)] = []
    func add(_ limit: Double, _ spent: Double, _ runs: [Range<Int>]) {
      for run in runs { left.append((run, max(0, limit - (run.lowerBound == 0 ? spent : 0)).rounded(.down))) }
    }
    if perDay < .infinity { add(perDay, inDay, horizon.days) }
    if perMonth < .infinity { add(perMonth, inMonth, horizon.months) }
    return left
  }
}
