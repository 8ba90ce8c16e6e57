import GridModel
import Testing

@testable import Schedules

@Suite struct AuditTests {
  @Test func soundSchedulePasses() {
    let report = Toy().audited(reportedObjective: 4 * (250 * 280 + 400 - 15_000))
    #expect(report.passed, "\(report.violations.map(\.message))")
    #expect(report.violationCount == 0)
  }

  @Test(arguments: Breakage.all)
  func brokenScheduleBreaksItsRuleOnly(_ breakage: Breakage) throws {
    let report = breakage.report
    #expect(Set(report.counts.keys) == [breakage.rule], "\(report.violations.map(\.message))")
    let first = try #require(report.violations.first)
    #expect(first.component == breakage.component)
    #expect(first.step == breakage.step)
    #expect(abs(first.amount - breakage.amount) < 1e-9 * max(1, breakage.amount), "\(first.message)")
    #expect(first.message.contains(breakage.component))
    #expect(first.message.contains(": \(breakage.rule.rawValue): "))
    #expect(first.time.map { first.message.contains(" at \($0): ") } ?? (breakage.step == nil))
  }

  @Test func everyRuleIsBrokenOnce() {
    #expect(Set(Breakage.all.map(\.rule)) == Set(AuditRule.allCases))
  }

  @Test func messageNamesDeviceHourRuleAndAmount() {
    var toy = Toy()
    toy.run([200, 130, 250, 250])
    #expect(
      toy.audited().violations.map(\.message) == [
        "Datong-1 at 2030-01-17T18:00+08:00: ramp-up: output rises by 120.0 MW, at most 100.0 MW, 20.0 MW too much"
      ])
  }

  @Test func manyViolationsAreCountedAndFewDescribed() throws {
    var toy = Toy()
    toy.system.renewables[0].availability = .series([0.9, 0.9, 0.5, 0.9])
    let report = audit(toy.schedule, of: toy.system, tolerance: AuditTolerance(describedPerRule: 2))
    #expect(report.violations.count == 2)
    #expect(report.violationCount == 4)
    #expect(try #require(report.worst[.renewableOutput]).step == 2)
  }

  @Test func smallErrorsAreTolerated() {
    var toy = Toy()
    toy[.thermalPower][2] += 2e-5
    toy[.storageEnergy][1] += 5e-6
    #expect(toy.audited().passed)
    toy[.thermalPower][2] += 1e-2
    #expect(toy.audited().counts == [.busBalance: 1])
  }
}

@Suite struct AuditSemanticsTests {
  @Test func freeInitialStateAllowsAnythingAtFirst() {
    for power in [[250.0, 250, 250, 250], [0, 0, 150, 250], [150, 0, 0, 150], [250, 250, 250, 150]] {
      var toy = Toy()
      toy.system.thermalUnits[0].initialState = nil
      toy.run(power)
      let report = toy.audited()
      #expect(report.passed, "\(report.violations.map(\.message))")
    }
    // Also a first run shorter than the minimum up time: it may have begun long before.
    var toy = Toy()
    toy.system.thermalUnits[0].initialState = nil
    toy.run([0, 150, 250, 250])
    #expect(toy.audited().passed)
    #expect(costBreakdown(of: toy.schedule, system: toy.system).start == 1000)
  }

  @Test func endOfHorizonCutsRunsShort() {
    var toy = Toy()
    toy.run([150, 0, 0, 150])
    #expect(toy.audited().passed)
  }

  @Test func initialTimeOffCountsTowardsTheMinimum() {
    var toy = Toy()
    toy.system.thermalUnits[0].initialState = .init(hours: -1, output: 0)
    toy.run([0, 150, 250, 250])
    #expect(toy.audited().passed)
  }

  @Test func withoutCommitmentOutputBelowMinimumIsAllowed() {
    var toy = Toy()
    toy.run([110, 40, 0, 60])
    toy.values[.thermalStatus] = nil
    toy[.thermalReserveUp] = [30, 30, 30, 30]
    let report = toy.audited()
    #expect(report.passed, "\(report.violations.map(\.message))")
    toy.system.thermalUnits[0].mustRun = .series([1, 1, 0, 0])
    #expect(toy.audited().counts == [.thermalOutput: 1])
    // A unit set on is asked for what is available of it, no more.
    toy.system.thermalUnits[0].availability = .series([1, 40 / 300.0, 1, 1])
    toy[.thermalReserveUp][1] = 0
    #expect(toy.audited().passed)
  }

  @Test func withoutCommitmentRampsTieEveryStep() {
    var toy = Toy()
    toy.run([200, 0, 0, 0])
    toy.values[.thermalStatus] = nil
    #expect(toy.audited().counts == [.rampDown: 1])
  }

  @Test(arguments: [15, 30]) func rampsAndTimesScaleWithTheStep(_ minutes: Int) throws {
    var toy = Toy(stepMinutes: minutes)
    let allowed = 100 * Double(minutes) / 60
    toy.run([200, 200 - allowed, 200 - allowed, 200 - allowed])
    #expect(toy.audited().passed)
    toy.run([200, 200 - allowed - 5, 200 - allowed, 200 - allowed])
    #expect(toy.audited().counts == [.rampDown: 1])
    // Off after one quarter or half hour: the minimum down time is two hours.
    toy.run([150, 0, 150, 150])
    toy.system.thermalUnits[0].rampDown = .infinity
    let violation = try #require(toy.audited().violations.first)
    #expect(violation.rule == .minimumDownTime)
    #expect(violation.amount == 2 - Double(minutes) / 60)
  }

  @Test func storageCountsLossesAndStepLength() {
    var toy = Toy(stepMinutes: 15)
    toy.system.thermalUnits[0].rampUp = .infinity
    toy.system.storages[0].chargeEfficiency = 0.8
    toy.system.storages[0].dischargeEfficiency = 0.5
    toy[.storageCharge] = [40, 0, 0, 0]
    toy[.storageDischarge] = [0, 0, 16, 0]
    toy[.storageEnergy] = [58, 58, 50, 50]
    toy.balance()
    let report = toy.audited()
    #expect(report.passed, "\(report.violations.map(\.message))")
  }

  @Test func selfDischargeIsPerHour() {
    var toy = Toy(stepMinutes: 30)
    toy.system.thermalUnits[0].rampUp = .infinity
    toy.system.storages[0].selfDischargePerHour = 0.19
    toy.system.storages[0].endLevel = .free
    // Half an hour keeps the root of 0.81.
    toy[.storageEnergy] = [45, 40.5, 36.45, 32.805]
    let report = toy.audited()
    #expect(report.passed, "\(report.violations.map(\.message))")
  }

  @Test func reserveInAllZonesCountsForARuleWithoutZone() {
    var toy = Toy()
    toy[.thermalReserveUp] = [10, 10, 10, 10]
    toy[.storageReserveUp] = [20, 20, 20, 20]
    #expect(toy.audited().passed)
  }

  @Test func voltageLawHoldsOnTheRing() {
    // 20·1 + 20·3 = 40·2: the angle between A and C is 80 either way.
    #expect(Triangle.report(flows: [[20], [20], [40]]).passed)
  }

  @Test func ringHasOneCycleAndTreeNone() {
    let buses = ["A", "B", "C", "D"].map { Bus(name: $0) }
    func cycles(_ ends: [(String, String)]) -> [[CycleEdge]] {
      let lines = ends.map { Line(name: $0.0 + $0.1, from: $0.0, to: $0.1, capacity: 1, reactance: 1) }
      let horizon = Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 1)
      return fundamentalCycles(of: PowerSystem(name: "", horizon: horizon, buses: buses, lines: lines))
    }
    #expect(cycles([("A", "B"), ("B", "C"), ("D", "C")]).isEmpty)
    #expect(cycles([("A", "B"), ("A", "B")]).map { $0.map(\.reactance) } == [[1, -1]])
    #expect(cycles([("A", "B"), ("B", "A")]).map { $0.map(\.reactance) } == [[1, 1]])
    #expect(cycles([("A", "B"), ("B", "C"), ("C", "D"), ("D", "A"), ("A", "C")]).count == 2)
  }

  @Test func decimalsShowTheAmount() {
    #expect(decimal(120, places: 1) == "120.0")
    #expect(decimal(-0.04, places: 1) == "0.0")
    #expect(decimal(-2.25, places: 2) == "-2.25")
    #expect(decimal(3, places: 0) == "3")
    #expect(decimal(1.5e14, places: 4) == "150000000000000.0")
    #expect(decimalPlaces(showing: 20) == 1)
    #expect(decimalPlaces(showing: 0.01) == 2)
    #expect(decimalPlaces(showing: 0.00002) == 5)
  }
}
