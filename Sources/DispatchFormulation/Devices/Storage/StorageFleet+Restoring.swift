import GridModel
import LinearOptimization

/// From nearly feasible levels to feasible ones.
extension StorageFleet {
  /// Follows the levels through those from which the end can still be reached, with the power that each change takes and
  /// within what the budgets leave.
  func restore(_ values: inout [Double], in model: LinearModel) {
    var left = StorageBudgetsLeft(budgets, system, model)
    for (level, rows) in zip(stored, levels) { restore(level, rows, &values, &left, model) }
    for (position, plant) in plants.enumerated() where !stored.contains(where: { $0.plants.contains(position) }) {
      for t in 0..<plant.discharge.count {
        let column = plant.discharge.first + t
        values[column] = max(
          model.columnLower[column], min(values[column], left.energy(position, t) / system.horizon.stepHours))
        left.take(values[column] * system.horizon.stepHours, position, t)
      }
    }
  }

  private func restore(
    _ level: StoredLevel, _ rows: Level, _ values: inout [Double], _ left: inout StorageBudgetsLeft,
    _ model: LinearModel
  ) {
    let horizon = system.horizon
    let (count, hours) = (rows.energy.count, horizon.stepHours)
    let retention = level.reservoir.retention(stepMinutes: horizon.stepMinutes)
    let inflow = level.reservoir.inflow.values(count: count)
    let members = level.plants.map { (position: $0, storage: system.storages[$0], columns: plants[$0]) }
    /// MWh by which the level rises at most, and falls at most, without budgets.
    func reach(_ t: Int) -> (rise: Double, fall: Double) {
      members.reduce((rise: inflow[t] * hours, fall: 0.0)) { sum, plant in
        let (charge, discharge) = (plant.columns.charge.first + t, plant.columns.discharge.first + t)
        let (stored, given) = (plant.storage.chargeEfficiency, 1 / plant.storage.dischargeEfficiency)
        return (
          sum.rise + (model.columnUpper[charge] * stored - model.columnLower[discharge] * given) * hours,
          sum.fall + (model.columnUpper[discharge] * given - model.columnLower[charge] * stored) * hours
        )
      }
    }
    var lower = Array(model.columnLower[rows.energy.indices])
    var upper = Array(model.columnUpper[rows.energy.indices])
    let last = values[rows.energy.first + count - 1]
    var energy = level.reservoir.initialEnergy ?? last
    if level.reservoir.initialEnergy == nil { (lower[count - 1], upper[count - 1]) = (last, last) }
    // What plants that share a level may still give, each within its own budget, is not known ahead.
    let single = level.plants.count == 1 ? level.plants[0] : nil
    for t in (1..<max(1, count)).reversed() where retention > 0 {
      let (rise, fall) = reach(t)
      lower[t - 1] = max(lower[t - 1], (lower[t] - rise) / retention)
      upper[t - 1] = min(upper[t - 1], (upper[t] + fall) / retention)
      for run in left.runs(of: single, at: t) where run.steps.lowerBound == t {
        upper[t - 1] = min(upper[t - 1], upper[run.steps.upperBound - 1] + run.inside)
      }
    }
    for t in 0..<count {
      let kept = retention * energy
      var ceiling = upper[t]
      for run in left.runs(of: single, at: t) {
        ceiling = min(ceiling, max(lower[t], upper[run.steps.upperBound - 1] + run.inside))
      }
      let wanted = min(max(values[rows.energy.first + t], lower[t]), ceiling)
      energy = kept + move(members, rows.spill, t, by: wanted - kept, inflow[t], &values, &left, model)
      values[rows.energy.first + t] = energy
    }
  }

  /// Sets powers and spill so that the level changes by so much, or as nearly as they can. MWh.
  private func move(
    _ members: [(position: Int, storage: Storage, columns: Plant)], _ spill: ColumnBlock?, _ t: Int,
    by wanted: Double, _ inflow: Double, _ values: inout [Double], _ left: inout StorageBudgetsLeft,
    _ model: LinearModel
  ) -> Double {
    let hours = system.horizon.stepHours
    var spilled = spill.map { min(values[$0.first + t], inflow) * hours } ?? 0
    var change = inflow * hours - spilled
    // One plant takes what its level needs; of several each begins with what it has.
    for plant in members {
      let (charge, discharge) = (plant.columns.charge.first + t, plant.columns.discharge.first + t)
      let net = members.count == 1 ? 0 : values[discharge] - values[charge]
      values[charge] = max(model.columnLower[charge], min(-net, model.columnUpper[charge]))
      values[discharge] = max(model.columnLower[discharge], min(net, left.energy(plant.position, t) / hours))
      change += values[charge] * plant.storage.chargeEfficiency * hours
      change -= values[discharge] * hours / plant.storage.dischargeEfficiency
    }
    if change < wanted {
      let kept = min(spilled, wanted - change)
      spilled -= kept
      change += kept
    }
    for isLast in [false, true] {
      for plant in members where abs(wanted - change) > 0 {
        let (charge, discharge) = (plant.columns.charge.first + t, plant.columns.discharge.first + t)
        let (stored, given) = (plant.storage.chargeEfficiency * hours, hours / plant.storage.dischargeEfficiency)
        let missing = wanted - change
        // First less of what a plant does, then more of the other.
        if missing > 0 {
          if !isLast {
            let less = min(values[discharge] - model.columnLower[discharge], missing / given)
            values[discharge] -= less
            change += less * given
          } else if values[discharge] <= 0, stored > 0 {
            let more = min(model.columnUpper[charge] - values[charge], missing / stored)
            values[charge] += more
            change += more * stored
          }
        } else {
          if !isLast {
            let less = stored > 0 ? min(values[charge] - model.columnLower[charge], -missing / stored) : 0
            values[charge] -= less
            change -= less * stored
          } else if values[charge] <= 0 {
            let most = min(model.columnUpper[discharge], left.energy(plant.position, t) / hours)
            let room = most - values[discharge]
            let more = max(0, min(room, -missing / given))
            values[discharge] += more
            change -= more * given
          }
        }
      }
    }
    if change > wanted {
      let more = min(inflow * hours - spilled, change - wanted)
      spilled += more
      change -= more
    }
    if let spill { values[spill.first + t] = min(max(0, spilled / hours), inflow) }
    for plant in members { left.take(values[plant.columns.discharge.first + t] * hours, plant.position, t) }
    return change
  }
}
