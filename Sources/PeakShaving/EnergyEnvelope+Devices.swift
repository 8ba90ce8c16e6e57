import GridModel

extension EnergyEnvelope {
  /// A store of its own; at rest it is full. A given start holds before the first step of the horizon.
  public init(_ storage: Storage, over horizon: Horizon) {
    let highest = storage.maximumEnergy ?? storage.energyCapacity
    // Without a level nothing says what it can give when.
    let full = highest.isFinite ? highest : storage.minimumEnergy
    var lower = HourlySeries.constant(storage.minimumEnergy)
    let least: Double? =
      switch storage.endLevel {
      case .cyclic: storage.cycleEnergy ?? storage.initialEnergy
      case .atLeast(let level): level
      case .free: nil
      }
    if let least, least > storage.minimumEnergy, horizon.count > 0 {
      var values = Array(repeating: storage.minimumEnergy, count: horizon.count)
      values[horizon.count - 1] = least
      lower = .series(values)
    }
    self.init(
      name: storage.name, kind: .storage, group: storage.technology.rawValue,
      dischargeLimit: .constant(storage.dischargeCapacity),
      chargeLimit: .constant(storage.chargeCapacity), lowerLevel: lower, upperLevel: .constant(full),
      restLevel: full, chargeEfficiency: storage.chargeEfficiency,
      dischargeEfficiency: storage.dischargeEfficiency,
      retention: storage.retention(stepMinutes: horizon.stepMinutes), startLevel: storage.initialEnergy)
    if startLevel != nil, storage.endLevel == .cyclic { endLevel = least }
  }

  /// A load that can be called off: a budget that every local day renews, within one of the calendar year.
  public init(_ load: InterruptibleLoad, over horizon: Horizon) {
    let days = horizon.days
    let longest = Double(days.map(\.count).max() ?? 0) * horizon.stepHours
    let daily = load.capacity * min(load.hoursPerDay, longest)
    let yearly = load.capacity * load.hoursPerYear
    self.init(
      name: load.name, kind: .interruptible, dischargeLimit: .constant(load.capacity), chargeLimit: .constant(0),
      upperLevel: .constant(daily), restLevel: daily, resets: days.map(\.lowerBound),
      budgets: horizon.years.filter { year in
        days.reduce(0) { $0 + (year.contains($1.lowerBound) ? daily : 0) } > yearly
      }.map { Budget(steps: $0, energy: yearly) }, calls: load.calls)
  }

  /// A load that can be moved: its level is what has been raised less what has been lowered in the window, from
  /// `restLevel` and back to it.
  public init(_ load: ShiftableLoad, over horizon: Horizon) {
    let windows = load.windows(of: horizon)
    let down = load.downCapacity * horizon.stepHours
    let up = load.upCapacity * horizon.stepHours
    let longest = windows.map(\.count).max() ?? 0
    var lowered = 0.0
    var raised = 0.0
    for steps in 0...longest {
      lowered = max(lowered, min(Double(steps) * down, Double(longest - steps) * up))
      raised = max(raised, min(Double(steps) * up, Double(longest - steps) * down))
    }
    var lower = Array(repeating: 0.0, count: horizon.count)
    var upper = Array(repeating: lowered + raised, count: horizon.count)
    for window in windows {
      lower[window.upperBound - 1] = lowered
      upper[window.upperBound - 1] = lowered
    }
    self.init(
      name: load.name, kind: .shiftable, dischargeLimit: .constant(load.downCapacity),
      chargeLimit: .constant(load.upCapacity), lowerLevel: .series(lower), upperLevel: .series(upper),
      restLevel: lowered, resets: windows.map(\.lowerBound))
  }
}

extension Array where Element == EnergyEnvelope {
  /// One envelope for all of a kind that are multiples of each other.
  ///
  /// Exact: the sum of multiples of one convex set is a multiple of it, and each member takes its share.
  public var merged: [EnergyEnvelope] {
    var result: [EnergyEnvelope] = []
    for envelope in self where !envelope.isNothing {
      if let k = result.firstIndex(where: { $0.factor(to: envelope) != nil }),
        let factor = result[k].factor(to: envelope)
      {
        let total = 1 + factor
        let members =
          result[k].members.map { EnergyEnvelope.Member(name: $0.name, share: $0.share / total) }
          + envelope.members.map { EnergyEnvelope.Member(name: $0.name, share: $0.share * factor / total) }
        result[k] = result[k].scaled(by: total)
        result[k].members = members
      } else {
        result.append(envelope)
      }
    }
    return result
  }
}

extension EnergyEnvelope {
  /// Whether it can give nothing at any time.
  public var isNothing: Bool {
    nominalPower <= 0 || (upperLevel.range?.upperBound ?? 0) <= (lowerLevel.range?.lowerBound ?? 0)
  }

  /// Most that it takes off the load in any step, MW.
  public var nominalPower: Double {
    guard case .series(let drawn) = drawn else { return dischargeLimit.range?.upperBound ?? 0 }
    return zip(drawn, dischargeLimit.values(count: drawn.count)).reduce(0) { max($0, $1.0 + $1.1) }
  }

  /// Widest range of its level, MWh.
  public var nominalEnergy: Double {
    guard case .series(let upper) = upperLevel else {
      return (upperLevel.range?.upperBound ?? 0) - (lowerLevel.range?.lowerBound ?? 0)
    }
    return zip(upper, lowerLevel.values(count: upper.count)).reduce(0) { max($0, $1.0 - $1.1) }
  }

  /// By what to multiply this one to get the other, if that is all there is between them.
  func factor(to other: EnergyEnvelope) -> Double? {
    guard kind == other.kind, group == other.group, calls == other.calls, nominalPower > 0,
      chargeEfficiency == other.chargeEfficiency,
      dischargeEfficiency == other.dischargeEfficiency, retention == other.retention, resets == other.resets,
      budgets.map(\.steps) == other.budgets.map(\.steps)
    else { return nil }
    let factor = other.nominalPower / nominalPower
    func agree(_ mine: Double, _ others: Double) -> Bool {
      abs(mine * factor - others) <= 1e-13 * max(abs(others), abs(mine * factor))
    }
    func agree(_ mine: HourlySeries, _ others: HourlySeries) -> Bool {
      switch (mine, others) {
      case (.constant(let a), .constant(let b)): agree(a, b)
      case (.series(let a), .series(let b)): a.count == b.count && a.indices.allSatisfy { agree(a[$0], b[$0]) }
      default: false
      }
    }
    guard agree(dischargeLimit, other.dischargeLimit), agree(chargeLimit, other.chargeLimit),
      agree(lowerLevel, other.lowerLevel), agree(upperLevel, other.upperLevel), agree(restLevel, other.restLevel),
      agree(drawn, other.drawn),
      zip(budgets, other.budgets).allSatisfy({ agree($0.energy, $1.energy) })
    else { return nil }
    func agree(_ mine: Double?, _ others: Double?) -> Bool {
      switch (mine, others) {
      case (nil, nil): true
      case (let mine?, let others?): agree(mine, others)
      default: false
      }
    }
    return agree(startLevel, other.startLevel) && agree(endLevel, other.endLevel) ? factor : nil
  }
}
