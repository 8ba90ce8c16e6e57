import ArgumentParser
import GridModel
import SolutionMethods

/// How a case is to be solved.
struct MethodArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      How the case is solved: monolithic as one model, structured by an interior-point method over the steps (without \
      --commitment), rolling window by window as operation does, auto as suits the case.
      """))
  var method = MethodChoice.auto

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With --method rolling: hours kept of every window (default: 48).", valueName: "hours"))
  var window: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --method rolling: hours that every window looks beyond those (default: 24).", valueName: "hours"))
  var overlap: Double?

  @Flag(
    help: """
      With --method structured: improve schedule and prices by GLPK in windows of 48 hours at the end.
      """)
  var polish = false

  private var windowHours: Double { window ?? 48 }
  private var overlapHours: Double { overlap ?? 24 }

  func validate() throws {
    guard windowHours > 0, windowHours <= 1e6 else { throw ValidationError("--window must be more than 0 hours.") }
    guard overlapHours >= 0, overlapHours <= 1e6 else { throw ValidationError("--overlap must be 0 hours or more.") }
    if method != .rolling, window != nil || overlap != nil {
      throw ValidationError("--window and --overlap need --method rolling.")
    }
    if method != .structured, polish { throw ValidationError("--polish needs --method structured.") }
  }

  private var solveMethod: SolveMethod {
    switch method {
    case .auto: .auto
    case .monolithic: .monolithic
    case .structured: .structured(polish: polish)
    case .rolling: .rolling(windowHours: windowHours, overlapHours: overlapHours)
    }
  }

  /// How a system is solved so.
  /// - Parameter solver: takes the place of the method.
  func plan(for system: PowerSystem, commitment: Bool, solver: ExternalSolver?) throws -> SolvePlan {
    do throws(SolveError) {
      return try SolvePlan(system, by: solver.map { .external($0) } ?? solveMethod, commitment: commitment)
    } catch {
      switch error {
      case .partOfStep(let part, let hours, _):
        let step = system.horizon.stepHours
        throw refuse("--\(error)", next: "--\(part) \(max(1, (hours / step).rounded()) * step)")
      case .structuredWithCommitment:
        throw refuse("--method structured takes cases without commitment", next: "--method auto")
      case .solver, .external: throw refuse("\(error)")
      }
    }
  }

  /// As noted in the summary.
  var texts: [String: String] {
    var texts = ["method": method.rawValue]
    if method == .rolling { (texts["window"], texts["overlap"]) = ("\(windowHours)", "\(overlapHours)") }
    if polish { texts["polish"] = "true" }
    return texts
  }
}

extension MethodChoice: ExpressibleByArgument {}
