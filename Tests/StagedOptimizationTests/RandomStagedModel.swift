import SeedsAndSnapshots

@testable import StagedOptimization

/// A small staged model with everything that the recursion covers, always feasible: what it has is drawn, so that any
/// few seeds have all of it.
struct RandomStagedModel {
  private(set) var model: StagedModel
  private var random: SeededGenerator
  private var balances: [Int] = []
  private var stages: Int { model.stageCount }
  /// Reserve held by units and stores, where it is asked for.
  private var reserve: [Int] = []
  /// Segments of units.
  private var supply: [Int] = []

  init(seed: Int) {
    random = SeededGenerator(seed)
    model = StagedModel(stageCount: Int.random(in: 3...8, using: &random))
    addBalances(1 + seed % 2)
    let hasReserve = seed % 3 != 0
    for unit in 0..<Int.random(in: 2...4, using: &random) {
      addUnit(at: balances[unit % balances.count], hasRamp: seed % 5 > 0 && unit % 2 == 0, hasReserve: hasReserve)
    }
    for store in 0..<Int.random(in: 1...2, using: &random) {
      addStore(at: balances[store % balances.count], wraps: (seed + store) % 2 == 0, hasReserve: hasReserve)
    }
    if seed % 4 < 2 { addBudget(at: balances[0]) }
    if seed % 4 > 0 { addWindows(at: balances[balances.count - 1]) }
    if seed % 7 < 4 { addCaps(runs: 1 + seed % 2) }
    if hasReserve {
      let shortfall = column(0, 50, cost: 40)
      row(random.numbers(stages, 0...8), .infinity, (reserve + [shortfall]).map { .init($0, .constant(1)) })
    }
  }

  private mutating func column(_ lower: Double, _ upper: Double, cost: Double) -> Int {
    column(Array(repeating: lower, count: stages), Array(repeating: upper, count: stages), cost: cost)
  }

  private mutating func column(_ lower: [Double], _ upper: [Double], cost: Double) -> Int {
    let costs = (0..<stages).map { _ in cost == 0 ? 0 : cost * random.number(0.9...1.1) }
    model.columns.append(.init(lower: lower, upper: upper, cost: costs))
    return model.columns.count - 1
  }

  private mutating func row(_ lower: [Double], _ upper: Double, _ entries: [StagedModel.Entry]) {
    model.rows.append(.init(lower: lower, upper: Array(repeating: upper, count: stages), entries: entries))
  }

  /// An equality row.
  private mutating func row(_ value: [Double], _ entries: [StagedModel.Entry]) -> Int {
    model.rows.append(.init(lower: value, upper: value, entries: entries))
    return model.rows.count - 1
  }

  private mutating func join(_ column: Int, _ row: Int, _ coefficient: StagedModel.Coefficient) {
    model.rows[row].entries.append(.init(column, coefficient))
  }

  /// Balances that can always be closed, at a price; where there are two, a flow between them with losses that differ by
  /// stage.
  private mutating func addBalances(_ count: Int) {
    for _ in 0..<count {
      let lack = column(0, 60, cost: 100)
      let surplus = column(0, 60, cost: 1)
      balances.append(
        row(random.numbers(stages, 5...30), [.init(lack, .constant(1)), .init(surplus, .constant(-1))]))
    }
    guard count > 1 else { return }
    let flow = column(-6, 9, cost: 0.01)
    join(flow, balances[0], .constant(-1))
    join(flow, balances[1], .series(random.numbers(stages, 0.9...1)))
  }

  /// Segments, of which those beside a ramp or reserve are proportional columns of the same rows.
  private mutating func addUnit(at balance: Int, hasRamp: Bool, hasReserve: Bool) {
    let segments = (0..<2).map { k in
      column(
        Array(repeating: 0, count: stages), random.numbers(stages, random.once(in: 4) ? 0...4 : 4...8),
        cost: Double(3 + 4 * k) * random.number(0.7...1.5))
    }
    for segment in segments { join(segment, balance, .constant(1)) }
    supply += segments
    if hasRamp {
      let entries = segments.flatMap { segment -> [StagedModel.Entry] in
        [.init(segment, .constant(1)), .init(segment, .constant(-1), isPrevious: true)]
      }
      let rate = random.number(1...5)
      row([-.infinity] + Array(repeating: -rate, count: stages - 1), rate, entries)
      // Nothing comes before the first stage.
      model.rows[model.rows.count - 1].upper[0] = .infinity
    }
    guard hasReserve else { return }
    let held = column(0, 5, cost: 0.1)
    reserve.append(held)
    row(
      Array(repeating: -.infinity, count: stages), random.number(10...16),
      segments.map { .init($0, .constant(1)) } + [.init(held, .constant(1))])
  }

  /// A level with charging and discharging; with reserve it appears in a second row of its stage.
  private mutating func addStore(at balance: Int, wraps: Bool, hasReserve: Bool) {
    let size = random.number(5...40)
    var floor = Array(repeating: 0.0, count: stages)
    let retention = random.once(in: 2) ? 1 : random.number(0.8...0.99)
    var start = Array(repeating: 0.0, count: stages)
    if !wraps {
      start[0] = size / 2
      // No more than an idle store has left.
      if random.once(in: 2) { floor[stages - 1] = (1..<stages).reduce(0.45 * size) { left, _ in left * retention } }
    }
    let level = column(floor, Array(repeating: size, count: stages), cost: random.once(in: 3) ? 0.02 : 0)
    let charge = column(0, 6, cost: 0)
    let discharge = column(0, 7, cost: 0.05)
    let flat = random.once(in: 2)
    let carry: StagedModel.Coefficient =
      flat ? .constant(-retention) : .series((0..<stages).map { _ in -retention * random.number(0.95...1) })
    if !flat { model.columns[level].lower[stages - 1] *= 0.5 }
    _ = row(
      start,
      [
        .init(level, .constant(1)), .init(level, carry, isPrevious: true, wraps: wraps),
        .init(charge, .constant(-0.9)), .init(discharge, .constant(1 / 0.9)),
      ])
    join(charge, balance, .constant(-1))
    join(discharge, balance, .constant(1))
    guard hasReserve else { return }
    let held = column(0, 4, cost: 0.05)
    reserve.append(held)
    row(
      Array(repeating: -.infinity, count: stages), 0,
      [.init(held, .constant(0.5)), .init(discharge, .constant(1)), .init(level, .constant(-1))])
  }

  /// Supply that may give only so much in all, on a level that rises with it.
  private mutating func addBudget(at balance: Int) {
    let most = random.number(4...12)
    let supply = column(0, 6, cost: random.number(0.5...2))
    let level = column(0, most, cost: 0)
    join(supply, balance, .constant(1))
    _ = row(
      Array(repeating: 0, count: stages),
      [.init(level, .constant(1)), .init(level, .constant(-1), isPrevious: true), .init(supply, .constant(-1))])
  }

  /// A cap on what all units burn, over all stages or both halves, and a floor of little price; segments of one unit burn
  /// differently.
  private mutating func addCaps(runs count: Int) {
    let ends = (0...count).map { $0 * stages / count }
    for isCap in [true, false] {
      let missed = column(0, 40, cost: isCap ? 30 : 2)
      let runs = zip(ends, ends.dropFirst()).map { first, end in
        let limit = Double(end - first) * random.number(2...12)
        return StagedModel.Run(
          first..<end, lower: isCap ? -.infinity : limit / 4, upper: isCap ? limit : .infinity)
      }
      let weights = supply.map { segment in
        StagedModel.Entry(
          segment, random.once(in: 3) ? .series(random.numbers(stages, 0.3...1)) : .constant(random.number(0.3...1)))
      }
      model.spans.append(.init(runs: runs, entries: weights + [.init(missed, .constant(isCap ? -1 : 1))]))
    }
  }

  /// Two runs of stages, with a stage between them or after them where there is one, over each of which raising and
  /// lowering come out even.
  private mutating func addWindows(at balance: Int) {
    let first = 0..<stages / 2
    let second = first.upperBound + (stages > 4 ? 1 : 0)..<stages
    let up = column(0, 3, cost: 0)
    let down = column(0, 3, cost: 0.2)
    var (lower, upper, carry) = (
      Array(repeating: 0.0, count: stages), Array(repeating: 0.0, count: stages),
      Array(repeating: 0.0, count: stages)
    )
    var part = carry
    for run in [first, second] {
      for t in run {
        (lower[t], upper[t], part[t]) = t == run.upperBound - 1 ? (0, 0, 1) : (-20, 20, 1)
        if t > run.lowerBound { carry[t] = -1 }
      }
    }
    let level = column(lower, upper, cost: 0)
    for t in 0..<stages where part[t] == 0 { (model.columns[up].upper[t], model.columns[down].upper[t]) = (0, 0) }
    join(up, balance, .constant(-1))
    join(down, balance, .constant(1))
    _ = row(
      Array(repeating: 0, count: stages),
      [
        .init(level, .constant(1)), .init(level, .series(carry), isPrevious: true),
        .init(up, .series(part.map { -$0 })), .init(down, .series(part)),
      ])
  }
}
