import DispatchFormulation
import LinearOptimization

/// The dispatch at given commitments, one after the other: an LP without any status, each solve warm from the last.
struct CommitmentDispatch: ~Copyable {
  private let program: DispatchProgram
  private let rooms: RoomColumns
  private let fixed: FixedColumns
  private var session: LazySession

  /// - Parameter patterns: statuses of every block; those of the first commitment to be solved are best.
  init(_ program: DispatchProgram, _ patterns: [[Bool]]) throws(SolverFault) {
    self.program = program
    let values = Self.values(program, patterns)
    // Reserve that only headroom holds back is that headroom: half the rows and columns go.
    rooms = RoomColumns(program.model.relaxed())
    fixed = FixedColumns(
      rooms.model, fixing: program.commitments.flatMap(\.decided) + program.calls + rooms.columns, at: values)
    session = try LazySession(fixed.reduced)
  }

  /// The solution of the whole model, its duals those of the dispatch; of every exclusive pair only one is in use, if
  /// need be the one that is used more without that rule, and a unit is in the stages that its output asks for.
  mutating func solve(_ patterns: [[Bool]], _ options: SolverOptions) throws(SolverFault) -> Solution {
    let values = Self.values(program, patterns)
    var limits = fixed.limits(at: values)
    let open = try solve(values, &limits, options)
    guard open.status == .optimal, !program.stageColumns.isEmpty else { return open }
    // In part of a stage is in it; or only from half of it on, should that be cheaper.
    let called = program.stageStatuses(at: open.columnValues)
    let halves = program.stageColumns.flatMap(\.indices).map { ($0, open.columnValues[$0] < 0.5 ? 0.0 : 1) }
    var best = try solve(called, values, limits, options)
    let other = try solve(halves, values, limits, options)
    if other.status == .optimal, best.status != .optimal || other.objective < best.objective { best = other }
    return best
  }

  /// With statuses of stages held.
  private mutating func solve(
    _ stages: [(column: Int, value: Double)], _ values: [Double], _ limits: FixedColumns.Limits,
    _ options: SolverOptions
  ) throws(SolverFault) -> Solution {
    var limits = limits
    for (column, value) in stages { fixed.hold(column, at: value, in: &limits) }
    var solution = try solve(values, &limits, options)
    guard solution.status == .optimal else { return solution }
    program.settleStages(&solution.columnValues)
    solution.objective = program.model.objective(of: solution.columnValues)
    return solution
  }

  private mutating func solve(
    _ values: [Double], _ limits: inout FixedColumns.Limits, _ options: SolverOptions
  ) throws(SolverFault) -> Solution {
    while true {
      try session.setBounds(
        columns: Array(limits.columnLower.indices), lower: limits.columnLower, upper: limits.columnUpper)
      try session.setBounds(rows: Array(limits.rowLower.indices), lower: limits.rowLower, upper: limits.rowUpper)
      let solution = rooms.restore(fixed.restore(try session.solve(options), at: values, limits))
      guard solution.status == .optimal else { return solution }
      let clashes = program.exclusions.flatMap { $0.smallerOfClashing(solution.columnValues) }
      if clashes.isEmpty { return solution }
      for column in clashes { fixed.hold(column, at: 0, in: &limits) }
    }
  }

  /// Statuses, and what follows from them at some costs of the columns, in a vector of all columns.
  static func values(_ program: DispatchProgram, _ patterns: [[Bool]], at costs: [Double]? = nil) -> [Double] {
    var values = Array(repeating: 0.0, count: program.model.columnCount)
    for (block, isOn) in zip(program.commitments, patterns) {
      let point = block.cheapest(at: costs ?? program.model.cost, isOn: isOn)
      for column in block.columns { values[column] = point.values[column - block.columns.lowerBound] }
    }
    for column in program.calls.flatMap(\.indices) { values[column] = program.model.columnLower[column] }
    return values
  }
}
