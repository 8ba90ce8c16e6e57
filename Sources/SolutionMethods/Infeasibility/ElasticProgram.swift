import LinearOptimization
import Schedules

/// A part of a model with a column for every limit that can give way, minimised rank by rank.
///
/// First only balances give way: what they come to at least is what is short, and the reduced costs of the other
/// columns say which limits would help. Then all limits give way, those of the highest rank least; each minimum is kept
/// while the next rank is minimised (lexicographic goal programming; J. W. Chinneck, "Feasibility and Infeasibility in
/// Optimization", 2008, ch. 6, has the elastic programs).
struct ElasticProgram: ~Copyable {
  private var session: OptimizationSession
  private let reliefs: [Relief]
  private let first: Int
  private let stepHours: Double
  private let watch: SolveClock

  /// What was found: per relief, units of its column.
  struct Amounts {
    var values: [Double]
    /// MWh of imbalance that a MWh more of each limit would save; 0 with integers.
    var worths: [Double]
    var isLeast: Bool
  }

  init(_ part: ModelPart, _ reliefs: [Relief], stepHours: Double, _ watch: SolveClock) throws(SolverFault) {
    self.reliefs = reliefs
    self.stepHours = stepHours
    self.watch = watch
    first = part.model.columnCount
    var session = try OptimizationSession(part.model)
    var start = [0]
    for relief in reliefs { start.append((start.last ?? 0) + relief.rows.count) }
    try session.addColumns(
      "relief", lower: reliefs.map { _ in 0 }, upper: reliefs.map(\.upper), cost: reliefs.map { _ in 0 },
      columnStart: start, rowIndex: reliefs.flatMap(\.rows), coefficient: reliefs.flatMap(\.coefficients))
    self.session = session
  }

  /// MWh that a unit of a relief stands for.
  private func weight(_ relief: Relief) -> Double { relief.perUnit * (relief.limit.isEnergy ? 1 : stepHours) }

  /// The least imbalance with every other limit kept; `nil` where they contradict each other, or no answer was found.
  mutating func imbalance() throws(SolverFault) -> Amounts? {
    let others = reliefs.indices.filter { reliefs[$0].limit.rank < BrokenLimit.ranks.upperBound }
    let zeros = others.map { _ in 0.0 }
    try session.setBounds(columns: others.map { first + $0 }, lower: zeros, upper: zeros)
    try price(BrokenLimit.ranks.upperBound)
    let solution = try session.solve(options(.dualSimplex))
    try session.setBounds(columns: others.map { first + $0 }, lower: zeros, upper: others.map { reliefs[$0].upper })
    guard !solution.columnValues.isEmpty else { return nil }
    var amounts = amounts(solution, isLeast: solution.status == .optimal)
    if !solution.reducedCosts.isEmpty {
      amounts.worths = reliefs.indices.map { max(0, -solution.reducedCosts[first + $0] / weight(reliefs[$0])) }
    }
    return amounts
  }

  /// The least change by rank; `nil` where no answer was found in time.
  mutating func leastChange() throws(SolverFault) -> Amounts? {
    var found: Amounts?
    var isLeast = true
    for rank in BrokenLimit.ranks.reversed() {
      try price(rank)
      let solution = try session.solve(options(.primalSimplex))
      isLeast = isLeast && solution.status == .optimal
      guard !solution.columnValues.isEmpty else { break }
      let amounts = amounts(solution, isLeast: isLeast)
      found = amounts
      try keep(amounts.values, rank)
    }
    return found
  }

  private func amounts(_ solution: Solution, isLeast: Bool) -> Amounts {
    Amounts(
      values: Array(solution.columnValues[first..<first + reliefs.count]), worths: reliefs.map { _ in 0 },
      isLeast: isLeast)
  }

  /// Minimises what the limits of one rank give way.
  private mutating func price(_ rank: Int) throws(SolverFault) {
    try session.setCosts(
      columns: reliefs.indices.map { first + $0 }, costs: reliefs.map { $0.limit.rank == rank ? weight($0) : 0 })
  }

  /// Keeps a rank at what it came to.
  private mutating func keep(_ values: [Double], _ rank: Int) throws(SolverFault) {
    let own = reliefs.indices.filter { reliefs[$0].limit.rank == rank }
    let total = own.reduce(0) { $0 + weight(reliefs[$1]) * values[$1] }
    let zeros = own.map { _ in 0.0 }
    if total < Self.least {
      try session.setBounds(columns: own.map { first + $0 }, lower: zeros, upper: zeros)
    } else {
      try session.addRows(
        "rank", lower: [-.infinity], upper: [total * (1 + 1e-9) + 1e-7], rowStart: [0, own.count],
        columnIndex: own.map { Int32(truncatingIfNeeded: first + $0) }, coefficient: own.map { weight(reliefs[$0]) })
    }
  }

  /// MWh that count as none.
  static let least = 1e-5

  private func options(_ method: SolverOptions.Method) -> SolverOptions {
    var options = watch.solverOptions(phase: "explaining")
    options.method = method
    options.relativeGap = 1e-6
    return options
  }
}
