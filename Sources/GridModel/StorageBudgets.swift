/// What a store may give in a local day, a week from Monday, and a calendar year; infinite when unlimited.
public struct StorageBudgets: Sendable, Equatable {
  /// Equivalent full cycles: energy taken out over the energy capacity.
  public var cyclesPerDay = Double.infinity
  public var cyclesPerYear = Double.infinity
  /// MWh given to the grid.
  public var energyPerWeek = Double.infinity

  public init() {}
}

/// MWh that a store gave to the grid in the periods of the first step, before it.
public struct StorageHistory: Sendable, Equatable {
  public var inDay = 0.0
  public var inWeek = 0.0
  public var inYear = 0.0
  /// What it did last; `nil` where that does not matter.
  public var last: LastUse?

  /// The last step in which a store charged or discharged, before the first.
  public struct LastUse: Sendable, Equatable {
    public var isCharging: Bool
    /// 0 for the step just before the first.
    public var hoursAgo: Double

    public init(isCharging: Bool, hoursAgo: Double) {
      self.isCharging = isCharging
      self.hoursAgo = hoursAgo
    }
  }

  public init() {}
}

/// The periods that a store has a budget of energy for.
public enum StoragePeriod: Sendable, CaseIterable {
  case day, week, year

  /// The local days, weeks or years of a horizon, the first and last possibly cut.
  public func runs(of horizon: Horizon) -> [Range<Int>] {
    switch self {
    case .day: horizon.days
    case .week: horizon.weeks
    case .year: horizon.years
    }
  }
}

extension Storage {
  /// MWh that it may give to the grid in a period; infinite when unlimited.
  public func budget(of period: StoragePeriod) -> Double {
    switch period {
    case .day: budgets.cyclesPerDay * energyCapacity * dischargeEfficiency
    case .week: budgets.energyPerWeek
    case .year: budgets.cyclesPerYear * energyCapacity * dischargeEfficiency
    }
  }

  /// MWh of the budget of the first step's period that were given before it.
  public func spent(in period: StoragePeriod) -> Double {
    switch period {
    case .day: given.inDay
    case .week: given.inWeek
    case .year: given.inYear
    }
  }
}
