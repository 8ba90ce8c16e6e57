import DispatchFormulation
import LinearOptimization
import Schedules

/// Explains why a program has no solution: what is short, and the least change of its limits.
struct InfeasibilityStudy {
  let program: DispatchProgram
  let options: SolveOptions

  /// Rows from which a program is looked at in parts.
  private static let largeRows = 20_000
  /// Parts that are explained; more would not be read.
  private static let mostParts = 6
  /// Seconds that an explanation may take at least, even when time is up.
  private static let grace = 60.0

  init(_ program: DispatchProgram, _ options: SolveOptions) {
    self.program = program
    self.options = options
  }

  /// The explanation; `nil` where none was found in time, or where nothing but a rule of operation stands against a
  /// schedule.
  func explain(_ clock: inout SolveClock) throws(SolverFault) -> Infeasibility? {
    var patient = options
    patient.timeLimit = max(clock.remaining ?? .infinity, Self.grace)
    if patient.timeLimit == .infinity { patient.timeLimit = nil }
    let watch = SolveClock(patient)
    return try clock.phase("explaining") { _ throws(SolverFault) in
      if program.model.rowCount > Self.largeRows, let found = try explainParts(watch) { return found }
      let whole = ModelPart(whole: program.model)
      if let found = try explain(whole.relaxed, watch) { return found }
      return program.model.integerCount > 0 ? try explain(whole, watch) : nil
    }
  }

  /// The explanation of parts that are infeasible by themselves; `nil` where there are none.
  func explainParts(_ watch: SolveClock) throws(SolverFault) -> Infeasibility? {
    let steps = program.system.horizon.count
    let perDay = max(1, program.system.horizon.steps(coveringHours: 24))
    for (length, offset) in [(perDay, 0), (perDay, perDay / 2), (7 * perDay, 0), (7 * perDay, 7 * perDay / 2)] {
      let starts = [0] + stride(from: offset == 0 ? length : offset, to: steps, by: length)
      let windows = zip(starts, starts.dropFirst() + [steps]).map { $0..<$1 }
      let partition = WindowPartition(program.model, steps: steps, windows: windows)
      var infeasible: [ModelPart] = []
      var count = 0
      for window in windows.indices {
        guard watch.stopReason == nil else { break }
        let part = ModelPart(window, of: partition).relaxed
        let solution = try LinearOptimization.solve(part.model, options: watch.solverOptions(phase: "explaining"))
        guard solution.status == .infeasible else { continue }
        count += 1
        if infeasible.count < Self.mostParts { infeasible.append(part) }
      }
      if let found = try explain(infeasible, of: count, watch) { return found }
    }
    return nil
  }

  private func explain(
    _ parts: [ModelPart], of count: Int, _ watch: SolveClock
  ) throws(SolverFault) -> Infeasibility? {
    var all: Infeasibility?
    for part in parts {
      guard let found = try explain(part, watch) else { continue }
      all = all.map { $0.joined(with: found) } ?? found
    }
    all?.furtherParts = count - parts.count
    return all
  }

  private func explain(_ part: ModelPart, _ watch: SolveClock) throws(SolverFault) -> Infeasibility? {
    let horizon = program.system.horizon
    let reliefs = ReliefCatalogue(program, part).reliefs
    var elastic = try ElasticProgram(part, reliefs, stepHours: horizon.stepHours, watch)
    let imbalance = try elastic.imbalance()
    guard let least = try elastic.leastChange() else { return nil }
    func changes(_ values: [Double], _ isWanted: (Relief) -> Bool = { _ in true }) -> [Infeasibility.Change] {
      let given = reliefs.indices.filter { values[$0] * reliefs[$0].perUnit > 1e-5 && isWanted(reliefs[$0]) }
      return Infeasibility.Change.joined(
        given.map {
          .init(
            limit: reliefs[$0].limit, device: reliefs[$0].device, step: reliefs[$0].step,
            amount: values[$0] * reliefs[$0].perUnit)
        }, over: horizon)
    }
    let found = changes(least.values)
    guard !found.isEmpty else { return nil }
    // Worths are per MWh of the limit and not per unit of its column.
    let helpers = imbalance.map { imbalance in
      changes(zip(imbalance.worths, reliefs).map { $0 / $1.perUnit }) { $0.limit.rank < BrokenLimit.ranks.upperBound }
    }
    let steps = part.columns.isEmpty ? 0..<horizon.count : stepsOf(part)
    return Infeasibility(
      imbalances: imbalance.map { changes($0.values) } ?? [], changes: found, helpers: helpers ?? [],
      from: horizon.timestamp(steps.lowerBound), until: horizon.timestamp(steps.upperBound), isLeast: least.isLeast)
  }

  private func stepsOf(_ part: ModelPart) -> Range<Int> {
    guard part.columns.count < program.model.columnCount else { return 0..<program.system.horizon.count }
    var (first, last) = (Int.max, 0)
    for column in part.columns {
      let step = part.step(ofColumn: column)
      (first, last) = (min(first, step), max(last, step))
    }
    return min(first, last)..<last + 1
  }
}

extension Infeasibility {
  /// Two parts of one case.
  func joined(with other: Infeasibility) -> Infeasibility {
    func merged(_ a: [Change], _ b: [Change]) -> [Change] { (a + b).sorted { $0.energy > $1.energy } }
    return Infeasibility(
      imbalances: merged(imbalances, other.imbalances), changes: merged(changes, other.changes),
      helpers: merged(helpers, other.helpers), from: min(from, other.from), until: max(until, other.until),
      isLeast: isLeast && other.isLeast)
  }
}
