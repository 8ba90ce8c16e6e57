import DispatchFormulation
import LinearOptimization
import StagedOptimization

/// The dispatch at given commitments by the interior point over the steps: near the optimum, led back to feasibility, and
/// a hundred times faster than simplex on large models.
///
/// Stages of deep regulation and machines of stores are held too: stages as units choose them at prices, machines as the
/// dispatch without them asks for.
struct StructuredDispatch {
  private let program: DispatchProgram
  /// Rows over many steps that take part; others join when they are broken.
  private var active: Set<Int>

  init(_ program: DispatchProgram) {
    self.program = program
    active = Set(program.spanSlacks.map(\.row))
  }

  /// Whether the method may take a program: where flows obey the voltage law, moving power step by step is not the way
  /// back to feasibility.
  static func covers(_ program: DispatchProgram) -> Bool {
    !program.system.hasVoltageLaw && program.system.horizon.count >= 2
  }

  /// Where the interior point came to.
  struct Point {
    /// One per column of the model; with `isRestored` feasible.
    var values: [Double]
    var objective: Double
    /// Multipliers of all rows; rows of single units have 0.
    var rowDuals: [Double]
    var isRestored = false
  }

  /// Part of its size by which a row may be missed.
  private static let feasible = 1e-7
  private static let mostIterations = 60

  /// The dispatch at statuses, which `values` has with all that follows from them.
  ///
  /// - Parameters:
  ///   - freeing: positions of stores whose machines run in part; if there are any, the point is not restored.
  ///   - gap: at which the interior point ends, as part of its cost.
  /// - Returns: `nil` where the model has not the structure, or the interior point comes to nothing.
  mutating func solve(_ values: [Double], freeing: Set<Int> = [], gap: Double, _ clock: SolveClock) -> Point? {
    let held = program.held(at: values, freeing: freeing)
    while clock.stopReason == nil {
      guard let point = iterate(held, gap, clock) else { return nil }
      if let broken = point.broken {
        active.formUnion(broken)
        continue
      }
      guard freeing.isEmpty else { return point.point }
      return restored(point.point, held)
    }
    return nil
  }

  private func iterate(
    _ held: HeldProgram, _ gap: Double, _ clock: SolveClock
  ) -> (point: Point, broken: Set<Int>?)? {
    let steps = program.system.horizon.count
    let reduced = held.blocks.reduced
    let takesPart = held.blocks.reducedRows(active)
    guard
      var view = try? StagedProgram(reduced, steps: steps, isActive: { takesPart.contains($0) }),
      var point = try? StagedInteriorPoint(view.staged)
    else { return nil }
    let start = StartMultipliers(
      view, balances: Set(program.balance.compactMap { held.blocks.reduced($0) }),
      stepMinutes: program.system.horizon.stepMinutes)
    view.forgetColumnsAndRows()
    point.start(duals: start.duals, mu: 0.25 * start.scale)
    var progress = InteriorPointProgress(mostIterations: Self.mostIterations)
    while point.iterations < Self.mostIterations, !point.isExhausted {
      if clock.stopReason != nil { return nil }
      point.iterate()
      progress.follow(&point, cost: max(abs(program.model.objectiveOffset), abs(point.bound())))
      if progress.gap <= gap { break }
    }
    let own = view.columnValues(point)
    let whole = held.blocks.wholeValues(own)
    let result = Point(
      values: whole, objective: program.model.objective(of: whole),
      rowDuals: held.blocks.wholeDuals(view.rowDuals(point)))
    let broken = view.leavesOutSpans ? held.blocks.wholeRows(view.brokenSpans(own, by: 0.01)) : []
    return (result, broken.isSubset(of: active) ? nil : broken)
  }

  private func restored(_ point: Point, _ held: HeldProgram) -> Point {
    var result = point
    BalanceRestoration(held.program).restore(&result.values, rowDuals: point.rowDuals)
    program.settleStages(&result.values)
    result.objective = program.model.objective(of: result.values)
    result.isRestored =
      feasibilityError(of: result.values, in: program.model) <= Self.feasible
      && program.exclusions.allSatisfy { $0.smallerOfClashing(result.values).isEmpty }
    return result
  }
}
