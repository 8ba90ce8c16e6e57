import LinearOptimization
import SeedsAndSnapshots
import Testing

@Suite struct SessionTests {
  /// Changes of every kind, each followed by a warm solve that must agree with a fresh one of the changed model.
  @Test(arguments: [0, 2])
  func changesAgreeWithFreshSolves(integers: Int) throws {
    for seed in seeds(40) {
      var random = SeededGenerator(seed)
      let model = randomModel(seed: seed, columns: 6, rows: 4, integers: integers)
      try withSession(model) { session throws(SolverFault) in
        for round in 0..<6 {
          let column = Int.random(in: 0..<6, using: &random)
          let low = Double(Int.random(in: -4...4, using: &random))
          switch round % 4 {
          case 0:
            let upper = column < integers ? low + 2.5 : .infinity
            try session.setBounds(columns: [column], lower: [low - 0.25], upper: [upper])
          case 1: try session.setBounds(rows: [column % 4], lower: [low - 6], upper: [low + 6])
          case 2: try session.setCosts(columns: [column], costs: [low])
          default:
            try session.addRows(
              lower: [-.infinity, -9], upper: [low + 8, .infinity], rowStart: [0, 2, 3], columnIndex: [0, 3, 5],
              coefficient: [1, 2, -1])
          }
          let warm = try session.solve()
          let fresh = try solve(session.model)
          #expect(warm.status == fresh.status, "seed \(seed), round \(round)")
          if warm.status == .optimal {
            #expect(abs(warm.objective - fresh.objective) < 1e-6, "seed \(seed), round \(round)")
            #expect(feasibilityError(of: warm.columnValues, in: session.model) < 1e-6)
            #expect(warm.rowActivities.count == session.model.rowCount)
          }
        }
      }
    }
  }

  /// Columns added in two goes, each followed by primal simplex, agree with a fresh solve of the grown model.
  @Test func addedColumnsAgreeWithFreshSolves() throws {
    for seed in seeds(40) {
      var random = SeededGenerator(seed)
      try withSession(randomModel(seed: seed, columns: 6, rows: 4)) { session throws(SolverFault) in
        _ = try session.solve()
        for round in 0..<2 {
          let costs = [-1.0, 2].map { $0 * Double(Int.random(in: 1...4, using: &random)) }
          try session.addColumns(
            lower: [0, -1], upper: [3, 2], cost: costs, columnStart: [0, 2, 4], rowIndex: [0, 3, 1, 2],
            coefficient: [1, -2, 3, 1])
          #expect(session.model.columnCount == 8 + 2 * round)
          var options = SolverOptions()
          options.method = .primalSimplex
          let warm = try session.solve(options)
          let fresh = try solve(session.model)
          #expect(warm.status == fresh.status, "seed \(seed), round \(round)")
          if warm.status == .optimal {
            #expect(abs(warm.objective - fresh.objective) < 1e-6, "seed \(seed), round \(round)")
            #expect(feasibilityError(of: warm.columnValues, in: session.model) < 1e-6)
          }
        }
      }
    }
  }

  @Test func aWarmStartSavesIterations() throws {
    let model = dispatchModel(hours: 96, units: 10)
    let cold = try solve(model)
    var options = SolverOptions()
    options.startBasis = cold.basis
    #expect(try solve(model, options: options).iterations == 0)

    let (again, tightened) = try withSession(model) { session throws(SolverFault) in
      _ = try session.solve()
      let again = try session.solve()
      try session.setBounds(columns: [3, 4], lower: [0, 0], upper: [10, 10])
      return (again, try session.solve())
    }
    #expect(again.iterations == 0)
    #expect(tightened.iterations < cold.iterations / 4)
  }

  @Test func aBadBasisIsDropped() throws {
    let model = dispatchModel(hours: 24, units: 3)
    let optimum = try solve(model).objective
    for status: UInt8 in 1...5 {
      var options = SolverOptions()
      options.startBasis = Basis(
        columnStatus: Array(repeating: status, count: model.columnCount),
        rowStatus: Array(repeating: status, count: model.rowCount))
      let solution = try solve(model, options: options)
      #expect(solution.status == .optimal)
      #expect(abs(solution.objective / optimum - 1) < 1e-9)
    }
    var options = SolverOptions()
    options.startBasis = Basis(columnStatus: [], rowStatus: [])
    #expect(throws: SolverFault.self) { try solve(model, options: options) }
  }

  @Test func refusedChangesLeaveTheSessionAsItWas() throws {
    let model = randomModel(seed: 3, columns: 4, rows: 3)
    try withSession(model) { session throws(SolverFault) in
      let before = try session.solve()
      #expect(throws: SolverFault.self) { try session.setBounds(columns: [4], lower: [0], upper: [1]) }
      #expect(throws: SolverFault.self) { try session.setBounds(columns: [0], lower: [1], upper: [0]) }
      #expect(throws: SolverFault.self) { try session.setBounds(rows: [0, 1], lower: [0], upper: [1]) }
      #expect(throws: SolverFault.self) { try session.setCosts(columns: [0], costs: [.nan]) }
      #expect(throws: SolverFault.self) {
        try session.addRows(lower: [0], upper: [1], rowStart: [0, 1], columnIndex: [7], coefficient: [1])
      }
      let after = try session.solve()
      #expect(after.status == before.status)
      #expect(after.rowActivities.count == before.rowActivities.count)
    }
  }
}
