import GridModel

extension Horizon {
  /// What balances are drawn up by: calendar months, of a short run days; the first and last possibly cut.
  public var balancePeriods: [Range<Int>] {
    isShort ? days : runs { localTime($0).year * 12 + localTime($0).month }
  }

  /// Such as `2030-01`, or `2030-01-17`.
  public func periodName(_ steps: Range<Int>) -> String {
    String(timestamp(steps.lowerBound).prefix(isShort ? 10 : 7))
  }

  private var isShort: Bool { hours <= 24 * 45 }
}
