import LinearOptimization
import Testing

@testable import DispatchFormulation
@testable import SolutionMethods

/// Windows of a store that is filled by x at a cost: level[t] = level[t − 1] + x[t].
@Suite struct WindowPolishTests {
  private struct Filling {
    var model = LinearModel()
    let x: ColumnBlock
    let level: ColumnBlock
    let rows: RowBlock

    init(cost: [Double], end: Double) {
      x = model.addColumns("x", count: cost.count, upper: 1, cost: .series(cost))
      var lower = Array(repeating: 0.0, count: cost.count)
      lower[cost.count - 1] = end
      level = model.addColumns("level", count: cost.count, lower: .series(lower), upper: 100)
      rows = model.addRows(
        "balance", count: cost.count, lower: 0, upper: 0,
        terms: [Term(level, 1), Term(level, -1, shift: -1), Term(x, -1)])
    }

    /// The point at which x is given.
    func point(_ amounts: [Double]) -> [Double] {
      var sum = 0.0
      return amounts
        + amounts.map {
          sum += $0
          return sum
        }
    }

    func polish(from point: [Double], windowSteps: Int, workers: Int = 1) -> WindowPolish {
      WindowPolish(
        model, steps: x.count, windowSteps: windowSteps, values: point,
        rowDuals: Array(repeating: 0, count: model.rowCount), workers: workers)
    }
  }

  private let clock = SolveClock(SolveOptions())

  @Test func seamsHoldTheLevelUntilWindowsCrossThem() throws {
    let filling = Filling(cost: [5, 4, 1, 2], end: 2)
    let start = filling.point([1, 0, 1, 0])
    var polish = filling.polish(from: start, windowSteps: 2)
    try polish.pass(clock)
    // One unit in each window, at its cheaper step.
    #expect(polish.values == filling.point([0, 1, 1, 0]))
    try polish.pass(offset: 1, clock)
    // The middle window 1..<3 keeps the two units that it has.
    #expect(polish.values == filling.point([0, 1, 1, 0]))
    #expect(polish.unsolved.isEmpty)
    #expect(feasibilityError(of: polish.values, in: filling.model) <= 1e-9)
  }

  @Test func oneWindowIsTheOptimumWithItsDuals() throws {
    let filling = Filling(cost: [5, 4, 1, 2], end: 2.5)
    var polish = filling.polish(from: filling.point([1, 1, 1, 0]), windowSteps: 4)
    try polish.pass(clock)
    #expect(polish.values == filling.point([0, 0.5, 1, 1]))
    #expect(filling.model.lagrangianBound(rowDuals: polish.rowDuals) > 5 - 1e-9)
  }

  /// From a level of 0 at the seam the second window cannot reach 3.
  @Test func aWindowWithoutAFeasiblePointIsJoinedWithItsNeighbour() throws {
    let filling = Filling(cost: [5, 4, 1, 2, 3, 3], end: 3)
    var polish = filling.polish(from: filling.point([0, 0, 0, 0, 0, 0]), windowSteps: 2)
    try polish.pass(clock)
    #expect(feasibilityError(of: polish.values, in: filling.model) <= 1e-9)
    #expect(polish.unsolved.isEmpty)
  }

  @Test func whatCannotBeMendedIsReported() throws {
    let filling = Filling(cost: [5, 4, 1, 2], end: 5)
    let start = filling.point([0, 0, 0, 0])
    var polish = filling.polish(from: start, windowSteps: 2)
    try polish.pass(clock)
    #expect(polish.unsolved == [0..<4])
    #expect(polish.values == start)
  }

  /// Both windows want all that is left of a common budget.
  @Test func windowsShareWhatIsLeftOfABudget() throws {
    var model = LinearModel()
    let x = model.addColumns("x", count: 4, upper: 3, cost: -1)
    model.addRow("budget", upper: 4, columns: Array(x.indices), coefficients: [1, 1, 1, 1])
    var polish = WindowPolish(
      model, steps: 4, windowSteps: 2, values: [1, 0, 0, 1], rowDuals: [0], workers: 1)
    try polish.pass(clock)
    #expect(abs(polish.values.reduce(0, +) - 4) < 1e-9)
    #expect(abs(polish.values[0] + polish.values[1] - 2) < 1e-9)
  }

  /// Both at once, 4 and 2, would earn most.
  @Test func pairsRunOneWay() throws {
    var model = LinearModel()
    let a = model.addColumns("a", count: 2, upper: 4, cost: -2)
    let b = model.addColumns("b", count: 2, upper: 4, cost: -1)
    model.addRows("sum", count: 2, upper: 6, terms: [Term(a, 1), Term(b, 1)])
    let pair = ExclusivePair(label: "pair", first: a, second: b, firstLimit: 4, secondLimit: 4)
    var polish = WindowPolish(
      model, steps: 2, windowSteps: 1, exclusions: [pair], values: [0, 0, 0, 0], rowDuals: [0, 0], workers: 1)
    try polish.pass(clock)
    #expect(polish.values == [4, 4, 0, 0])
  }

  @Test func threadsDoNotChangeTheResult() throws {
    let cost = (0..<60).map { Double(($0 * 37) % 11) + 0.1 * Double($0) }
    let filling = Filling(cost: cost, end: 20)
    let results = try [1, 4].map { workers in
      var polish = filling.polish(from: filling.point(cost.map { _ in 0.5 }), windowSteps: 7, workers: workers)
      try polish.pass(clock)
      try polish.pass(offset: 3, clock)
      return polish
    }
    #expect(results[0].values == results[1].values && results[0].rowDuals == results[1].rowDuals)
    let before = filling.model.objective(of: filling.point(cost.map { _ in 0.5 }))
    #expect(filling.model.objective(of: results[0].values) < before)
  }

  @Test func aCancelledPassKeepsThePoint() throws {
    let filling = Filling(cost: [5, 4, 1, 2], end: 2)
    let cancellation = Cancellation()
    cancellation.cancel()
    var polish = filling.polish(from: filling.point([1, 0, 1, 0]), windowSteps: 2)
    try polish.pass(SolveClock(SolveOptions(cancellation: cancellation)))
    #expect(polish.values == filling.point([1, 0, 1, 0]) && polish.unsolved == [0..<2, 2..<4])
  }
}
