import LinearOptimization
import SeedsAndSnapshots

/// A model with every kind of row and column: ranges, equalities, free and empty rows; free, fixed, half-bounded, negative
/// and empty columns; small integral data, so that vertices are well apart.
func randomModel(seed: Int, columns: Int, rows: Int, integers: Int = 0) -> LinearModel {
  var random = SeededGenerator(seed)
  var model = LinearModel()
  var all: [Int] = []
  for column in 0..<columns {
    let isInteger = column < integers
    let (lower, upper): (Double, Double)
    let a = Double(Int.random(in: -4...4, using: &random))
    let width = Double(Int.random(in: isInteger ? 0...3 : 0...8, using: &random))
    switch isInteger ? 9 : Int.random(in: 0...9, using: &random) {
    case 0: (lower, upper) = (-.infinity, .infinity)
    case 1: (lower, upper) = (-.infinity, a)
    case 2: (lower, upper) = (a, .infinity)
    case 3: (lower, upper) = (0, .infinity)
    case 4: (lower, upper) = (a, a)
    default: (lower, upper) = (a, a + width)
    }
    let block = model.addColumns(
      "x", count: 1, lower: .constant(lower), upper: .constant(upper),
      cost: .constant(Double(Int.random(in: -5...9, using: &random))), integer: isInteger)
    all.append(block.first)
  }
  for _ in 0..<rows {
    var used: [Int] = []
    var coefficients: [Double] = []
    let density = Double.random(in: 0...1, using: &random)
    for column in all where Double.random(in: 0...1, using: &random) < density {
      used.append(column)
      coefficients.append(Double(Int.random(in: -3...3, using: &random)))
    }
    let a = Double(Int.random(in: -6...6, using: &random))
    let (lower, upper): (Double, Double)
    switch Int.random(in: 0...6, using: &random) {
    case 0: (lower, upper) = (-.infinity, .infinity)
    case 1: (lower, upper) = (a, a)
    case 2: (lower, upper) = (a, a + Double(Int.random(in: 1...6, using: &random)))
    case 3, 4: (lower, upper) = (a - 5, .infinity)
    default: (lower, upper) = (-.infinity, a + 5)
    }
    model.addRow("r", lower: lower, upper: upper, columns: used, coefficients: coefficients)
  }
  model.objectiveOffset = Double(Int.random(in: -3...3, using: &random))
  return model
}

/// The model with limits far out where it has none, for bounds: a reduced cost that should be zero is so to rounding only.
func boxed(_ model: LinearModel) -> LinearModel {
  var boxed = model
  for column in 0..<model.columnCount {
    let (lower, upper) = (model.columnLower[column], model.columnUpper[column])
    boxed.setBounds(column: column, lower: max(lower, -1e6), upper: min(upper, 1e6))
  }
  return boxed
}

/// What the solver says, in the oracle's words.
func verdict(of model: LinearModel, options: SolverOptions = .init()) throws -> Oracle? {
  let solution = try solve(model, options: options)
  switch solution.status {
  case .infeasible: return .infeasible
  case .unbounded: return .unbounded
  case .optimal: return .optimal(solution.objective)
  case .feasible, .stoppedWithSolution, .stoppedWithoutSolution: return nil
  }
}

/// Whether two verdicts agree: objectives to 1e-6, the rest exactly.
func agree(_ first: Oracle?, _ second: Oracle?) -> Bool {
  if case .optimal(let a)? = first, case .optimal(let b)? = second { return abs(a - b) <= 1e-6 * max(1, abs(a)) }
  return first == second
}
