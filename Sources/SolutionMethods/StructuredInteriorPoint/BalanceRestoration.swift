import DispatchFormulation
import LinearOptimization

/// The way from a nearly feasible point to a feasible one: devices restore their own limits over time, then each step's
/// balances are closed and improved by moving power between supplies over lines with room, within ramps.
///
/// Moves are priced at cost less what the multipliers of a supply's other rows say (its ramps, its headroom); a supply
/// with such rows moves only for a gain that is no rounding of them, and stays where the point had it otherwise.
struct BalanceRestoration {
  private let program: DispatchProgram
  private let steps: Int
  private let busCount: Int
  private let lines: [LineFlow]
  /// MW.
  private static let dust = 1e-5

  init(_ program: DispatchProgram) {
    self.program = program
    steps = program.system.horizon.count
    busCount = program.system.buses.count
    lines = program.flows
  }

  /// A supply's segment in one step.
  private struct Item {
    var column: Int
    var bus: Int
    var value: Double
    var low: Double
    var high: Double
    var up: Double
    var down: Double
  }

  /// - Parameters:
  ///   - values: the point, one value per column; feasible on return except where a step cannot be balanced at all.
  ///   - rowDuals: multipliers of all rows.
  /// - Returns: the sum of what is left unbalanced, MW; 0 when the point is feasible.
  func restore(_ values: inout [Double], rowDuals: [Double]) -> Double {
    let model = program.model
    for column in values.indices {
      // An interior point stops just short of its limits: what is that near is on them, and files show no dust.
      let (lower, upper) = (model.columnLower[column], model.columnUpper[column])
      if values[column] < lower + Self.dust {
        values[column] = lower
      } else if values[column] > upper - Self.dust {
        values[column] = upper
      }
    }
    program.restore(&values)
    let moving = adjusted(cost: rowDuals)
    var imbalance = imbalances(values)
    var missed = 0.0
    let tubes = program.adjustable.map { $0.hasRamps ? rampTube($0) : nil }
    var items: [Item] = []
    var balancer = StepBalancer(busCount: busCount, lines: lines)
    for t in 0..<steps {
      items.removeAll(keepingCapacity: true)
      for (k, supply) in program.adjustable.enumerated() {
        add(supply, tubes[k], t, &values, moving.cost, isTied: moving.isTied[k], &items, &imbalance[t])
      }
      missed += balancer.balance(&values, &items, &imbalance[t], step: t, model)
    }
    restoreReserves(&values)
    return missed
  }

  /// Cost per column of the supplies, less the value of their rows other than balances.
  private func adjusted(cost rowDuals: [Double]) -> (cost: [Double], isTied: [Bool]) {
    var others = rowDuals
    for block in program.balance { for row in block.indices { others[row] = 0 } }
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
    let activities = program.model.rowActivities(of: values)
    var result = Array(repeating: Array(repeating: 0.0, count: busCount), count: steps)
    for (bus, block) in program.balance.enumerated() {
      for (t, row) in block.indices.enumerated() { result[t][bus] = program.model.rowLower[row] - activities[row] }
    }
    return result
  }

  /// Outputs from which all later steps can be reached.
  private func rampTube(_ supply: AdjustableSupply) -> (low: [Double], high: [Double]) {
    var low = supply.fixed ?? Array(repeating: 0, count: steps)
    var high = low
    for block in supply.segments {
      for (t, column) in block.indices.enumerated() { high[t] += program.model.columnUpper[column] }
    }
    for t in (1..<max(1, steps)).reversed() {
      high[t - 1] = min(high[t - 1], high[t] + supply.rampDown)
      low[t - 1] = max(low[t - 1], low[t] - supply.rampUp)
    }
    return (low, high)
  }

  private func output(_ supply: AdjustableSupply, _ values: [Double], _ t: Int) -> Double {
    supply.segments.reduce(supply.fixed?[t] ?? 0) { $0 + values[$1.first + t] }
  }

  /// Adds the segments of a supply with what they may do in this step, after moving them into the ramps.
  private func add(
    _ supply: AdjustableSupply, _ tube: (low: [Double], high: [Double])?, _ t: Int, _ values: inout [Double],
    _ cost: [Double], isTied: Bool, _ items: inout [Item], _ imbalance: inout [Double]
  ) {
    let model = program.model
    var (low, high) = (-Double.infinity, Double.infinity)
    if let tube {
      (low, high) = (tube.low[t], tube.high[t])
      if let before = t > 0 ? output(supply, values, t - 1) : supply.initialOutput {
        low = max(low, before - supply.rampDown)
        high = min(high, before + supply.rampUp)
      }
      let fixed = supply.fixed?[t] ?? 0
      (low, high) = (low - fixed, max(low, high) - fixed)
      refill(supply, t, within: low, high, &values, &imbalance[supply.bus])
    }
    var below = 0.0
    for block in supply.segments {
      let column = block.first + t
      let (least, most) = (model.columnLower[column], model.columnUpper[column])
      guard most - least > 1e-9 else {
        below += most
        continue
      }
      let margin = isTied ? 1e-3 * max(1, abs(cost[column])) : 0
      items.append(
        Item(
          column: column, bus: supply.bus, value: values[column], low: min(max(least, low - below), most),
          high: max(min(most, high - below), least), up: cost[column] + margin, down: cost[column] - margin))
      below += most
    }
  }

  /// Cheaper segments first, at the output nearest to the present one within the limits.
  private func refill(
    _ supply: AdjustableSupply, _ t: Int, within low: Double, _ high: Double, _ values: inout [Double],
    _ imbalance: inout Double
  ) {
    let model = program.model
    let present = supply.segments.reduce(0) { $0 + values[$1.first + t] }
    var rest = min(max(present, low), high)
    imbalance -= rest - present
    for block in supply.segments {
      let column = block.first + t
      values[column] = min(max(rest, 0), model.columnUpper[column])
      rest -= values[column]
    }
  }

  /// Holds all the reserve that outputs and levels leave, and books what is short.
  private func restoreReserves(_ values: inout [Double]) {
    let model = program.model
    let providers = Set(program.reserve.providers.map(\.first))
    for block in program.reserve.providers {
      for column in block.indices { values[column] = model.columnUpper[column] }
    }
    let requirements = Set(program.reserve.requirements.map(\.rows.first))
    for rows in model.termRows where !requirements.contains(rows.rows.first) {
      guard let own = rows.terms.first(where: { providers.contains($0.columns.first) }) else { continue }
      for (t, row) in rows.rows.indices.enumerated() {
        var others = 0.0
        var factor = 0.0
        for entry in model.rowStart[row]..<model.rowStart[row + 1] {
          let column = Int(model.columnIndex[entry])
          if column == own.columns.first + t {
            factor = model.coefficient[entry]
          } else {
            others += model.coefficient[entry] * values[column]
          }
        }
        let column = own.columns.first + t
        if factor > 0, model.rowUpper[row] < .infinity {
          values[column] = max(0, min(values[column], (model.rowUpper[row] - others) / factor))
        }
        if factor < 0, model.rowLower[row] > -.infinity {
          values[column] = max(0, min(values[column], (others - model.rowLower[row]) / -factor))
        }
      }
    }
    for (rows, shortfall) in program.reserve.requirements {
      for column in shortfall.indices { values[column] = 0 }
      for (t, row) in rows.indices.enumerated() {
        var held = 0.0
        for entry in model.rowStart[row]..<model.rowStart[row + 1] {
          held += model.coefficient[entry] * values[Int(model.columnIndex[entry])]
        }
        values[shortfall.first + t] = max(0, model.rowLower[row] - held)
      }
    }
  }

  /// One step: closes the balances, then moves power as long as it pays.
  private struct StepBalancer {
    let busCount: Int
    let lines: [LineFlow]
    /// How a bus is reached from where a search began: line, and whether along its direction.
    private var via: [(line: Int, forward: Bool)?]
    private var isReached: [Bool]
    private var queue: [Int] = []
    /// The supply at each bus that is dearest to keep, and where the bus has none −1.
    private var dearest: [Int]

    init(busCount: Int, lines: [LineFlow]) {
      self.busCount = busCount
      self.lines = lines
      via = Array(repeating: nil, count: busCount)
      isReached = Array(repeating: false, count: busCount)
      dearest = Array(repeating: -1, count: busCount)
      cheapest = dearest
    }

    /// The supply at each bus that is cheapest to raise.
    private var cheapest: [Int]

    private static let tolerance = 1e-9

    mutating func balance(
      _ values: inout [Double], _ items: inout [Item], _ imbalance: inout [Double], step: Int, _ model: LinearModel
    ) -> Double {
      var missed = 0.0
      for bus in 0..<busCount {
        while abs(imbalance[bus]) > Self.tolerance {
          let isShort = imbalance[bus] > 0
          search(from: bus, incoming: isShort, values, step, model)
          guard let item = best(items, raise: isShort) else {
            missed += abs(imbalance[bus])
            break
          }
          let room = isShort ? items[item].high - items[item].value : items[item].value - items[item].low
          let amount = min(abs(imbalance[bus]), room, pathRoom(items[item].bus, values, step, model, incoming: isShort))
          guard amount > 0 else {
            missed += abs(imbalance[bus])
            break
          }
          items[item].value += isShort ? amount : -amount
          push(amount, items[item].bus, &values, step, incoming: isShort)
          imbalance[bus] -= isShort ? amount : -amount
        }
      }
      improve(&values, &items, step, model)
      for item in items { values[item.column] = item.value }
      return missed
    }

    /// Raises the cheapest supply where another that costs more can be lowered in turn.
    private mutating func improve(_ values: inout [Double], _ items: inout [Item], _ step: Int, _ model: LinearModel) {
      for _ in 0..<1000 {
        rank(items)
        var bestGain = 0.0
        var pair: (raise: Int, lower: Int)?
        for bus in 0..<busCount where dearest[bus] >= 0 {
          let lower = dearest[bus]
          let least = max(bestGain, 1e-7, 1e-9 * abs(items[lower].down))
          // Only where some bus could raise for less is it worth finding out which can be reached.
          guard cheapest.contains(where: { $0 >= 0 && items[lower].down - items[$0].up > least }) else { continue }
          search(from: bus, incoming: true, values, step, model)
          for other in 0..<busCount where isReached[other] && cheapest[other] >= 0 {
            let gain = items[lower].down - items[cheapest[other]].up
            if gain > max(bestGain, least) {
              bestGain = gain
              pair = (cheapest[other], lower)
            }
          }
        }
        guard let pair else { return }
        search(from: items[pair.lower].bus, incoming: true, values, step, model)
        let (raise, lower) = (items[pair.raise], items[pair.lower])
        let amount = min(
          raise.high - raise.value, lower.value - lower.low,
          pathRoom(raise.bus, values, step, model, incoming: true))
        guard amount > Self.tolerance else { return }
        items[pair.raise].value += amount
        items[pair.lower].value -= amount
        push(amount, raise.bus, &values, step, incoming: true)
      }
    }

    /// Finds the cheapest to raise and the dearest to keep at every bus.
    private mutating func rank(_ items: [Item]) {
      for bus in 0..<busCount { (cheapest[bus], dearest[bus]) = (-1, -1) }
      for (k, item) in items.enumerated() {
        let value = item.value
        if item.high - value > Self.tolerance, cheapest[item.bus] < 0 || item.up < items[cheapest[item.bus]].up {
          cheapest[item.bus] = k
        }
        if value - item.low > Self.tolerance, dearest[item.bus] < 0 || item.down > items[dearest[item.bus]].down {
          dearest[item.bus] = k
        }
      }
    }

    /// Buses from which power can still come to a bus, or to which it can go.
    private mutating func search(
      from bus: Int, incoming: Bool, _ values: [Double], _ step: Int, _ model: LinearModel
    ) {
      for other in 0..<busCount {
        via[other] = nil
        isReached[other] = false
      }
      isReached[bus] = true
      queue.removeAll(keepingCapacity: true)
      queue.append(bus)
      var head = 0
      while head < queue.count {
        let here = queue[head]
        head += 1
        for (index, line) in lines.enumerated() {
          let column = line.columns.first + step
          let (ahead, behind) = (model.columnUpper[column] - values[column], values[column] - model.columnLower[column])
          // More flow along the line brings power to its end; less brings power to its start.
          let (entry, exit) = incoming ? (line.to, line.from) : (line.from, line.to)
          if here == entry, !isReached[exit], ahead > Self.tolerance { reach(exit, index, true) }
          if here == exit, !isReached[entry], behind > Self.tolerance { reach(entry, index, false) }
        }
      }
    }

    private mutating func reach(_ bus: Int, _ line: Int, _ forward: Bool) {
      isReached[bus] = true
      via[bus] = (line, forward)
      queue.append(bus)
    }

    /// The cheapest supply to raise, or the dearest to lower, among the buses reached.
    private func best(_ items: [Item], raise: Bool) -> Int? {
      var found: Int?
      for (k, item) in items.enumerated() where isReached[item.bus] {
        if raise {
          if item.high - item.value > StepBalancer.tolerance, found.map({ item.up < items[$0].up }) ?? true {
            found = k
          }
        } else if item.value - item.low > StepBalancer.tolerance,
          found.map({ item.down > items[$0].down }) ?? true
        {
          found = k
        }
      }
      return found
    }

    private func pathRoom(
      _ bus: Int, _ values: [Double], _ step: Int, _ model: LinearModel, incoming: Bool
    ) -> Double {
      var room = Double.infinity
      var here = bus
      while let (line, forward) = via[here] {
        let column = lines[line].columns.first + step
        room = min(
          room,
          forward ? model.columnUpper[column] - values[column] : values[column] - model.columnLower[column])
        here = other(line, here)
      }
      return room
    }

    private func push(_ amount: Double, _ bus: Int, _ values: inout [Double], _ step: Int, incoming: Bool) {
      var here = bus
      while let (line, forward) = via[here] {
        values[lines[line].columns.first + step] += forward ? amount : -amount
        here = other(line, here)
      }
    }

    private func other(_ line: Int, _ bus: Int) -> Int { lines[line].from == bus ? lines[line].to : lines[line].from }
  }
}
