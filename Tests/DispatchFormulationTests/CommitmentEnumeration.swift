import GridModel

/// The least cost of a system with commitment, by trying every pattern of statuses that the rules allow.
struct CommitmentEnumeration {
  let system: PowerSystem
  private let hours: Double

  init(_ system: PowerSystem) {
    self.system = system
    hours = Double(system.horizon.stepMinutes) / 60
  }

  struct Best {
    var cost: Double
    var statuses: [[Bool]]
  }

  /// Every combination of patterns, cheapest starts first; `nil` if none can be dispatched.
  func best() -> Best? {
    var combinations: [(statuses: [[Bool]], startCost: Double)] = [([], 0)]
    for unit in system.thermalUnits {
      let patterns = allowedPatterns(of: unit).map { ($0, startCost(of: unit, $0)) }
      combinations = combinations.flatMap { combination in
        patterns.map { (combination.statuses + [$0.0], combination.startCost + $0.1) }
      }
    }
    var best: Best?
    for (statuses, startCost) in combinations.sorted(by: { $0.startCost < $1.startCost }) {
      let limit = (best?.cost ?? .infinity) - startCost
      guard let cost = DenseDispatch(system, statuses: statuses).exclusiveMinimum(below: limit) else { continue }
      best = Best(cost: cost + startCost, statuses: statuses)
    }
    return best
  }

  /// How many combinations `best` would try.
  var combinationCount: Int { system.thermalUnits.reduce(1) { $0 * allowedPatterns(of: $1).count } }

  func allowedPatterns(of unit: ThermalUnit) -> [[Bool]] {
    let steps = system.horizon.count
    return (0..<1 << steps).map { bits in (0..<steps).map { bits >> $0 & 1 == 1 } }.filter { isAllowed(unit, $0) }
  }

  private func isAllowed(_ unit: ThermalUnit, _ isOn: [Bool]) -> Bool {
    let mustRun = unit.mustRun.values(count: isOn.count)
    let available = unit.availability.values(count: isOn.count).map { $0 * unit.capacity }
    for t in isOn.indices {
      let canRun = available[t] > 0 && available[t] >= unit.minimumOutput
      // A unit without a minimum output serves what is left of its minimum time on, or its last step above the shut-down
      // ramp, at 0 MW.
      let hoursOn = (unit.initialState?.hours ?? .infinity) + Double(t) * hours
      let isTooHigh = t == 0 && (unit.initialState?.output ?? 0) > unit.shutDownRamp
      let isHeldOn = unit.initialState?.isOn == true && (isTooHigh || hoursOn < unit.minimumUpHours - 1e-9)
      if isOn[t] && !canRun && !(isHeldOn && available[t] >= unit.minimumOutput) { return false }
      // What is left of the minimum time off goes before being set on.
      let hoursOff = (unit.initialState.map { -$0.hours } ?? .infinity) + Double(t) * hours
      let isHeldOff = unit.initialState?.isOn == false && hoursOff < unit.minimumDownHours - 1e-9
      if !isOn[t] && canRun && mustRun[t] == 1 && !isHeldOff { return false }
    }
    // Hours in the present state, unknown before a free initial state.
    var lasted: Double? = unit.initialState.map { abs($0.hours) }
    var state = unit.initialState?.isOn ?? isOn[0]
    for now in isOn {
      if now != state {
        let least = state ? unit.minimumUpHours : unit.minimumDownHours
        if let lasted, lasted < least - 1e-9 { return false }
        lasted = 0
        state = now
      }
      lasted = lasted.map { $0 + hours }
    }
    return true
  }

  func startCost(of unit: ThermalUnit, _ isOn: [Bool]) -> Double {
    var total = 0.0
    var state = unit.initialState?.isOn ?? isOn[0]
    var hoursOff = unit.initialState.map { max(0, -$0.hours) } ?? 0
    for now in isOn {
      if now && !state {
        for candidate in unit.startClasses.reversed() where candidate.offlineHours <= hoursOff + 1e-9 {
          total += candidate.cost
          break
        }
      }
      hoursOff = now ? 0 : hoursOff + hours
      state = now
    }
    return total
  }
}
