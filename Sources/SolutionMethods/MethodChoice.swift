import GridModel

/// Which method solves a case.
public enum MethodChoice: String, Sendable, CaseIterable {
  /// Left to the program: one model where GLPK solves it in seconds, else by structure.
  case auto
  /// One model of the whole case.
  case monolithic
  /// An interior-point method over the steps, with a certificate: the year, without commitment.
  case structured
  /// Window by window, as operation does: a schedule, not an optimum.
  case rolling

  /// The method for a case: never `auto`.
  public func chosen(for system: PowerSystem, commitment: Bool) -> MethodChoice {
    guard self == .auto else { return self }
    let devices = system.thermalUnits.count + system.storages.count + system.renewables.count
    let size = system.horizon.count * devices
    let isLong =
      system.hasVoltageLaw
      ? size >= Self.longStepsOfMesh && system.horizon.count >= Self.leastStepsOfMesh : size >= Self.longSteps
    return isLong && StructuredInteriorPointMethod.covers(system, commitment: commitment) ? .structured : .monolithic
  }

  /// Steps × devices from which one model takes GLPK longer than a second or two.
  private static let longSteps = 6000
  /// The same where flows obey the voltage law: the way back to a schedule is GLPK's then, window by window, which a large
  /// network of a few days does not repay.
  private static let longStepsOfMesh = 10_000
  private static let leastStepsOfMesh = 168
}

extension PowerSystem {
  /// Whether flows obey Kirchhoff's voltage law, and not only the lines' capacities.
  var hasVoltageLaw: Bool { network == .dc && lines.contains { $0.reactance != nil } }
}
