import LinearOptimization
import SeedsAndSnapshots
import Testing

@Suite struct RoomColumnsTests {
  /// Two units of 60 and 40 MW above minimum, each with reserve in what its output leaves: 70 MW of output and 25 of
  /// reserve. Reserve fits only if 5 MW move to the dearer unit or are bought; duals must prove whatever comes out.
  private func model(reserve: Double) -> LinearModel {
    var model = LinearModel()
    let power = [(60.0, 10.0), (40.0, 20.0)].map {
      model.addColumns("p", count: 1, upper: .constant($0.0), cost: .constant($0.1))
    }
    let held = [60.0, 40].map { model.addColumns("r", count: 1, upper: .constant($0)) }
    let bought = model.addColumns("b", count: 1, upper: 50, cost: 35)
    for (index, limit) in [60.0, 40].enumerated() {
      model.addRow("limit", upper: limit, columns: [power[index].first, held[index].first], coefficients: [1, 1])
    }
    model.addRow(
      "balance", lower: 70, upper: 70, columns: power.map(\.first) + [bought.first], coefficients: [1, 1, 1])
    model.addRow("reserve", lower: reserve, columns: held.map(\.first), coefficients: [1, 1])
    return model
  }

  @Test(arguments: [0.0, 25, 45, 80])
  func agreesWithTheWholeModel(reserve: Double) throws {
    let model = model(reserve: reserve)
    let rooms = RoomColumns(model)
    #expect(rooms.columns.map(\.first) == [2, 3])
    let expected = try solve(model)
    var session = try LazySession(rooms.model)
    let solution = rooms.restore(try session.solve())
    #expect(solution.status == expected.status)
    #expect(abs(solution.objective - expected.objective) < 1e-9)
    #expect(feasibilityError(of: solution.columnValues, in: model) < 1e-9)
    #expect(abs(model.lagrangianBound(rowDuals: solution.rowDuals) - expected.objective) < 1e-6)
  }

  @Test func randomModelsKeepTheirOptimum() throws {
    var replaced = 0
    for seed in seeds(400) {
      let model = randomModel(seed: seed, columns: 6, rows: 3)
      let rooms = RoomColumns(model)
      guard !rooms.columns.isEmpty else { continue }
      replaced += 1
      let expected = try solve(model)
      var session = try LazySession(rooms.model)
      let solution = rooms.restore(try session.solve())
      #expect(solution.status == expected.status, "seed \(seed)")
      guard expected.status == .optimal else { continue }
      #expect(abs(solution.objective - expected.objective) < 1e-6, "seed \(seed)")
      #expect(feasibilityError(of: solution.columnValues, in: model) < 1e-6, "seed \(seed)")
    }
    #expect(replaced > 0)
  }
}
