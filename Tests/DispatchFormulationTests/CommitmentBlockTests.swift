import DispatchFormulation
import LinearOptimization
import SeedsAndSnapshots
import Testing

/// The subproblem of a block against an LP for every pattern of statuses, on random units with every rule.
@Suite struct CommitmentBlockTests {
  @Test func theCheapestPatternIsTheBestOfAll() throws {
    var feasible = 0
    for seed in seeds(60) {
      var random = SeededGenerator(seed)
      let wish = RandomSystems.Wish(
        steps: 2...6, units: 1...2, buses: 1...2, hasCommitmentData: true, hasDeepStages: seed % 3 == 0)
      let program = DispatchProgram(RandomSystems.system(seed: seed, wish), options: .init(commitment: true))
      for block in program.commitments {
        let costs = Self.randomCosts(of: block, in: program.model, &random)
        let model = Self.isolated(block, in: program.model, costs)
        let cheapest = block.cheapest(at: costs)
        guard let best = try Self.bestPattern(model, block) else {
          #expect(cheapest == nil, "seed \(seed), \(block.name)")
          continue
        }
        let point = try #require(cheapest, "seed \(seed), \(block.name)")
        feasible += 1
        #expect(
          abs(point.cost - best) < 1e-6 * max(1, abs(best)), "seed \(seed), \(block.name): \(point.cost), \(best)")
        #expect(feasibilityError(of: point.values, in: model) < 1e-9, "seed \(seed), \(block.name)")
        #expect(abs(model.objective(of: point.values) - point.cost) < 1e-6, "seed \(seed), \(block.name)")
        let again = block.cheapest(at: costs, isOn: point.isOn)
        #expect(abs(again.cost - point.cost) < 1e-9 * max(1, abs(best)), "seed \(seed), \(block.name)")
      }
    }
    #expect(feasible > 30)
  }

  @Test func blocksOwnTheirRowsAndColumns() {
    for seed in seeds(20) {
      let wish = RandomSystems.Wish(hasCommitmentData: true)
      let program = DispatchProgram(RandomSystems.system(seed: seed, wish), options: .init(commitment: true))
      let model = program.model
      for block in program.commitments {
        #expect(block.decided.allSatisfy { block.columns.contains($0.first) })
        for row in block.rows {
          let columns = model.columnIndex[model.rowStart[row]..<model.rowStart[row + 1]]
          #expect(columns.allSatisfy { block.columns.contains(Int($0)) }, "seed \(seed), \(model.rowName(row))")
        }
      }
    }
  }

  /// Prices of energy and reserve on top of the model's own costs.
  private static func randomCosts(
    of block: CommitmentBlock, in model: LinearModel, _ random: inout SeededGenerator
  ) -> [Double] {
    var costs = model.cost
    let prices = block.status.indices.map { _ in random.round(0...60, by: 5) }
    let reserve = block.status.indices.map { _ in random.round(-5...15, by: 5) }
    for column in block.columns {
      let name = model.columnName(column)
      let t = (column - block.status.first) % block.status.count
      if name.hasPrefix("power") { costs[column] -= prices[t] }
      if name.hasPrefix("status") { costs[column] -= prices[t] * 10 }
      if name.hasPrefix("reserve") { costs[column] -= reserve[t] }
    }
    return costs
  }

  /// The block as a model of its own, without the ramps, which its subproblem leaves out.
  private static func isolated(_ block: CommitmentBlock, in model: LinearModel, _ costs: [Double]) -> LinearModel {
    var part = LinearModel()
    for column in block.columns {
      _ = part.addColumns(
        "x", count: 1, lower: .constant(model.columnLower[column]), upper: .constant(model.columnUpper[column]),
        cost: .constant(costs[column]), integer: model.columnName(column).hasPrefix("stage"))
    }
    for row in block.rows where !model.rowName(row).hasPrefix("ramp") {
      let entries = model.rowStart[row]..<model.rowStart[row + 1]
      part.addRow(
        "r", lower: model.rowLower[row], upper: model.rowUpper[row],
        columns: model.columnIndex[entries].map { Int($0) - block.columns.lowerBound },
        coefficients: Array(model.coefficient[entries]))
    }
    return part
  }

  private static func bestPattern(_ model: LinearModel, _ block: CommitmentBlock) throws -> Double? {
    let statuses = block.status.indices.map { $0 - block.columns.lowerBound }
    var best: Double?
    try withSession(model) { session throws(SolverFault) in
      for pattern in 0..<(1 << statuses.count) {
        let values = statuses.indices.map { Double((pattern >> $0) & 1) }
        let isGiven = zip(block.given, values).allSatisfy { $0 == nil || ($0 == true) == ($1 == 1) }
        guard isGiven else { continue }
        guard model.integerCount == 0 else {
          var fixed = model
          for (column, value) in zip(statuses, values) { fixed.setBounds(column: column, lower: value, upper: value) }
          let solution = try solve(fixed)
          if solution.status == .optimal { best = min(best ?? .infinity, solution.objective) }
          continue
        }
        try session.setBounds(columns: statuses, lower: values, upper: values)
        let solution = try session.solve()
        if solution.status == .optimal { best = min(best ?? .infinity, solution.objective) }
      }
    }
    return best
  }
}
