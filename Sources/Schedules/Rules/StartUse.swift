import GridModel

/// Starts of each unit with a limit of starts a month; none without commitment.
func startUses(of schedule: AlignedSchedule, prices: SeriesTable?) -> [RuleUse] {
  guard schedule.thermalStatus != nil else { return [] }
  let horizon = schedule.system.horizon
  return schedule.system.thermalUnits.enumerated().flatMap { index, unit in
    let own = prices?.values(of: unit.name)
    return unit.startLimits.left(in: horizon).filter(\.isOfMonth).map { left in
      let starts = Double(startCount(of: index, unit, in: left.steps, schedule))
      // Windows of one month may have prices of their own.
      let saving = own.map { $0[left.steps].reduce(0, max) }
      return RuleUse(
        rule: unit.name, kind: RuleUse.startsPerMonth, start: horizon.timestamp(left.steps.lowerBound),
        limit: left.starts, used: starts, missed: max(0, starts - left.starts), unit: "starts", saving: saving)
    }
  }
}

/// Starts of a unit in a run of steps; one of unknown state counts as on before the first step.
func startCount(of index: Int, _ unit: ThermalUnit, in steps: Range<Int>, _ schedule: AlignedSchedule) -> Int {
  let first = index * schedule.count
  return steps.count { t in
    let wasOn = t > 0 ? schedule.isOn(first + t - 1) : unit.initialState?.isOn ?? true
    return schedule.isOn(first + t) && !wasOn
  }
}
