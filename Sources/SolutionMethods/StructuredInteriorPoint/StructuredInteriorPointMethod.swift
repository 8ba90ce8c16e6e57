import DispatchFormulation
import Foundation
import GridModel
import LinearOptimization
import Schedules
import StagedOptimization

/// Solves a long dispatch without commitment by an interior-point method over the steps, stopped by an exact certificate.
///
/// Its parts compose: devices that differ only in size are merged, the model is seen as stages, the interior point
/// improves prices and quantities together, prices prove a bound by a pass over the model, and quantities are led back
/// to a feasible schedule. When cost and bound are close enough, that is the answer, whatever the method thinks of its
/// own convergence.
public struct StructuredInteriorPointMethod: Sendable {
  let system: PowerSystem
  let options: SolveOptions
  private let polishHours: Double?
  private let workers: Int

  /// - Parameters:
  ///   - polishHours: hours of the windows in which GLPK improves the schedule and its prices at the end; `nil` for none.
  ///   - workers: threads for windows; the result does not depend on them.
  public init(
    _ system: PowerSystem, options: SolveOptions, polishHours: Double? = nil,
    workers: Int = ProcessInfo.processInfo.activeProcessorCount
  ) {
    self.system = system
    self.options = options
    self.polishHours = polishHours
    self.workers = workers
  }

  /// Hours of windows that suit most cases.
  public static let usualPolishHours = 48.0

  /// Whether the method can take a case: any without commitment.
  public static func covers(_ system: PowerSystem, commitment: Bool) -> Bool {
    !commitment && system.horizon.count >= 2
  }

  /// Runs on the current thread until the gap is met, a limit ends it, or rounding leaves nothing to gain.
  ///
  /// - Returns: the outcome, or `nil` where the model does not have the structure or no feasible schedule was found; one
  ///   model for GLPK is the way then.
  public func solve() throws(SolverFault) -> DispatchOutcome? {
    var clock = SolveClock(options)
    let (equivalents, program) = try clock.phase("build") { _ throws(SolverFault) in
      let equivalents = EquivalentDevices(system)
      return (equivalents, DispatchProgram(equivalents.system, options: .init(stagedCapacities: true)))
    }
    var search = Search(program, options, workers)
    let isStaged = try clock.phase("interior point") { clock throws(SolverFault) in try search.run(&clock) }
    guard isStaged, search.best != nil else {
      return isStaged && clock.stopReason == nil ? try infeasibleOutcome(&clock) : nil
    }
    if let polishHours {
      try clock.phase("polish") { clock throws(SolverFault) in try search.polish(hours: polishHours, clock) }
    }
    guard let best = search.best, let certificate = search.certificate else { return nil }
    var schedule = program.schedule(columnValues: best.values)
    program.addPrices(rowDuals: certificate.rowDuals, to: &schedule)
    let isDone = search.isDone
    var outcome = DispatchOutcome(
      status: isDone ? .optimal : .stoppedWithSolution,
      stopReason: isDone ? nil : clock.stopReason ?? (search.hasConverged ? .relaxationSolved : .numericalTrouble),
      bound: min(certificate.bound, best.cost), certifiedBy: certificate.certifiedBy,
      size: .init(program.model), phases: clock.phases)
    outcome.objective = best.cost
    outcome.note = search.note
    outcome.schedule = equivalents.expanded(schedule, of: system)
    return outcome
  }

  /// The outcome of a case of which some part is infeasible by itself; `nil` where none is.
  private func infeasibleOutcome(_ clock: inout SolveClock) throws(SolverFault) -> DispatchOutcome? {
    let program = DispatchProgram(system)
    let study = InfeasibilityStudy(program, options)
    let found = try clock.phase("explaining") { clock throws(SolverFault) in try study.explainParts(clock) }
    guard let found else { return nil }
    var outcome = DispatchOutcome(
      status: .infeasible, bound: .infinity, certifiedBy: "GLPK simplex", size: .init(program.model),
      phases: clock.phases)
    outcome.infeasibility = found
    return outcome
  }

  /// The interior point with the best schedule and the best bound that it has led to.
  private struct Search {
    let program: DispatchProgram
    let options: SolveOptions
    /// Rows over many steps that take part: rules, and budgets that a solve without them broke.
    private var activeBudgets: Set<Int>
    private(set) var best: (values: [Double], cost: Double)?
    private(set) var certificate: OptimalityCertificate?
    private var iterations = 0
    private var isCautious = false
    private let workers: Int
    /// Gap between the interior point's own cost and bound at which a point that breaks the voltage law is mended.
    private var mendingGap: Double
    private var unpolished: Int?
    /// Whether the interior point closed its own gap.
    private(set) var hasConverged = false

    init(_ program: DispatchProgram, _ options: SolveOptions, _ workers: Int) {
      self.program = program
      self.options = options
      self.workers = workers
      activeBudgets = Set(program.spanSlacks.map(\.row))
      mendingGap = options.gap / 2
    }

    /// Part of its size by which a row may be missed.
    private static let feasible = 1e-7
    private static let maker = "the structured interior point"
    private static let mostIterations = 80
    /// Estimated gap from which on the point tells which budgets bind.
    private static let settled = 0.02
    /// Part beyond its limit at which a budget that the merit order overdraws takes part from the start: stores and
    /// shifted load spare some of it.
    private static let surelyOverdrawn = 0.5

    /// - Returns: whether the model has the structure that the method needs.
    mutating func run(_ clock: inout SolveClock) throws(SolverFault) -> Bool {
      while true {
        let horizon = program.system.horizon
        let active = activeBudgets
        guard var view = try? StagedProgram(program.model, steps: horizon.count, isActive: { active.contains($0) })
        else { return false }
        let start = StartMultipliers(
          view, balances: Set(program.balance.map(\.first)), stepMinutes: horizon.stepMinutes)
        // To find out on the way that a budget binds costs half a search.
        let foreseen = view.overdrawnSpans(start.use, by: Self.surelyOverdrawn)
        guard foreseen.isSubset(of: activeBudgets) else {
          activeBudgets.formUnion(foreseen)
          continue
        }
        guard var point = try? StagedInteriorPoint(view.staged) else { return false }
        view.forgetColumnsAndRows()
        point.start(duals: start.duals, mu: (isCautious ? 0.75 : 0.15) * start.scale)
        if isCautious { point.truncatedPart = 1e-3 }
        guard try iterate(&point, view, &clock) else {
          if !isDone { take(certificate(of: Array(repeating: 0, count: program.model.rowCount))) }
          return true
        }
      }
    }

    /// Whether schedule and certificate are as close as asked.
    var isDone: Bool {
      guard let best, let certificate else { return false }
      return options.accepts(objective: best.cost, bound: certificate.bound)
    }

    private func certificate(of rowDuals: [Double]) -> OptimalityCertificate {
      OptimalityCertificate(rowDuals: rowDuals, of: program.model, maker: Self.maker)
    }

    /// Takes a certificate if its bound is the best so far.
    private mutating func take(_ own: OptimalityCertificate) {
      guard let certificate, certificate.bound >= own.bound else { return certificate = own }
    }

    /// - Returns: whether the search is to begin again: with budgets that turned out to bind, or more cautiously.
    private mutating func iterate(
      _ point: inout StagedInteriorPoint, _ view: StagedProgram, _ clock: inout SolveClock
    ) throws(SolverFault) -> Bool {
      var progress = InteriorPointProgress(mostIterations: Self.mostIterations, isCautious: isCautious)
      var bound: Double?
      // The true gap is a third to a twentieth of the estimate; an evaluation costs as much as an iteration.
      var nextEvaluation = 8 * max(options.gap, 1e-9)
      while point.iterations < Self.mostIterations, clock.stopReason == nil {
        point.iterate()
        iterations += 1
        // A bound costs a pass over all columns: far from the end, one of some iterations before says enough.
        let near = max(2 * nextEvaluation, view.leavesOutSpans ? Self.settled : 0)
        let isNear = point.gapEstimate < near * abs(bound ?? 0)
        if bound == nil || isNear || point.isExhausted || point.iterations % 4 == 0 {
          bound = point.bound() + program.model.objectiveOffset
        }
        clock.proved(bound: bound ?? -.infinity)
        clock.report("interior point")
        progress.follow(&point, cost: abs(bound ?? 0))
        let estimate = progress.gap
        if estimate <= options.gap { hasConverged = true }
        if estimate < Self.settled, breaksBudgets(point, view) { return true }
        let isLate = point.iterations >= 30 && point.iterations % 5 == 0
        guard estimate < nextEvaluation || point.isExhausted || isLate else { continue }
        let gap = try evaluate(point, view, clock, isLast: point.isExhausted)
        if let best { clock.found(objective: best.cost) }
        if gap <= options.gap + 1e-9 { return false }
        if point.isExhausted {
          // Bold steps may lead where rounding outweighs the Newton system: once more, with care.
          defer { isCautious = true }
          return !isCautious
        }
        // Both fall together.
        nextEvaluation = estimate * max(1 / 3.0, min(1, 1.2 * options.gap / gap))
      }
      if best == nil { _ = try evaluate(point, view, clock, isLast: true) }
      return false
    }

    /// Whether the point breaks a budget that was left out; the device's other budgets join with it.
    private mutating func breaksBudgets(_ point: borrowing StagedInteriorPoint, _ view: StagedProgram) -> Bool {
      guard view.leavesOutSpans else { return false }
      let broken = view.brokenSpans(view.columnValues(point), by: 0.01)
      guard !broken.isSubset(of: activeBudgets) else { return false }
      activeBudgets.formUnion(broken)
      return true
    }

    /// Certifies the present prices and restores the present quantities; the gap between the best of both.
    private mutating func evaluate(
      _ point: borrowing StagedInteriorPoint, _ view: StagedProgram, _ clock: SolveClock, isLast: Bool = false
    ) throws(SolverFault) -> Double {
      var duals = view.rowDuals(point)
      improveMultipliers(&duals)
      let own = certificate(of: duals)
      take(own)
      var values = view.columnValues(point)
      let promised = relativeGap(objective: program.model.objective(of: values), bound: own.bound)
      if !program.system.hasVoltageLaw { restore(&values, duals) }
      // Where moving power step by step is not the whole way, GLPK finds the rest.
      if isFeasible(values) {
        keep(values)
      } else if promised <= mendingGap && mendingGap > 1e-9 || isLast {
        values = view.columnValues(point)
        try mend(&values, duals, clock)
        keepIfFeasible(values)
      }
      guard let best, let certificate else { return .infinity }
      return relativeGap(objective: best.cost, bound: certificate.bound)
    }

    private func restore(_ values: inout [Double], _ duals: [Double]) {
      if program.capacities.isEmpty {
        BalanceRestoration(program).restore(&values, rowDuals: duals)
      } else {
        HeldCapacities(program, near: values).restore(&values, rowDuals: duals)
      }
    }

    private func improveMultipliers(_ duals: inout [Double]) {
      improveSpanMultipliers(&duals, in: program.model)
      improveCapacityMultipliers(&duals, in: program)
    }

    private func isFeasible(_ values: [Double]) -> Bool {
      feasibilityError(of: values, in: program.model) <= Self.feasible
    }

    /// Takes a point that came from windows, which leave what each of them missed of a rule, though together they may
    /// miss less.
    private mutating func keepIfFeasible(_ values: consuming [Double]) {
      program.bookMissed(&values)
      if isFeasible(values) { keep(values) }
    }

    /// Takes a feasible point if it is the cheapest so far, without a copy: a year's is tens of megabytes.
    private mutating func keep(_ values: consuming [Double]) {
      guard isExclusive(values) else { return }
      let cost = program.model.objective(of: values)
      if cost < best?.cost ?? .infinity { best = (values, cost) }
    }

    /// Whether every store charges or discharges, never both; simplex may find both cheaper where prices are negative.
    private func isExclusive(_ values: [Double]) -> Bool {
      program.exclusions.allSatisfy { $0.smallerOfClashing(values).isEmpty }
    }

    /// Leads a point back to feasibility by GLPK where moving power along lines does not obey the voltage law.
    private mutating func mend(_ values: inout [Double], _ duals: [Double], _ clock: SolveClock) throws(SolverFault) {
      if program.capacities.isEmpty {
        BalanceRestoration(program).settle(&values)
      } else {
        HeldCapacities(program, near: values).settle(&values)
      }
      var polish = windows(hours: 24, values, duals)
      try polish.pass(clock)
      if !options.accepts(
        objective: program.model.objective(of: polish.values), bound: certificate?.bound ?? -.infinity)
      {
        // The levels that the first pass held at its seams.
        try polish.pass(offset: polish.windowSteps / 2, clock)
      }
      values = polish.values
      mendingGap /= 100
    }

    /// Solves the best schedule's windows twice, with seams at different hours, and takes what is better of it.
    mutating func polish(hours: Double, _ clock: SolveClock) throws(SolverFault) {
      guard let best, let certificate else { return }
      var polish = windows(hours: hours, best.values, certificate.rowDuals)
      try polish.pass(clock)
      try polish.pass(offset: polish.windowSteps / 2, clock)
      keepIfFeasible(polish.values)
      var duals = polish.rowDuals
      improveMultipliers(&duals)
      take(OptimalityCertificate(rowDuals: duals, of: program.model, maker: "GLPK simplex in windows"))
      unpolished = polish.unsolved.count
    }

    private func windows(hours: Double, _ values: [Double], _ duals: [Double]) -> WindowPolish {
      let horizon = program.system.horizon
      return WindowPolish(
        program.model, steps: horizon.count, windowSteps: Int((hours / horizon.stepHours).rounded()),
        exclusions: program.exclusions, values: values,
        rowDuals: duals, workers: workers)
    }

    /// How the search went, in a line.
    var note: String {
      let iterations = "\(iterations) iterations of the interior point"
      guard let unpolished else { return iterations }
      return iterations + (unpolished == 0 ? ", polished" : ", polished but for \(unpolished) windows")
    }
  }
}
