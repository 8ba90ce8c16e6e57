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

  /// Window and overlap in steps of the case; `nil` unless the method is rolling.
  func rollingSteps(of horizon: Horizon) throws -> (window: Int, overlap: Int)? {
    guard method == .rolling else { return nil }
    return (try steps(windowHours, "--window", horizon), try steps(overlapHours, "--overlap", horizon))
  }

  private func steps(_ hours: Double, _ name: String, _ horizon: Horizon) throws -> Int {
    let steps = (hours / horizon.stepHours).rounded()
    guard abs(steps * horizon.stepHours - hours) < 1e-9 else {
      throw refuse(
        "\(name) \(hours): the case has steps of \(horizon.stepMinutes) minutes, and windows are whole steps",
        next: "\(name) \(max(1, steps) * horizon.stepHours)")
    }
    return Int(steps)
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
