import DispatchFormulation
import LinearOptimization

/// Holds all the reserve that outputs and levels leave, relieves steps that are short of it, and books the rest.
///
/// Relief moves output from supplies whose headroom ends below the reserve that they could hold to others that lose none
/// by it, within the ramps to the steps around, as long as it costs less than the shortfall.
struct ReserveRestoration {
  private let program: DispatchProgram
  /// Rows that limit a provider by something else.
  private let limits: [(rows: RowBlock, provider: ColumnBlock)]
  /// Per supply, the limit that its output and its reserve share.
  private let headroom: [(rows: RowBlock, provider: ColumnBlock)?]
  /// Requirements in the order of their shortfall's price, with the promises that count for them, cheapest first, each by
  /// the position of its split.
  private let requirements: [(rows: RowBlock, shortfall: ColumnBlock, parts: [(split: Int, columns: ColumnBlock)])]
  /// MW.
  private static let tolerance = 1e-6

  init(_ program: DispatchProgram) {
    self.program = program
    let providers = Dictionary(uniqueKeysWithValues: program.reserve.providers.map { ($0.first, $0) })
    let required = Set(program.reserve.requirements.map(\.rows.first))
    let cost = program.model.cost
    var limits: [(rows: RowBlock, provider: ColumnBlock)] = []
    var shared: [Int: (rows: RowBlock, provider: ColumnBlock)] = [:]
    for rows in program.model.termRows where !required.contains(rows.rows.first) {
      let own = rows.terms.compactMap { providers[$0.columns.first] }
      // Where several share a limit, each in turn keeps to what the others leave.
      limits += own.map { (rows.rows, $0) }
      guard own.count == 1 else { continue }
      for term in rows.terms where term.columns.first != own[0].first && term.shift == 0 {
        shared[term.columns.first] = (rows.rows, own[0])
      }
    }
    self.limits = limits
    var place: [Int: Int] = [:]
    for (k, split) in program.reserve.splits.enumerated() { for part in split.parts { place[part.columns.first] = k } }
    let terms = Dictionary(uniqueKeysWithValues: program.model.termRows.map { ($0.rows.first, $0.terms) })
    requirements = program.reserve.requirements.map { rows, shortfall in
      let parts = (terms[rows.first] ?? []).compactMap { term in
        place[term.columns.first].map { (split: $0, columns: term.columns) }
      }
      return (rows, shortfall, parts.sorted { cost[$0.columns.first] < cost[$1.columns.first] })
    }.sorted { cost[$0.shortfall.first] > cost[$1.shortfall.first] }
    headroom = program.adjustable.map { supply in supply.segments.first.flatMap { shared[$0.first] } }
  }

  func restore(_ values: inout [Double]) {
    var balancer = StepBalancer(
      busCount: program.system.buses.count, lines: program.flows, limits: program.flowLimits, program.model)
    for t in 0..<program.system.horizon.count {
      hold(&values, t)
      for (_, shortfall) in program.reserve.requirements {
        let short = values[shortfall.first + t]
        guard short > Self.tolerance else { continue }
        relieve(short, price: program.model.cost[shortfall.first + t], &values, t, &balancer)
        hold(&values, t)
      }
    }
  }

  /// Sets the reserve held in a step to the most there is room for, and the shortfalls to what is missing then.
  private func hold(_ values: inout [Double], _ t: Int) {
    let model = program.model
    for block in program.reserve.providers { values[block.first + t] = model.columnUpper[block.first + t] }
    for limit in limits {
      let row = limit.rows.first + t
      let column = limit.provider.first + t
      var (others, factor) = (0.0, 0.0)
      for entry in model.rowStart[row]..<model.rowStart[row + 1] {
        if Int(model.columnIndex[entry]) == column {
          factor = model.coefficient[entry]
        } else {
          others += model.coefficient[entry] * values[Int(model.columnIndex[entry])]
        }
      }
      if factor > 0, model.rowUpper[row] < .infinity {
        values[column] = max(0, min(values[column], (model.rowUpper[row] - others) / factor))
      }
      if factor < 0, model.rowLower[row] > -.infinity {
        values[column] = max(0, min(values[column], (others - model.rowLower[row]) / -factor))
      }
    }
    promise(&values, t)
    for (rows, shortfall) in program.reserve.requirements {
      let row = rows.first + t
      values[shortfall.first + t] = 0
      values[shortfall.first + t] = max(0, model.rowLower[row] - model.activity(ofRow: row, values))
    }
  }

  /// Promises what is held to products: as the point has it where there is room, and then to what is short, the dearest
  /// shortfall first and from the cheapest that has room.
  private func promise(_ values: inout [Double], _ t: Int) {
    guard !program.reserve.splits.isEmpty else { return }
    let model = program.model
    var room = program.reserve.splits.map { values[$0.total.first + t] }
    for (k, split) in program.reserve.splits.enumerated() {
      for part in split.parts {
        let column = part.columns.first + t
        values[column] = min(values[column], room[k])
        room[k] -= values[column]
      }
    }
    for requirement in requirements {
      let row = requirement.rows.first + t
      let shortfall = requirement.shortfall.first + t
      values[shortfall] = 0
      var short = model.rowLower[row] - model.activity(ofRow: row, values)
      for (k, part) in requirement.parts where short > 0 {
        let column = part.first + t
        let more = min(short, room[k], model.columnUpper[column] - values[column])
        guard more > 0, model.cost[column] < model.cost[shortfall] else { continue }
        values[column] += more
        room[k] -= more
        short -= more
      }
    }
  }

  private func relieve(
    _ short: Double, price: Double, _ values: inout [Double], _ t: Int, _ balancer: inout StepBalancer
  ) {
    let model = program.model
    var raisable: [StepBalancer.Item] = []
    var lowerable: [StepBalancer.Item] = []
    for (k, supply) in program.adjustable.enumerated() {
      let output = supply.output(values, t)
      let (low, high) = rampRoom(supply, values, t)
      // Reserve that the headroom withholds, and headroom beyond the reserve.
      var (withheld, spare) = (0.0, Double.infinity)
      if let limit = headroom[k] {
        let provider = limit.provider.first + t
        let free =
          values[provider] + model.rowUpper[limit.rows.first + t] - model.activity(ofRow: limit.rows.first + t, values)
        withheld = max(0, model.columnUpper[provider] - free)
        spare = max(0, free - model.columnUpper[provider])
      }
      var down = min(withheld, output - low)
      for block in supply.segments.reversed() where down > Self.tolerance {
        let column = block.first + t
        let part = min(down, values[column] - model.columnLower[column])
        guard part > 0 else { continue }
        let cost = model.cost[column] + price
        lowerable.append(
          .init(
            column: column, bus: supply.bus, value: values[column], low: values[column] - part, high: values[column],
            up: cost, down: cost))
        down -= part
      }
      guard withheld == 0 else { continue }
      var up = min(spare, high - output)
      for block in supply.segments where up > Self.tolerance {
        let column = block.first + t
        let part = min(up, model.columnUpper[column] - values[column])
        guard part > 0 else { continue }
        let cost = model.cost[column]
        raisable.append(
          .init(
            column: column, bus: supply.bus, value: values[column], low: values[column], high: values[column] + part,
            up: cost, down: cost))
        up -= part
      }
    }
    // Only as much of the dearest as is short.
    lowerable.sort { ($0.down, $0.column) > ($1.down, $1.column) }
    var rest = short
    for k in lowerable.indices {
      lowerable[k].low = max(lowerable[k].low, lowerable[k].value - rest)
      rest -= lowerable[k].value - lowerable[k].low
    }
    balancer.improve(&values, lowerable + raisable, step: t)
  }

  /// Least and most output that the steps around and heat allow.
  private func rampRoom(_ supply: AdjustableSupply, _ values: [Double], _ t: Int) -> (low: Double, high: Double) {
    let heated = supply.heat.map { $0.outputPerHeat * values[$0.columns.first + t] }
    var (low, high) = (heated ?? -.infinity, supply.heat?.isExact == true ? heated ?? .infinity : .infinity)
    guard supply.hasRamps else { return (low, high) }
    if let before = t > 0 ? supply.output(values, t - 1) : supply.initialOutput {
      (low, high) = (max(low, before - supply.fall(into: t)), min(high, before + supply.rise(into: t)))
    }
    if t + 1 < program.system.horizon.count {
      let after = supply.output(values, t + 1)
      (low, high) = (max(low, after - supply.rise(into: t + 1)), min(high, after + supply.fall(into: t + 1)))
    }
    return (low, high)
  }
}
