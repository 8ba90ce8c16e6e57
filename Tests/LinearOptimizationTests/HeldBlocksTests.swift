import LinearOptimization
import SeedsAndSnapshots
import Testing

@Suite struct HeldBlocksTests {
  /// Values, objective and duals agree with the model whose columns are fixed by their limits.
  @Test func agreesWithFixingByLimits() throws {
    var optimal = 0
    for seed in seeds(150) {
      let model = boxed(randomModel(seed: seed, columns: 8, rows: 5))
      let whole = try solve(model)
      guard whole.status == .optimal else { continue }
      let fixed = [ColumnBlock(first: 1, count: 2), ColumnBlock(first: 6, count: 1)]
      var bounded = model
      for column in fixed.flatMap(\.indices) {
        bounded.setBounds(column: column, lower: whole.columnValues[column], upper: whole.columnValues[column])
      }
      let held = HeldBlocks(model, holding: fixed, at: whole.columnValues)
      let own = try solve(held.reduced)
      guard own.status == .optimal else { continue }
      optimal += 1
      let values = held.wholeValues(own.columnValues)
      #expect(abs(own.objective - whole.objective) < 1e-6, "seed \(seed)")
      #expect(abs(model.objective(of: values) - whole.objective) < 1e-6, "seed \(seed)")
      #expect(feasibilityError(of: values, in: bounded) < 1e-6, "seed \(seed)")
      let bound = bounded.lagrangianBound(rowDuals: held.wholeDuals(own.rowDuals))
      #expect(bound <= whole.objective + 1e-6 && bound >= whole.objective - 1e-5, "seed \(seed): \(bound)")
    }
    #expect(optimal > 30)
  }

  /// Two steps of a unit that is on and then off: 10 to 30 MW above nothing, beside a supply at 5 per MW.
  ///
  /// power ≤ 30 · status holds its output at 0 in the second step, and reserve ≤ power with it; the balance is all that is
  /// left, and the first step's status of cost 7 is part of the offset.
  @Test func aUnitThatIsOffLeavesNoRows() throws {
    var model = LinearModel()
    let status = model.addColumns("status", count: 2, upper: 1, cost: 7)
    let power = model.addColumns("power", count: 2, upper: 30, cost: 1)
    let reserve = model.addColumns("reserve", count: 2, upper: 5, cost: -2)
    let other = model.addColumns("other", count: 2, upper: 100, cost: 5)
    model.addRows("limit", count: 2, upper: 0, terms: [Term(power, 1), Term(status, -30)])
    model.addRows("least", count: 2, lower: 0, terms: [Term(power, 1), Term(status, -10)])
    model.addRows("room", count: 2, upper: 0, terms: [Term(reserve, 1), Term(power, -1)])
    let balance = model.addRows("balance", count: 2, lower: 40, upper: 40, terms: [Term(power, 1), Term(other, 1)])
    let held = HeldBlocks(model, holding: [status], at: [1, 0, 0, 0, 0, 0, 0, 0])
    #expect(held.reduced.objectiveOffset == 7)
    #expect(held.reduced.columnCount == 6)
    #expect(Array(held.model.columnLower[power.indices]) == [10, 0])
    #expect(Array(held.model.columnUpper[power.indices]) == [30, 0])
    #expect(held.model.columnUpper[reserve.first + 1] == 0)
    #expect(held.reduced(balance) != nil)
    // 7 + 30 + 10 · 5 − 5 · 2 in the first step, 40 · 5 in the second.
    let solution = try solve(held.reduced)
    #expect(abs(solution.objective - (7 + 30 + 50 - 10 + 200)) < 1e-9)
    #expect(held.wholeValues(solution.columnValues)[status.first] == 1)
  }
}
