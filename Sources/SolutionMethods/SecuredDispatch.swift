import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules

/// Solves a dispatch that must survive outages: at first without limits after any, then with those that the schedule
/// breaks, until it breaks none. The answer is that of the model with all of them.
public struct SecuredDispatch {
  /// - Parameter method: solves a system with the outage limits that it names.
  public static func solve<Fault: Error>(
    _ system: PowerSystem, by method: (PowerSystem) throws(Fault) -> DispatchOutcome
  ) throws(Fault) -> DispatchOutcome {
    guard !system.securedLines.isEmpty else { return try method(system) }
    let factors = OutageFactors(system)
    var system = system
    var phases: [DispatchOutcome.Phase] = []
    while true {
      var outcome = try method(system)
      phases += outcome.phases
      outcome.phases = phases
      guard let schedule = outcome.schedule else { return outcome }
      let broken = brokenLimits(schedule, of: system, factors)
      let new = broken.filter { !system.outageLimits.contains($0) }
      if new.isEmpty {
        let kept = "\(system.outageLimits.count) limits after outages"
        outcome.note = outcome.note.map { "\($0), \(kept)" } ?? kept
        return outcome
      }
      system.outageLimits += new
    }
  }

  /// Limits after outages that a schedule breaks by more than a solver's tolerance, in any step.
  private static func brokenLimits(
    _ schedule: Schedule, of system: PowerSystem, _ factors: OutageFactors
  ) -> [OutageLimit] {
    let flows = system.lines.map { schedule.values(.lineFlow, of: $0.name) }
    let secured = Set(system.securedLines.map(\.name))
    var broken: [OutageLimit] = []
    for (o, outage) in system.lines.enumerated() where secured.contains(outage.name) {
      for (l, line) in system.lines.enumerated() where l != o && line.reactance != nil {
        guard let factor = factors.factor(of: l, outage: o), factor != 0 else { continue }
        let (lowest, highest) = line.emergencyLimits
        let slack = 1e-6 * max(1, line.rating)
        let beyond = line.overload == nil ? nil : schedule.values(.lineOverload, of: line.name)
        let isBroken = (0..<schedule.horizon.count).contains { t in
          let flow = flows[l][t] + factor * flows[o][t]
          let room = slack + (beyond?[t] ?? 0)
          return flow > highest + room || flow < lowest - room
        }
        if isBroken { broken.append(OutageLimit(line: line.name, outage: outage.name)) }
      }
    }
    return broken
  }
}
