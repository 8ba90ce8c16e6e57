import LinearOptimization
import SeedsAndSnapshots
import Testing

@Suite struct FixedColumnsTests {
  /// Values, objective and duals agree with the model whose columns are fixed by their limits, also after the values
  /// have changed.
  @Test func agreesWithFixingByLimits() throws {
    var optimal = 0
    for seed in seeds(150) {
      let model = randomModel(seed: seed, columns: 8, rows: 5)
      let whole = try solve(model)
      guard whole.status == .optimal else { continue }
      let fixed = [ColumnBlock(first: 1, count: 2), ColumnBlock(first: 6, count: 1)]
      let reduction = FixedColumns(model, fixing: fixed, at: whole.columnValues)
      var moved = whole.columnValues
      moved[1] += 0.25
      var session = try LazySession(reduction.reduced)
      for values in [whole.columnValues, moved] {
        let limits = reduction.limits(at: values)
        try session.setBounds(
          columns: Array(limits.columnLower.indices), lower: limits.columnLower, upper: limits.columnUpper)
        try session.setBounds(rows: Array(limits.rowLower.indices), lower: limits.rowLower, upper: limits.rowUpper)
        var bounded = model
        for block in fixed {
          for column in block.indices {
            bounded.setBounds(column: column, lower: values[column], upper: values[column])
          }
        }
        let expected = try solve(bounded)
        guard expected.status == .optimal else { continue }
        optimal += 1
        let restored = reduction.restore(try session.solve(), at: values, limits)
        #expect(abs(restored.objective - expected.objective) < 1e-6, "seed \(seed)")
        #expect(feasibilityError(of: restored.columnValues, in: bounded) < 1e-6, "seed \(seed)")
        // Duals are right where they prove the optimum.
        #expect(
          abs(boxed(bounded).lagrangianBound(rowDuals: restored.rowDuals) - expected.objective) < 1e-5, "seed \(seed)")
      }
    }
    #expect(optimal > 30)
  }
}
