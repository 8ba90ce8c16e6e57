import LinearOptimization
import Testing

@Suite struct LinearModelTests {
  private func entries(_ model: LinearModel, row: Int) -> [Int: Double] {
    let range = model.rowStart[row]..<model.rowStart[row + 1]
    let indices = model.columnIndex[range].map { Int($0) }
    #expect(Set(indices).count == indices.count)
    return Dictionary(zip(indices, model.coefficient[range]), uniquingKeysWith: { first, _ in first })
  }

  @Test func blocksFollowEachOther() {
    var model = LinearModel()
    let a = model.addColumns("a", count: 3, lower: -1, upper: .series([1, 2, 3]), cost: 4)
    let b = model.addColumns("b", count: 2, integer: true)
    #expect(a.indices == 0..<3 && b.indices == 3..<5)
    #expect(model.columnLower == [-1, -1, -1, 0, 0])
    #expect(model.columnUpper == [1, 2, 3, .infinity, .infinity])
    #expect(model.cost == [4, 4, 4, 0, 0])
    #expect(model.isInteger == [false, false, false, true, true])
    #expect(model.integerCount == 2)
    #expect(model.relaxed().integerCount == 0)
    model.setInteger(a, true)
    #expect(model.integerCount == 5)
  }

  @Test func shiftedTermsDropOrWrap() {
    var model = LinearModel()
    let x = model.addColumns("x", count: 3)
    let dropped = model.addRows("d", count: 3, terms: [Term(x, 1), Term(x, -2, shift: -1)])
    #expect(dropped.indices.map { entries(model, row: $0) } == [[0: 1], [1: 1, 0: -2], [2: 1, 1: -2]])
    let wrapped = model.addRows(
      "w", count: 3, terms: [Term(x, 1), Term(x, .series([5, 6, 0]), shift: 4, edge: .wrap)])
    #expect(wrapped.indices.map { entries(model, row: $0) } == [[0: 1, 1: 5], [1: 1, 2: 6], [2: 1]])
    let back = model.addRows("b", count: 1, terms: [Term(x, 1, shift: -7, edge: .wrap)])
    #expect(entries(model, row: back.first) == [2: 1])
    // Rows beyond the block of columns.
    let long = model.addRows("l", count: 4, terms: [Term(x, 1)])
    #expect(entries(model, row: long.first + 3) == [:])
  }

  @Test func aColumnThatATermMeetsTwiceIsSummed() throws {
    var model = LinearModel()
    let one = model.addColumns("one", count: 1, upper: 10, cost: -1)
    let cyclic = model.addRows(
      "c", count: 1, upper: 2, terms: [Term(one, 1), Term(one, -0.5, shift: -1, edge: .wrap)])
    #expect(entries(model, row: cyclic.first) == [0: 0.5])
    let x = model.addColumns("x", count: 3, upper: 1)
    let same = model.addRows("s", count: 3, terms: [Term(x, 1), Term(one, 1), Term(x, 2), Term(x, 7, shift: 1)])
    #expect(entries(model, row: same.first) == [1: 3, 0: 1, 2: 7])
    // The same column by way of another block.
    let part = ColumnBlock(first: x.first + 1, count: 2)
    let overlap = model.addRows("o", count: 2, terms: [Term(x, 1, shift: 1), Term(part, 1)])
    #expect(overlap.indices.map { entries(model, row: $0) } == [[2: 2], [3: 2]])
    #expect(try solve(model).objective == -4)
  }

  @Test func names() {
    var model = LinearModel()
    let a = model.addColumns("a", count: 2)
    _ = model.addColumns("b", count: 1)
    _ = model.addColumns("none", count: 0)
    _ = model.addColumns("c", count: 2)
    #expect((0..<5).map { model.columnName($0) } == ["a[0]", "a[1]", "b", "c[0]", "c[1]"])
    model.addRow("single", upper: 1, columns: [0], coefficients: [1])
    model.addRows("block", count: 2, terms: [Term(a, 1)])
    #expect((0..<3).map { model.rowName($0) } == ["single", "block[0]", "block[1]"])
  }

  @Test func evaluation() {
    var model = LinearModel()
    let x = model.addColumns("x", count: 2, upper: 10, cost: .series([2, 3]))
    model.addRows("r", count: 1, lower: 4, upper: 100, terms: [Term(x, 1), Term(x, 2, shift: 1)])
    model.objectiveOffset = 1
    #expect(model.objective(of: [1, 2]) == 9)
    #expect(model.rowActivities(of: [1, 2]) == [5])
    #expect(model.reducedCosts(of: [0.5]) == [1.5, 2])
    #expect(abs(model.lagrangianBound(rowDuals: [1.5]) - 7) < 1e-13)
    #expect(abs(model.lagrangianBound(rowDuals: [-1]) + 99) < 1e-12)
    #expect(feasibilityError(of: [1, 2], in: model) == 0)
    #expect(feasibilityError(of: [2, 0], in: model) == 0.5)
    #expect(feasibilityError(of: [15, 0], in: model) == 0.5)
    #expect(feasibilityError(of: [1], in: model) == .infinity)
    #expect(feasibilityError(of: [.nan, 1], in: model) == .infinity)
  }
}
