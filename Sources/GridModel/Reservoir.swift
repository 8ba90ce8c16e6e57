/// What holds energy: a store of one plant, or water that several plants share. In MWh, counted inside.
public struct Reservoir: Sendable, Equatable {
  public var name: String
  public var energyCapacity: Double
  public var minimumEnergy: Double
  /// Narrower limits of the level by step.
  public var window = LevelWindow()
  /// Part of the level lost per hour.
  public var selfDischargePerHour: Double
  /// MWh before the first step; `nil` (only with a cyclic end) leaves it to the optimum.
  public var initialEnergy: Double?
  /// MWh to which a cyclic end returns where the first step is not where the cycle began; `nil`: to `initialEnergy`.
  public var cycleEnergy: Double?
  public var endLevel: Storage.EndLevel
  /// MW that flow in by nature; what is not wanted is spilled.
  public var inflow: HourlySeries

  public init(
    name: String, energyCapacity: Double, minimumEnergy: Double = 0, selfDischargePerHour: Double = 0,
    initialEnergy: Double? = nil, cycleEnergy: Double? = nil, endLevel: Storage.EndLevel = .cyclic,
    inflow: HourlySeries = .constant(0)
  ) {
    self.name = name
    self.energyCapacity = energyCapacity
    self.minimumEnergy = minimumEnergy
    self.selfDischargePerHour = selfDischargePerHour
    self.initialEnergy = initialEnergy
    self.cycleEnergy = cycleEnergy
    self.endLevel = endLevel
    self.inflow = inflow
  }

  /// Part of the level that is left after one step: `(1 − selfDischargePerHour)^stepHours`.
  public func retention(stepMinutes: Int) -> Double {
    // Whole hours and quarters of them only, so repeated square roots replace a power function.
    let hourly = 1 - selfDischargePerHour
    switch stepMinutes {
    case 15: return hourly.squareRoot().squareRoot()
    case 30: return hourly.squareRoot()
    default:
      var retained = 1.0
      for _ in 0..<stepMinutes / 60 { retained *= hourly }
      return retained
    }
  }

  /// Whether anything flows in in any step.
  public var hasInflow: Bool { (inflow.range?.upperBound ?? 0) > 0 }

  /// MWh between which the level lies at the end of each step, before what its end is asked for.
  public func band(count: Int) -> (lowest: [Double], highest: [Double]) {
    (
      window.lowest.values(count: count).map { max(minimumEnergy, $0) },
      window.highest.values(count: count).map { min(energyCapacity, $0) }
    )
  }

  func restricted(to steps: Range<Int>) -> Reservoir {
    var part = self
    part.window = window.restricted(to: steps)
    part.inflow = inflow.restricted(to: steps)
    return part
  }
}

/// Limits of a level at the end of each step, where they are narrower than the store: a rule curve, room kept free for
/// floods, vehicles that have to be full in the morning. Reserve may call on what lies outside.
public struct LevelWindow: Sendable, Equatable {
  /// MWh at least.
  public var lowest: HourlySeries
  /// MWh at most; infinite where the capacity alone is the limit.
  public var highest: HourlySeries

  public init(lowest: HourlySeries = .constant(0), highest: HourlySeries = .constant(.infinity)) {
    self.lowest = lowest
    self.highest = highest
  }

  /// The same for a part of the store.
  public func scaled(by factor: Double) -> LevelWindow {
    LevelWindow(
      lowest: lowest.scaled(by: factor),
      highest: highest == .constant(.infinity) ? highest : highest.scaled(by: factor))
  }

  func restricted(to steps: Range<Int>) -> LevelWindow {
    LevelWindow(lowest: lowest.restricted(to: steps), highest: highest.restricted(to: steps))
  }
}

/// A reservoir with the plants that draw on it, by position among the storages.
public struct StoredLevel: Sendable, Equatable {
  public var reservoir: Reservoir
  public var plants: [Int]
}

extension Storage {
  /// The plant's own store.
  public var ownLevel: Reservoir {
    var level = Reservoir(
      name: name, energyCapacity: maximumEnergy ?? energyCapacity, minimumEnergy: minimumEnergy,
      selfDischargePerHour: selfDischargePerHour, initialEnergy: initialEnergy, cycleEnergy: cycleEnergy,
      endLevel: endLevel, inflow: inflow)
    level.window = window
    return level
  }
}

extension PowerSystem {
  /// All levels: the storages' own in their order, then the shared reservoirs. Plants of unlimited energy have none.
  public var levels: [StoredLevel] {
    let own = storages.enumerated().compactMap { position, storage in
      storage.reservoir == nil && storage.energyCapacity < .infinity
        ? StoredLevel(reservoir: storage.ownLevel, plants: [position]) : nil
    }
    return own
      + reservoirs.map { reservoir in
        StoredLevel(
          reservoir: reservoir, plants: storages.indices.filter { storages[$0].reservoir == reservoir.name })
      }
  }
}
