import DispatchFormulation
import LinearOptimization
import StagedOptimization

/// The dispatch with units that are on in part, equal ones together: a relaxation of the commitment that knows minimum
/// outputs and starts, though no minimum times, for prices near those of the commitment.
///
/// A step on is a mix of operating points, which is the convex hull of what the unit may do there (E. Balas, "Disjunctive
/// programming", Annals of Discrete Mathematics 5, 1979); parts on rise from step to step by parts started.
struct CommitmentMix {
  let program: DispatchProgram
  private let blocks: HeldBlocks
  private let view: StagedProgram
  private var staged: StagedModel
  private var groups: [Group] = []
  /// Mean cost of an operating point: the scale of complementarity.
  private var meanCost = 0.0

  /// The units of a kind, with the columns of how many of them are on and start, and at which points: one after the other.
  private struct Group {
    var units: [Int]
    var part: Int
    var pointCount: Int
    var points: Range<Int> { part + 2..<part + 2 + pointCount }
  }

  /// Units that are alike in all that counts here.
  private struct Kind: Hashable {
    var points: [Point]
    var startCost: [Double]
    var given: [Bool?]
    var initiallyOn: Bool?

    struct Point: Hashable {
      var cost: [Double]
      var rows: [Int]
      var coefficients: [[Double]]
    }
  }

  /// - Returns: `nil` where the model has not the structure, or units are tied over many steps by rows that are not theirs.
  init?(_ program: DispatchProgram) {
    self.program = program
    let steps = program.system.horizon.count
    let own = program.commitments.map { ColumnBlock(first: $0.columns.lowerBound, count: $0.columns.count) }
    let nothing = Array(repeating: 0.0, count: program.model.columnCount)
    blocks = HeldBlocks(
      program.model, holding: [], at: nothing,
      ignoring: program.operations.flatMap(\.ignored) + program.calls, open: own)
    let active = blocks.reducedRows(Set(program.spanSlacks.map(\.row)))
    guard let view = try? StagedProgram(blocks.reduced, steps: steps, isActive: { active.contains($0) }) else {
      return nil
    }
    self.view = view
    staged = view.staged
    guard let kinds = kinds() else { return nil }
    for (kind, units) in kinds {
      groups.append(Group(units: units, part: staged.columns.count, pointCount: kind.points.count))
      add(kind, Double(units.count))
    }
  }

  /// Kinds with their units, in the order of their first.
  private func kinds() -> [(kind: Kind, units: [Int])]? {
    guard let entries = entries() else { return nil }
    var kinds: [(kind: Kind, units: [Int])] = []
    var position: [Kind: Int] = [:]
    for (unit, block) in program.commitments.enumerated() {
      let kind = Kind(
        points: block.operatingPoints.map { self.point($0, entries) },
        startCost: block.startCosts(at: program.model.cost), given: block.given, initiallyOn: block.initiallyOn)
      if let index = position[kind] {
        kinds[index].units.append(unit)
      } else {
        position[kind] = kinds.count
        kinds.append((kind, [unit]))
      }
    }
    return kinds
  }

  /// Rows of the staged model that blocks of columns of units are in; `nil` where others tie units too.
  private func entries() -> [Int: [(row: Int, coefficient: BlockValues)]]? {
    let model = program.model
    let owned = program.commitments.map(\.columns)
    func isOwned(_ column: Int) -> Bool {
      var (low, high) = (0, owned.count)
      while low < high {
        let middle = (low + high) / 2
        if owned[middle].upperBound <= column { low = middle + 1 } else { high = middle }
      }
      return low < owned.count && owned[low].contains(column)
    }
    var isUnitRow = Array(repeating: false, count: model.rowCount)
    for block in program.commitments { for row in block.rows { isUnitRow[row] = true } }
    var staged: [Int: Int] = [:]
    for (index, rows) in view.rowBlocks.enumerated() { staged[rows.first] = index }
    var isTerm = Array(repeating: false, count: model.rowCount)
    var entries: [Int: [(row: Int, coefficient: BlockValues)]] = [:]
    for rows in model.termRows {
      for row in rows.rows.indices { isTerm[row] = true }
      guard !isUnitRow[rows.rows.first], let reduced = blocks.reduced(rows.rows), let row = staged[reduced] else {
        continue
      }
      for term in rows.terms where isOwned(term.columns.first) {
        guard term.shift == 0 else { return nil }
        entries[term.columns.first, default: []].append((row, term.coefficient))
      }
    }
    // Starts within a day or month are units' own, and only a relaxation goes without them.
    for row in 0..<model.rowCount where !isTerm[row] {
      let columns = model.columnIndex[model.rowStart[row]..<model.rowStart[row + 1]]
      let units = columns.count { isOwned(Int($0)) }
      if units > 0, units < columns.count { return nil }
    }
    return entries
  }

  private func point(_ point: OperatingPoint, _ entries: [Int: [(row: Int, coefficient: BlockValues)]]) -> Kind.Point {
    let steps = staged.stageCount
    var cost = Array(repeating: 0.0, count: steps)
    var sums: [Int: [Double]] = [:]
    for (columns, values) in point.parts {
      for t in 0..<steps { cost[t] += program.model.cost[columns.first + t] * values[t] }
      for (row, coefficient) in entries[columns.first] ?? [] {
        for t in 0..<steps {
          sums[row, default: Array(repeating: 0, count: steps)][t] += coefficient[t] * values[t]
        }
      }
    }
    let rows = sums.keys.sorted()
    return Kind.Point(cost: cost, rows: rows, coefficients: rows.map { sums[$0] ?? [] })
  }

  private mutating func add(_ kind: Kind, _ count: Double) {
    let steps = staged.stageCount
    let zero = Array(repeating: 0.0, count: steps)
    let most = kind.given.map { $0 == false ? 0 : count }
    let part = staged.columns.count
    staged.columns.append(.init(lower: kind.given.map { $0 == true ? count : 0 }, upper: most, cost: zero))
    staged.columns.append(.init(lower: zero, upper: zero.map { _ in count }, cost: kind.startCost))
    var ofMix: [StagedModel.Entry] = [.init(part, .constant(-1))]
    for point in kind.points {
      let column = staged.columns.count
      staged.columns.append(.init(lower: zero, upper: most, cost: point.cost))
      meanCost += point.cost.reduce(0) { $0 + abs($1) } * count / Double(steps * kind.points.count)
      ofMix.append(.init(column, .constant(1)))
      for (row, values) in zip(point.rows, point.coefficients) where values.contains(where: { $0 != 0 }) {
        staged.rows[row].entries.append(.init(column, .init(values)))
      }
    }
    staged.rows.append(.init(lower: zero, upper: zero, entries: ofMix))
    var upper = zero
    upper[0] = kind.initiallyOn == false ? 0 : count
    staged.rows.append(
      .init(
        lower: zero.map { _ in -.infinity }, upper: upper,
        entries: [
          .init(part, .constant(1)), .init(part, .constant(-1), isPrevious: true), .init(part + 1, .constant(-1)),
        ]))
  }

  struct Optimum {
    /// Of all columns, those of units at 0.
    var values: [Double]
    /// Multipliers of all rows but those of single units.
    var rowDuals: [Double]
    /// By unit and step, from 0 to 1: of equal units one after the other.
    var partOn: [[Double]]
  }

  /// The optimum, or a point near it; `nil` where the method does not take the model or time is up.
  ///
  /// - Parameters:
  ///   - start: multipliers of all rows to begin with.
  ///   - decided: statuses of units that are held at them.
  func solve(from start: [Double], holding decided: [[Bool]?]? = nil, gap: Double, _ clock: SolveClock) -> Optimum? {
    var staged = staged
    if let decided { for group in groups { hold(decided, of: group, in: &staged) } }
    guard var point = try? StagedInteriorPoint(staged) else { return nil }
    let ofView = view.stagedDuals(blocks.reducedDuals(start))
    let zero = Array(repeating: 0.0, count: staged.stageCount)
    let ofUnits = Array(repeating: zero, count: staged.rows.count - ofView.count)
    point.start(duals: ofView + ofUnits, mu: 0.5 * meanCost / Double(max(1, program.commitments.count)))
    point.truncatedPart = 1e-3
    while point.iterations < Self.mostIterations, !point.isExhausted {
      if clock.stopReason != nil { return nil }
      point.iterate()
      if point.gapEstimate <= gap * abs(point.bound() + blocks.reduced.objectiveOffset) { break }
    }
    var partOn = program.commitments.map { _ in [Double]() }
    for group in groups {
      var left = point.values(ofColumn: group.part)
      let (held, open) = (group.units.filter { decided?[$0] != nil }, group.units.filter { decided?[$0] == nil })
      for unit in held + open {
        let own = decided?[unit].map { $0.map { $0 ? 1.0 : 0 } } ?? left.map { min(1, max(0, $0)) }
        for t in own.indices { left[t] -= own[t] }
        partOn[unit] = own
      }
    }
    return Optimum(
      values: blocks.wholeValues(view.columnValues(point)), rowDuals: blocks.wholeDuals(view.rowDuals(point)),
      partOn: partOn)
  }

  /// As many units of a kind are on as are held on at least, and at most those that are not held off.
  private func hold(_ decided: [[Bool]?], of group: Group, in staged: inout StagedModel) {
    let statuses = group.units.compactMap { decided[$0] }
    guard !statuses.isEmpty else { return }
    let open = group.units.filter { decided[$0] == nil }
    for t in 0..<staged.stageCount {
      let given = open.map { program.commitments[$0].given[t] }
      let on = Double(statuses.count { $0[t] })
      let most = on + Double(given.count { $0 != false })
      staged.columns[group.part].lower[t] = on + Double(given.count { $0 == true })
      for column in [group.part] + group.points { staged.columns[column].upper[t] = most }
    }
  }

  private static let mostIterations = 80
}
