import GLPK
import Testing

/// Whatever GLPK would abort for is refused before it, and the problem lives on.
@Suite struct ValidationTests {
  private func load(
    lower: [Double] = [0, 0], upper: [Double] = [1, 1], cost: [Double] = [1, 1], isInteger: [Bool] = [false, false],
    rowLower: [Double] = [0], rowUpper: [Double] = [1], start: [Int] = [0, 2], columnIndex: [Int32] = [0, 1],
    coefficient: [Double] = [1, 1], offset: Double = 0
  ) throws {
    var problem = try Problem()
    try problem.load(
      columns: ColumnArrays(lower: lower, upper: upper, cost: cost, isInteger: isInteger),
      rows: RowArrays(
        lower: rowLower, upper: rowUpper, start: start, columnIndex: columnIndex, coefficient: coefficient),
      objectiveOffset: offset)
  }

  private func expectInvalid(
    _ words: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
  ) {
    let error = #expect(throws: SolverFault.self, sourceLocation: sourceLocation) { try body() }
    guard case .invalid(let message) = error, message.contains(words) else {
      Issue.record("\(String(describing: error)) does not say \(words)", sourceLocation: sourceLocation)
      return
    }
  }

  @Test func models() throws {
    try load()
    expectInvalid("the limits 2.0 and 1.0") { try load(lower: [0, 2]) }
    expectInvalid("the limits nan") { try load(lower: [.nan, 0]) }
    expectInvalid("the limits 0.0 and nan") { try load(rowUpper: [.nan]) }
    expectInvalid("the limits inf") { try load(lower: [.infinity, 0], upper: [.infinity, 1]) }
    expectInvalid("the limits -inf and -inf") { try load(rowLower: [-.infinity], rowUpper: [-.infinity]) }
    expectInvalid("lower and 2 upper") { try load(lower: [0]) }
    expectInvalid("the cost nan") { try load(cost: [1, .nan]) }
    expectInvalid("kinds") { try load(isInteger: [true]) }
    expectInvalid("refers to column 2") { try load(columnIndex: [0, 2]) }
    expectInvalid("refers to column -1") { try load(columnIndex: [-1, 0]) }
    expectInvalid("has column 1 twice") { try load(columnIndex: [1, 1]) }
    expectInvalid("the coefficient inf") { try load(coefficient: [1, .infinity]) }
    expectInvalid("row starts") { try load(start: [0, 1]) }
    expectInvalid("row starts") { try load(start: []) }
    expectInvalid("descend") {
      try load(rowLower: [0, 0], rowUpper: [1, 1], start: [0, 3, 2])
    }
    expectInvalid("offset") { try load(offset: .infinity) }
  }

  @Test func addedColumns() throws {
    func add(start: [Int] = [0, 1], row: [Int32] = [0], coefficient: [Double] = [1], cost: [Double] = [1]) throws {
      var problem = try Problem()
      try problem.load(
        columns: ColumnArrays(lower: [0], upper: [1], cost: [1], isInteger: [false]),
        rows: RowArrays(lower: [0], upper: [2], start: [0, 1], columnIndex: [0], coefficient: [1]), objectiveOffset: 0)
      try problem.appendColumns(
        ColumnArrays(lower: [0], upper: [1], cost: cost, isInteger: [false]),
        ColumnEntries(start: start, rowIndex: row, coefficient: coefficient))
    }
    try add()
    expectInvalid("refers to row 1") { try add(row: [1]) }
    expectInvalid("refers to row -1") { try add(row: [-1]) }
    expectInvalid("has row 0 twice") { try add(start: [0, 2], row: [0, 0], coefficient: [1, 1]) }
    expectInvalid("the coefficient nan") { try add(coefficient: [.nan]) }
    expectInvalid("column starts") { try add(start: [0]) }
    expectInvalid("the cost inf") { try add(cost: [.infinity]) }
  }

  @Test func changes() throws {
    var problem = try Problem()
    try problem.load(
      columns: ColumnArrays(lower: [0], upper: [1], cost: [1], isInteger: [true]),
      rows: RowArrays(lower: [0], upper: [2], start: [0, 1], columnIndex: [0], coefficient: [1]), objectiveOffset: 0)
    var message = ""
    do { try problem.setBounds(columns: [1], lower: [0], upper: [1]) } catch { message = error.description }
    #expect(message == "there is no column 1")
    do { try problem.setBounds(rows: [-1], lower: [0], upper: [1]) } catch { message = error.description }
    #expect(message == "there is no row -1")
    do { try problem.setCosts(columns: [0], costs: []) } catch { message = error.description }
    #expect(message == "0 costs for 1 columns")
    do { try problem.setBasis(columns: [6], rows: [1]) } catch { message = error.description }
    #expect(message == "6 is no status in a basis")
    do { try problem.setBasis(columns: [], rows: [1]) } catch { message = error.description }
    #expect(message == "a basis of 0 columns and 1 rows for 1 and 1")
    do { try problem.read(.freeMPS, path: "/nowhere/at/all") } catch { message = error.description }
    #expect(message.contains("/nowhere/at/all"))
    do {
      _ = try problem.runBranchAndCut(
        relativeGap: 0, milliseconds: 1000, cuts: false, start: [1, 2], poll: { _ in false })
    } catch { message = error.description }
    #expect(message.contains("another number of values"))
  }

  @Test func callingBackIntoGLPKIsRefused() throws {
    var problem = try Problem()
    try problem.load(
      columns: ColumnArrays(lower: [0, 0], upper: [9, 9], cost: [-1, -1], isInteger: [true, true]),
      rows: RowArrays(
        lower: [-.infinity, -.infinity], upper: [7.3, 6.1], start: [0, 2, 4], columnIndex: [0, 1, 0, 1],
        coefficient: [1.3, 2.1, 2.2, 1.1]), objectiveOffset: 0)
    _ = try problem.runSimplex(.dual, milliseconds: 1000)
    var polled = 0
    let result = try problem.runBranchAndCut(
      relativeGap: 0, milliseconds: 10_000, cuts: false, start: nil
    ) { _ in
      polled += 1
      #expect(throws: SolverFault.insideCallback) { _ = try Problem() }
      return false
    }
    #expect(polled > 0)
    #expect(result.status == .optimal)
  }
}
