import DispatchFormulation
import GridModel
import LinearOptimization

/// The way from a case to its schedule: which method solves it, and whether it needs the model of the whole case.
public struct SolvePlan: Sendable {
  public let system: PowerSystem
  /// Whether thermal units are switched on and off.
  public let commitment: Bool
  /// Never `auto`.
  public let method: SolveMethod
  /// Steps of each window that are kept, and that it looks further; `nil` unless the method is rolling.
  private let windows: (window: Int, overlap: Int)?

  /// - Throws: `SolveError` where the method does not take the case; solving has not begun.
  public init(_ system: PowerSystem, by method: SolveMethod = .auto, commitment: Bool) throws(SolveError) {
    self.system = system
    self.commitment = commitment
    switch method {
    case .auto:
      let choice = MethodChoice.auto.chosen(for: system, commitment: commitment)
      self.method = choice == .structured ? .structured() : .monolithic
      windows = nil
    case .rolling(let window, let overlap):
      self.method = method
      windows = (
        try Self.steps(window, "window", 1, system.horizon), try Self.steps(overlap, "overlap", 0, system.horizon)
      )
    case .structured:
      if commitment { throw .structuredWithCommitment }
      // A single step has no structure.
      let isCovered = StructuredInteriorPointMethod.covers(system, commitment: commitment)
      self.method = isCovered ? method : .monolithic
      windows = nil
    case .monolithic, .external:
      self.method = method
      windows = nil
    }
  }

  /// Whether one model of the whole case is solved.
  public var takesProgram: Bool {
    switch method {
    case .monolithic, .external: true
    case .auto, .structured, .rolling: false
    }
  }

  /// The model of the whole case, without limits after outages.
  public func program() -> DispatchProgram { program(of: system) }

  /// Solves the case on this thread.
  /// - Parameter program: `program()`, where the caller has it already.
  public func solve(
    _ options: SolveOptions, program: DispatchProgram? = nil
  ) throws(SolveError) -> DispatchOutcome {
    var options = options
    options.commitment = commitment
    return try SecuredDispatch.solve(system) { system throws(SolveError) in
      // The program at hand is that without limits after outages.
      let program = system.outageLimits.isEmpty ? program : nil
      if case .external(let solver) = method {
        do throws(ExternalSolverFault) {
          return try ExternalSolverMethod(program ?? self.program(of: system), solver: solver, options: options).solve()
        } catch {
          throw .external(error)
        }
      }
      do throws(SolverFault) {
        return try solve(system, options, program: program)
      } catch {
        throw .solver(error)
      }
    }
  }

  private func program(of system: PowerSystem) -> DispatchProgram {
    DispatchProgram(system, options: FormulationOptions(commitment: commitment))
  }

  /// - Parameter system: that of the plan, with limits after outages that schedules before have broken.
  private func solve(
    _ system: PowerSystem, _ options: SolveOptions, program: DispatchProgram?
  ) throws(SolverFault) -> DispatchOutcome {
    if let windows {
      return try RollingHorizonMethod(
        system, window: windows.window, overlap: windows.overlap, options: options
      ).solve()
    }
    var rest = options
    if case .structured(let polish) = method {
      let started = ContinuousClock.now
      let structured = StructuredInteriorPointMethod(
        system, options: options, polishHours: polish ? StructuredInteriorPointMethod.usualPolishHours : nil)
      if let outcome = try structured.solve() { return outcome }
      rest.timeLimit = options.timeLimit.map { max(0.001, $0 - (ContinuousClock.now - started) / .seconds(1)) }
    }
    return try MonolithicMethod(program ?? self.program(of: system), options: rest).solve()
  }

  private static func steps(
    _ hours: Double, _ part: String, _ least: Double, _ horizon: Horizon
  ) throws(SolveError) -> Int {
    let steps = (hours / horizon.stepHours).rounded()
    guard steps >= least, steps < 1e9, abs(steps * horizon.stepHours - hours) < 1e-9 else {
      throw .partOfStep(part, hours: hours, stepMinutes: horizon.stepMinutes)
    }
    return Int(steps)
  }
}
