import GridModel

@testable import Schedules

/// Three buses in a ring with linear power flow: A sends to C what it has, directly over a reactance of 2 and around
/// by B over reactances of 1 and 3.
enum Triangle {
  static func report(flows: [[Double]], change: (inout PowerSystem) -> Void = { _ in }) -> AuditReport {
    let horizon = Horizon(start: Toy.start, utcOffsetSeconds: 8 * 3600, stepMinutes: 30, count: flows[0].count)
    let wind = (0..<flows[0].count).map { flows[0][$0] + flows[2][$0] }
    var system = PowerSystem(
      name: "triangle", horizon: horizon, network: .dc,
      buses: [Bus(name: "A"), Bus(name: "B"), Bus(name: "C", load: .series(wind))],
      lines: [
        Line(name: "A-B", from: "A", to: "B", capacity: 100, reactance: 1),
        Line(name: "C-B", from: "C", to: "B", capacity: 100, reactance: 3),
        Line(name: "A-C", from: "A", to: "C", capacity: 100, reactance: 2),
      ],
      renewables: [
        RenewablePlant(name: "W", bus: "A", technology: .wind, capacity: 100, availability: .constant(1))
      ])
    change(&system)
    var schedule = Schedule(horizon: horizon)
    schedule[.renewablePower] = SeriesTable(names: ["W"], columns: [wind])
    let backwards = flows[1].map { -$0 }
    schedule[.lineFlow] = SeriesTable(names: ["A-B", "C-B", "A-C"], columns: [flows[0], backwards, flows[2]])
    return audit(schedule, of: system)
  }
}
