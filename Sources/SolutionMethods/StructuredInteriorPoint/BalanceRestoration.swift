import DispatchFormulation
import LinearOptimization

/// The way from a nearly feasible point to a feasible one: devices restore their own limits over time, then each step's
/// balances are closed and improved by moving power between supplies over lines with room, within ramps; reserve is what
/// that leaves.
///
/// Moves are priced at cost less what the multipliers of a supply's other rows say (its ramps, its headroom); a supply
/// with such rows moves only for a gain that is no rounding of them, and stays where the point had it otherwise.
struct BalanceRestoration {
  private let program: DispatchProgram
  private let steps: Int
  private let busCount: Int
  /// Limits of the columns.
  private let lower: [Double]
  private let upper: [Double]
  /// MW.
  private static let dust = 1e-5

  init(_ program: DispatchProgram) {
    self.program = program
    steps = program.system.horizon.count
    busCount = program.system.buses.count
    lower = program.model.columnLower
    upper = program.model.columnUpper
  }

  /// - Parameters:
  ///   - values: the point, one value per column; feasible on return except where a step cannot be balanced at all.
  ///   - rowDuals: multipliers of all rows.
  func restore(_ values: inout [Double], rowDuals: [Double]) {
    let point = values
    var duals = rowDuals
    var best: (values: [Double], cost: Double)?
    for firmness in Self.firmness {
      values = point
      close(&values, rowDuals: duals)
      let cost = program.model.objective(of: values)
      if cost < best?.cost ?? .infinity { best = (values, cost) }
      // Moves leave rules over many steps a little to one side: the other costs less than what is missed.
      let missed = program.spanSlacks.filter { slack in
        guard let first = slack.columns.first, abs(rowDuals[slack.row]) < 0.9 * program.model.cost[first] else {
          return false
        }
        return slack.columns.contains { values[$0] > 0 }
      }
      if missed.isEmpty { break }
      for slack in missed { duals[slack.row] = rowDuals[slack.row] * firmness }
    }
    if let best { values = best.values }
  }

  /// What is tried in turn where a rule over many steps is missed: its multiplier times so much.
  private static let firmness = [1.02, 1.1, 1.5, 1]

  /// Closes every step's balances at given multipliers.
  private func close(_ values: inout [Double], rowDuals: [Double]) {
    settle(&values)
    if program.system.buses.contains(where: { $0.carrier != .electricity }) { balanceOtherCarriers(&values, rowDuals) }
    let isElectric = program.system.buses.map { $0.carrier == .electricity }
    let moving = adjusted(cost: rowDuals, balanced: isElectric)
    var imbalance = imbalances(values)
    let tubes = program.adjustable.map { $0.hasRamps || $0.heat != nil ? rampTube($0, values) : nil }
    var items: [StepBalancer.Item] = []
    var balancer = StepBalancer(busCount: busCount, lines: program.flows, limits: program.flowLimits, program.model)
    let electric = program.adjustable.indices.filter { isElectric[program.adjustable[$0].bus] }
    // By position: a copy of a supply costs more than what is asked of it.
    program.adjustable.withUnsafeBufferPointer { supplies in
      for t in 0..<steps {
        items.removeAll(keepingCapacity: true)
        for k in electric {
          add(supplies[k], tubes[k], t, &values, moving.cost, isTied: moving.isTied[k], &items, &imbalance[t])
        }
        balancer.balance(&values, items, &imbalance[t], step: t)
      }
    }
    ReserveRestoration(program).restore(&values)
    orderSegments(&values)
    program.conclude(&values)
    program.bookMissed(&values)
  }

  /// Fills cheaper segments first, which wrong multipliers may have kept from it: a schedule has outputs and no segments.
  private func orderSegments(_ values: inout [Double]) {
    for supply in program.adjustable where supply.segments.count > 1 {
      for t in 0..<steps {
        let isOrdered = zip(supply.segments, supply.segments.dropFirst()).allSatisfy { cheaper, dearer in
          values[dearer.first + t] <= lower[dearer.first + t] || values[cheaper.first + t] >= upper[cheaper.first + t]
        }
        guard !isOrdered else { continue }
        var unused = 0.0
        refill(supply, t, within: -.infinity, .infinity, &values, &unused)
      }
    }
  }

  /// Brings all columns within their limits and every device within its own over time.
  ///
  /// An interior point stops just short of limits: what is that near is on them, and files show no dust.
  func settle(_ values: inout [Double]) {
    for column in values.indices {
      if values[column] < lower[column] + Self.dust {
        values[column] = lower[column]
      } else if values[column] > upper[column] - Self.dust {
        values[column] = upper[column]
      }
    }
    program.restore(&values)
    program.bookMissed(&values)
  }

  /// Balances heat and hydrogen first, with what converts electricity into them: that its balance can still follow.
  ///
  /// Output of units that give heat is led through its ramps before, and heat is moved under it; with back pressure,
  /// output follows the heat.
  private func balanceOtherCarriers(_ values: inout [Double], _ rowDuals: [Double]) {
    let isOther = program.system.buses.map { $0.carrier != .electricity }
    let moving = adjusted(cost: rowDuals, balanced: isOther)
    var imbalance = imbalances(values)
    let tubes = program.adjustable.map { supply in
      supply.heat == nil && !(isOther[supply.bus] && supply.hasRamps) ? nil : rampTube(supply)
    }
    var items: [StepBalancer.Item] = []
    var balancer = StepBalancer(busCount: busCount, lines: program.flows, limits: program.flowLimits, program.model)
    for t in 0..<steps {
      items.removeAll(keepingCapacity: true)
      for bus in isOther.indices where !isOther[bus] { imbalance[t][bus] = 0 }
      for (k, supply) in program.adjustable.enumerated() {
        if isOther[supply.bus] {
          add(supply, tubes[k], t, &values, moving.cost, isTied: moving.isTied[k], &items, &imbalance[t])
        } else if let heat = supply.heat {
          items.append(heatItem(heat, of: supply, tubes[k], t, &values, moving.cost, &imbalance[t][heat.bus]))
        }
      }
      balancer.balance(&values, items, &imbalance[t], step: t)
      for supply in program.adjustable {
        guard let heat = supply.heat, heat.isExact else { continue }
        let output = heat.outputPerHeat * values[heat.columns.first + t] - (supply.fixed?[t] ?? 0)
        var unused = 0.0
        refill(supply, t, within: output, output, &values, &unused)
      }
    }
  }

  /// What heat may come to beside an output that is first brought within its ramps.
  private func heatItem(
    _ heat: HeatTie, of supply: AdjustableSupply, _ tube: (low: [Double], high: [Double])?, _ t: Int,
    _ values: inout [Double], _ cost: [Double], _ imbalance: inout Double
  ) -> StepBalancer.Item {
    let limits = reach(supply, tube, t, values)
    var unused = 0.0
    let fixed = supply.fixed?[t] ?? 0
    refill(supply, t, within: limits.low - fixed, max(limits.low, limits.high) - fixed, &values, &unused)
    let output = supply.output(values, t)
    let column = heat.columns.first + t
    let most = min(upper[column], (heat.isExact ? limits.high : output) / heat.outputPerHeat)
    let least = heat.isExact ? min(most, limits.low / heat.outputPerHeat) : 0
    let value = min(max(values[column], least), most)
    imbalance -= value - values[column]
    values[column] = value
    let margin = 1e-3 * max(1, abs(cost[column]))
    return StepBalancer.Item(
      column: column, bus: heat.bus, value: value, low: least, high: most, up: cost[column] + margin,
      down: cost[column] - margin)
  }

  /// Cost per column of the supplies, less the value of their rows other than the balances that are to be closed.
  private func adjusted(cost rowDuals: [Double], balanced: [Bool]) -> (cost: [Double], isTied: [Bool]) {
    var others = rowDuals
    for (block, isOpen) in zip(program.balance, balanced) where isOpen { for row in block.indices { others[row] = 0 } }
    let reduced = program.model.reducedCosts(of: others)
    let isTied = program.adjustable.map { supply in
      supply.hasRamps
        || supply.segments.contains { block in
          block.indices.contains { abs(reduced[$0] - program.model.cost[$0]) > 1e-6 }
        }
    }
    return (reduced, isTied)
  }

  /// Demand less supply at every bus, by step.
  private func imbalances(_ values: [Double]) -> [[Double]] {
    let model = program.model
    var result = Array(repeating: Array(repeating: 0.0, count: busCount), count: steps)
    for (bus, block) in program.balance.enumerated() {
      for (t, row) in block.indices.enumerated() {
        result[t][bus] = model.rowLower[row] - model.activity(ofRow: row, values)
      }
    }
    return result
  }

  /// Outputs from which all later steps can be reached; given values, with the room that heat needs.
  private func rampTube(_ supply: AdjustableSupply, _ values: [Double]? = nil) -> (low: [Double], high: [Double]) {
    var low = supply.fixed ?? Array(repeating: 0, count: steps)
    var high = low
    for block in supply.segments {
      for (t, column) in block.indices.enumerated() {
        low[t] += lower[column]
        high[t] += upper[column]
      }
    }
    if let heat = supply.heat, let values {
      for t in 0..<steps {
        let needed = heat.outputPerHeat * values[heat.columns.first + t]
        low[t] = max(low[t], needed)
        if heat.isExact { high[t] = low[t] }
      }
    }
    for t in (1..<max(1, steps)).reversed() {
      high[t - 1] = min(high[t - 1], high[t] + supply.fall(into: t))
      low[t - 1] = max(low[t - 1], low[t] - supply.rise(into: t))
    }
    return (low, high)
  }

  /// Adds the segments of a supply with what they may do in this step, after moving them into the ramps.
  private func add(
    _ supply: AdjustableSupply, _ tube: (low: [Double], high: [Double])?, _ t: Int, _ values: inout [Double],
    _ cost: [Double], isTied: Bool, _ items: inout [StepBalancer.Item], _ imbalance: inout [Double]
  ) {
    var (low, high) = (-Double.infinity, Double.infinity)
    if let tube {
      (low, high) = reach(supply, tube, t, values)
      let fixed = supply.fixed?[t] ?? 0
      (low, high) = (low - fixed, max(low, high) - fixed)
      refill(supply, t, within: low, high, &values, &imbalance[supply.bus])
    }
    var below = 0.0
    for block in supply.segments {
      let column = block.first + t
      let (least, most) = (lower[column], upper[column])
      guard most - least > 1e-9 else {
        below += most
        continue
      }
      let margin = isTied ? 1e-3 * max(1, abs(cost[column])) : 0
      items.append(
        StepBalancer.Item(
          column: column, bus: supply.bus, value: values[column], low: min(max(least, low - below), most),
          high: max(min(most, high - below), least), up: cost[column] + margin, down: cost[column] - margin))
      below += most
    }
  }

  /// Outputs that the step before allows and from which later ones can be reached.
  private func reach(
    _ supply: AdjustableSupply, _ tube: (low: [Double], high: [Double])?, _ t: Int, _ values: [Double]
  ) -> (low: Double, high: Double) {
    guard let tube else { return (-.infinity, .infinity) }
    guard let before = t > 0 ? supply.output(values, t - 1) : supply.initialOutput else {
      return (tube.low[t], tube.high[t])
    }
    return (max(tube.low[t], before - supply.fall(into: t)), min(tube.high[t], before + supply.rise(into: t)))
  }

  /// Cheaper segments first, at the output nearest to the present one within the limits.
  private func refill(
    _ supply: AdjustableSupply, _ t: Int, within low: Double, _ high: Double, _ values: inout [Double],
    _ imbalance: inout Double
  ) {
    let present = supply.segments.reduce(0) { $0 + values[$1.first + t] }
    var rest = min(max(present, low), high)
    imbalance -= rest - present
    for block in supply.segments {
      let column = block.first + t
      values[column] = min(max(rest, 0), upper[column])
      rest -= values[column]
    }
  }
}
