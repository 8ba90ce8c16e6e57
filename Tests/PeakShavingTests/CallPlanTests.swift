import GridModel
import PeakShaving
import Schedules
import Testing

/// Interruptible load that is called on and off: what is proven stays below what any pattern of calls can do, and the
/// schedule keeps the rules.
@Suite struct CallPlanTests {
  private static let start = 1_893_427_200 - 8 * 3600

  private func system(
    _ load: [Double], capacity: Double, hoursPerDay: Double = .infinity, hoursPerYear: Double = .infinity,
    stores: [Storage] = [], _ rules: (inout CallRules) -> Void
  ) -> PowerSystem {
    var call = InterruptibleLoad(
      name: "smelter", bus: "bus", capacity: capacity, price: 1, hoursPerDay: hoursPerDay, hoursPerYear: hoursPerYear)
    rules(&call.calls)
    return PowerSystem(
      name: "calls",
      horizon: Horizon(start: Self.start, utcOffsetSeconds: 8 * 3600, stepMinutes: 60, count: load.count),
      buses: [Bus(name: "bus", load: .series(load))], storages: stores, interruptibleLoads: [call])
  }

  private static let rules: Set<AuditRule> = [
    .interruptibleLimit, .interruptibleDay, .interruptibleYear, .interruptibleCall, .callDuration, .callRest,
    .callsPerDay, .callsPerYear, .storagePower, .storageLevel, .storageBalance, .storageEndLevel,
    .storageSimultaneous,
  ]

  /// Assesses, and holds the schedule against the audit of dispatch schedules on the way.
  private func assess(_ system: PowerSystem) -> PeakShavingAssessment {
    let assessment = PeakShavingAssessment(of: system, definition: .allResources, basis: .gross)
    let report = audit(assessment.deviceSchedule(of: system), of: system)
    #expect(report.violations.filter { Self.rules.contains($0.rule) }.map(\.message) == [])
    #expect(assessment.passesCheck && assessment.lowerBound <= assessment.level)
    return assessment
  }

  private func day(_ hours: [Int: Double]) -> [Double] { (0..<24).map { hours[$0] ?? 100 } }

  /// Two hours of 160 over 100 and calls of one hour, once a day: one of the hours stays, but for what a battery of
  /// 20 MW takes off it. Without the rule 30 MW go in both hours, and 10 of its 20 MWh in each.
  @Test(arguments: [(0.0, 160.0, 130.0), (20, 140, 120)])
  func callsThatAreTooShort(battery: Double, level: Double, relaxed: Double) {
    let store = Storage(
      name: "battery", bus: "bus", chargeCapacity: battery, dischargeCapacity: battery, energyCapacity: 20)
    let assessment = assess(
      system(day([18: 160, 19: 160]), capacity: 30, stores: battery > 0 ? [store] : []) {
        $0.maximumHours = 1
        $0.perDay = 1
      })
    #expect(abs(assessment.level - level) < 1e-3 && abs(assessment.relaxedLevel - relaxed) < 1e-3)
  }

  /// All of 20 MW or nothing, 2 full hours a day: with calls of 2 h at least one of two peaks of an hour can be met, with
  /// calls of 1 h both, with a rest of 12 h between them one again.
  @Test(arguments: [(2.0, 0.0, 150.0), (1, 0, 130), (1, 9, 130), (1, 12, 150)])
  func allOrNothing(least: Double, rest: Double, level: Double) {
    let assessment = assess(
      system(day([10: 150, 20: 150]), capacity: 20, hoursPerDay: 2) {
        ($0.minimumHours, $0.restHours, $0.minimumPart) = (least, rest, 1)
      })
    #expect(abs(assessment.level - level) < 1e-3 && abs(assessment.relaxedLevel - 130) < 1e-3)
    #expect(abs(assessment.lowerBound - 130) < 1e-3)
  }

  /// Three days with an hour of 150, 140 and 130: one call a year of 30 MW leaves 140, two leave 130, and three 120.
  @Test(arguments: [(1.0, 140.0), (2, 130), (3, 120)]) func callsOfAYear(number: Double, level: Double) {
    let load = [150.0, 140, 130].flatMap { day([12: $0]) }
    let assessment = assess(system(load, capacity: 30) { ($0.maximumHours, $0.perYear) = (4, number) })
    #expect(abs(assessment.level - level) < 1e-3)
  }

  /// Two hours of 160 and two loads of 30 MW that may be called for one of them each: they take turns.
  @Test func loadsTakeTurns() {
    var system = system(day([18: 160, 19: 160]), capacity: 30) { ($0.maximumHours, $0.perDay) = (1, 1) }
    var other = system.interruptibleLoads[0]
    (other.name, other.hoursPerDay) = ("mill", 2)
    system.interruptibleLoads.append(other)
    #expect(abs(assess(system).level - 130) < 1e-3)
  }

  /// Against every pattern of calls, with a battery beside them. What is found is never better, and mostly as good.
  @Test func patternsAgreeWithEnumeration() {
    var (found, total) = (0, 0)
    for seed in seeds(8) {
      var random = SeededGenerator(seed)
      let load = (0..<10).map { _ in 100 + random.number(0...60) }
      let store = Storage(
        name: "battery", bus: "bus", chargeCapacity: 10, dischargeCapacity: 10, energyCapacity: random.pick([10, 25]))
      let system = system(load, capacity: 30, hoursPerDay: random.pick([3, .infinity]), stores: [store]) {
        $0.minimumHours = random.pick([0, 2])
        $0.maximumHours = random.pick([2, 3])
        $0.restHours = random.pick([0, 2])
        $0.perDay = random.pick([1, 2])
      }
      let assessment = assess(system)
      var best = Double.infinity
      for bits in 0..<1 << load.count {
        let isOn = load.indices.map { bits >> $0 & 1 == 1 }
        guard keepsRules(isOn, system) else { continue }
        let envelopes = assessment.problem.envelopes.map { envelope in
          var called = envelope
          if envelope.kind == .interruptible { called.dischargeLimit = .series(isOn.map { $0 ? 30 : 0 }) }
          return called
        }
        let problem = PeakShavingProblem(load: load, stepHours: 1, envelopes: envelopes)
        best = min(best, PeakShavingSolver(problem).solve().level)
      }
      #expect(assessment.lowerBound <= best + 1e-3)
      #expect(assessment.level >= best - 1e-3)
      total += 1
      if assessment.level <= best + 1e-3 { found += 1 }
    }
    #expect(4 * found >= 3 * total, "\(found) of \(total)")
  }

  private func keepsRules(_ isOn: [Bool], _ system: PowerSystem) -> Bool {
    var schedule = Schedule(horizon: system.horizon)
    let count = isOn.count
    for quantity in [Quantity.storageCharge, .storageDischarge, .storageEnergy, .interruption] {
      let names = quantity.componentNames(in: system)
      schedule[quantity] = SeriesTable(names: names, columns: names.map { _ in Array(repeating: 0, count: count) })
    }
    schedule[.interruptionCall] = SeriesTable(names: ["smelter"], columns: [isOn.map { $0 ? 1 : 0 }])
    let broken = audit(schedule, of: system).counts.keys
    return !broken.contains { [.callDuration, .callRest, .callsPerDay, .callsPerYear].contains($0) }
  }
}
