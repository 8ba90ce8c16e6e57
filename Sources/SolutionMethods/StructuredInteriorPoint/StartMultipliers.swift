import LinearOptimization
import StagedOptimization

/// Multipliers to begin with: hourly prices of the merit order on a copper plate, where stores give before load goes
/// unserved, half-way to their daily mean, and for levels the mean price around them. What may be built pays for itself
/// in equal parts of its use. A row over many steps has one multiplier in all of them, and none to begin with where it
/// need not come out even.
struct StartMultipliers {
  private(set) var duals: [[Double]]
  /// Mean price times mean width of the supply: the scale of complementarity at the start.
  private(set) var scale = 0.0
  /// What the merit order takes of columns whose rows over many steps were left out, by column of the staged model.
  private(set) var use: [Int: [Double]] = [:]

  /// - Parameter balances: first rows of the blocks of the model that are balances.
  init(_ program: StagedProgram, balances: Set<Int>, stepMinutes: Int) {
    let staged = program.staged
    let stepsPerDay = max(1, 24 * 60 / stepMinutes)
    let balance = program.rowBlocks.indices.filter { balances.contains(program.rowBlocks[$0].first) }
    let count = staged.stageCount
    duals = Array(repeating: Array(repeating: 0, count: count), count: staged.rows.count)
    let isBalance = Set(balance)
    var balanceEntries = Array(repeating: [(row: Int, coefficient: Double)](), count: staged.columns.count)
    var isTied = Array(repeating: false, count: staged.columns.count)
    for (index, row) in staged.rows.enumerated() {
      let isEquality = zip(row.lower, row.upper).allSatisfy { $0 == $1 }
      for entry in row.entries {
        if isBalance.contains(index) {
          if case .constant(let a) = entry.coefficient { balanceEntries[entry.column].append((index, a)) }
        } else if isEquality, !Self.isBudget(row, staged) {
          isTied[entry.column] = true
        }
      }
    }
    let chains = staged.rows.indices.compactMap { row in Self.constant(staged.rows[row]).map { (row, $0) } }
    // What may be built is supply at its full cost.
    var capital = Array(repeating: 0.0, count: staged.columns.count)
    for (chain, column) in chains {
      let (limits, rate) = Self.payCapacity(column, heldBy: chain, staged, &duals)
      for row in limits { for entry in staged.rows[row].entries { capital[entry.column] += rate } }
    }
    let giving = staged.columns.indices.filter {
      balanceEntries[$0].count == 1 && balanceEntries[$0][0].coefficient > 0
    }
    let supply = giving.filter { !isTied[$0] }
      .map { (column: $0, cost: capital[$0] * Double(count) + staged.columns[$0].cost.reduce(0, +)) }
      .sorted { $0.cost < $1.cost }
    // Supply that costs far more than most is load that goes unserved: stores give before that.
    let paid = supply.map(\.cost).filter { $0 > 0 }
    let firstDear = supply.firstIndex { !paid.isEmpty && $0.cost > 10 * paid[paid.count / 2] } ?? supply.count
    var stored = Array(repeating: 0.0, count: count)
    for column in giving where isTied[column] {
      for t in 0..<count { stored[t] += balanceEntries[column][0].coefficient * staged.columns[column].upper[t] }
    }
    var demand = Array(repeating: 0.0, count: count)
    for row in balance { for t in 0..<count { demand[t] += staged.rows[row].lower[t] } }

    for column in program.leftOutColumns { use[column] = staged.columns[column].lower }
    let isWatched = staged.columns.indices.map { use[$0] != nil }
    var price = Array(repeating: 0.0, count: count)
    var (width, widths) = (0.0, 0)
    for t in 0..<count {
      var rest = demand[t]
      for (column, _) in supply { rest -= staged.columns[column].lower[t] }
      for (position, (column, _)) in supply.enumerated() {
        if position == firstDear {
          rest -= stored[t]
          if rest <= 0 { break }
        }
        let room = staged.columns[column].upper[t] - staged.columns[column].lower[t]
        guard room > 1e-7 else { continue }
        if isWatched[column] { use[column]?[t] += min(room, rest) }
        price[t] = staged.columns[column].cost[t] + capital[column]
        width += room
        widths += 1
        rest -= room
        if rest <= 0 { break }
      }
    }
    let daily = Self.smoothed(price, days: 0, stepsPerDay)
    let weekly = Self.smoothed(price, days: 3, stepsPerDay)
    for row in balance { duals[row] = zip(price, daily).map { 0.5 * ($0 + $1) } }
    let magnitude = price.reduce(0) { $0 + abs($1) } / Double(max(1, count))
    scale = max(1e-3, magnitude) * max(1e-3, width / Double(max(1, widths)))

    for (index, row) in staged.rows.enumerated()
    where row.entries.contains(where: \.isPrevious) && Self.constant(row) == nil {
      let isBudget = Self.isBudget(row, staged)
      guard zip(row.lower, row.upper).allSatisfy({ $0 == $1 }) else { continue }
      let reference = row.entries.contains { if case .series = $0.coefficient { true } else { false } } ? daily : weekly
      // The multiplier at which the level's own columns neither pay nor earn.
      for t in 0..<count {
        var (sum, terms) = (0.0, 0)
        for entry in row.entries where !entry.isPrevious {
          let a = entry.coefficient.at(t)
          guard a != 0, let tie = balanceEntries[entry.column].first else { continue }
          sum += (staged.columns[entry.column].cost[t] - tie.coefficient * reference[t]) / a
          terms += 1
        }
        guard terms > 0 else { continue }
        let value = sum / Double(terms)
        duals[index][t] = isBudget ? max(0, value) : value
      }
    }
    for accumulator in program.accumulators {
      let isBudget = Self.isBudget(staged.rows[accumulator.row], staged)
      for (row, steps) in accumulator.runs {
        let isEven = program.model.rowLower[row] == program.model.rowUpper[row]
        let sum = isEven || isBudget ? duals[accumulator.row][steps].reduce(0, +) : 0
        // A level whose multiplier changes from step to step would begin far off its box's middle, now here, now there.
        for t in steps { duals[accumulator.row][t] = sum / Double(steps.count) }
      }
    }
  }

  /// The column that a row makes the same in every stage.
  private static func constant(_ row: StagedModel.Row) -> Int? {
    guard row.entries.count == 2, row.entries[0].column == row.entries[1].column,
      row.entries.contains(where: \.isPrevious), row.lower.dropFirst().allSatisfy({ $0 == 0 })
    else { return nil }
    return row.entries[0].column
  }

  /// Prices of the rows that a capacity limits, at which it earns its cost; what a stage earns more or less than the mean
  /// is carried on by the row that holds it.
  ///
  /// - Returns: these rows, and the price per MW and step.
  private static func payCapacity(
    _ column: Int, heldBy chain: Int, _ staged: StagedModel, _ duals: inout [[Double]]
  ) -> (rows: [Int], rate: Double) {
    let count = staged.stageCount
    let limits = staged.rows.indices.compactMap { row -> (row: Int, coefficient: StagedModel.Coefficient)? in
      let isRange = zip(staged.rows[row].lower, staged.rows[row].upper).contains { $0 != $1 }
      guard row != chain, isRange, let entry = staged.rows[row].entries.first(where: { $0.column == column }) else {
        return nil
      }
      return (row, entry.coefficient)
    }
    let use = limits.reduce(0) { sum, limit in (0..<count).reduce(sum) { $0 + abs(limit.coefficient.at($1)) } }
    let cost = staged.columns[column].cost
    let rate = use > 0 ? cost.reduce(0, +) / use : 0
    var excess = cost
    for (row, coefficient) in limits {
      for t in 0..<count {
        duals[row][t] = coefficient.at(t) < 0 ? -rate : rate
        excess[t] -= abs(coefficient.at(t)) * rate
      }
    }
    var carried = 0.0
    for t in 0..<count {
      duals[chain][t] = carried
      carried -= excess[t]
    }
    return (limits.map(\.row), rate)
  }

  /// A level that has only a ceiling at its end: its multiplier has one sign.
  private static func isBudget(_ row: StagedModel.Row, _ staged: StagedModel) -> Bool {
    guard row.entries.contains(where: \.isPrevious), let level = row.entries.first else { return false }
    return staged.columns[level.column].lower.allSatisfy { $0 == 0 }
      && row.entries.dropFirst(2).allSatisfy { entry in
        switch entry.coefficient {
        case .constant(let a): a <= 0
        case .series(let a): a.allSatisfy { $0 <= 0 }
        }
      }
  }

  /// Means over whole days, with so many days on either side.
  private static func smoothed(_ values: [Double], days: Int, _ stepsPerDay: Int) -> [Double] {
    let count = (values.count + stepsPerDay - 1) / stepsPerDay
    var means: [Double] = []
    for day in 0..<count {
      let part = values[day * stepsPerDay..<min(values.count, (day + 1) * stepsPerDay)]
      means.append(part.reduce(0, +) / Double(part.count))
    }
    let wide = (0..<count).map { day in
      let part = means[max(0, day - days)...min(count - 1, day + days)]
      return part.reduce(0, +) / Double(part.count)
    }
    return values.indices.map { wide[$0 / stepsPerDay] }
  }
}
