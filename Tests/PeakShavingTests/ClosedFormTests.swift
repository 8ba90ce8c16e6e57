import GridModel
import PeakShaving
import Testing

/// Levels that can be derived by hand.
@Suite struct ClosedFormTests {
  private func storage(
    power: Double, energy: Double, charge: Double? = nil, efficiency: Double = 1, initial: Double? = nil,
    name: String = "store"
  ) -> Storage {
    Storage(
      name: name, bus: "bus", chargeCapacity: charge ?? power, dischargeCapacity: power, energyCapacity: energy,
      chargeEfficiency: efficiency, initialEnergy: initial)
  }

  private func horizon(_ count: Int, minutes: Int = 60) -> Horizon {
    Horizon(start: 1_893_427_200, utcOffsetSeconds: 8 * 3600, stepMinutes: minutes, count: count)
  }

  /// Solves, and checks the proof and the schedule on the way.
  private func level(_ load: [Double], _ envelopes: [EnergyEnvelope], stepHours: Double = 1) -> Double {
    let problem = PeakShavingProblem(load: load, stepHours: stepHours, envelopes: envelopes)
    let solution = PeakShavingSolver(problem, options: .init(relativeGap: 1e-8)).solve()
    #expect(solution.level - solution.lowerBound <= 1e-7 * max(1, abs(solution.level)))
    let check = FleetCheck(solution.schedule(of: problem), of: problem.envelopes, load: load, stepHours: stepHours)
    #expect(check.powerError < 1e-8 && check.energyError < 1e-7 && check.level <= solution.level + 1e-8)
    return solution.level
  }

  private func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-5 }

  /// 60 MW all day and 100 MW for w = 4 h: energy E spread evenly over the block takes E / w off it, up to the power.
  @Test(arguments: [(20.0, 40.0, 90.0), (8.0, 40.0, 92.0), (20.0, 60.0, 85.0)])
  func blockPeak(power: Double, energy: Double, expected: Double) {
    let load = (0..<24).map { (16..<20).contains($0) ? 100.0 : 60 }
    #expect(isClose(level(load, [EnergyEnvelope(storage(power: power, energy: energy), over: horizon(24))]), expected))
  }

  /// The same in quarter hours: steps change nothing about hours.
  @Test func blockPeakInQuarterHours() {
    let load = (0..<96).map { (64..<80).contains($0) ? 100.0 : 60 }
    let store = EnergyEnvelope(storage(power: 20, energy: 40), over: horizon(96, minutes: 15))
    #expect(isClose(level(load, [store], stepHours: 0.25), 90))
  }

  /// 10, 20, 30, 20, 10 MW above the base: the energy above z within the three inner hours is 70 − 3 z, which is the
  /// store's 30 MWh at z = 13 1/3, above the outer hours' 10.
  @Test func trianglePeak() {
    var load = [Double](repeating: 50, count: 24)
    for (hour, height) in zip(15..<20, [10.0, 20, 30, 20, 10]) { load[hour] += height }
    #expect(isClose(level(load, [EnergyEnvelope(storage(power: 20, energy: 30), over: horizon(24))]), 50 + 40.0 / 3))
  }

  /// Peaks of 100 MW with one hour of 80 between them: giving 100 − z, taking η (z − 80) back, giving 100 − z again must
  /// fit into 20 MWh: z = (180 + 80 η) / (2 + η), 260 / 3 without loss.
  @Test(arguments: [1.0, 0.5]) func twoPeaksWithTooLittleTimeBetween(efficiency: Double) {
    var load = [Double](repeating: 60, count: 24)
    load[10] = 100
    load[11] = 80
    load[12] = 100
    let store = EnergyEnvelope(storage(power: 50, energy: 20, efficiency: efficiency), over: horizon(24))
    #expect(isClose(level(load, [store]), (180 + 80 * efficiency) / (2 + efficiency)))
  }

  /// One hour of 150 over 100: 30 MW down is made up for by 10 MW in three other hours. Two such hours and 2 MW up in the
  /// 22 others: 44 MWh, 22 MW in each.
  @Test(arguments: [(1, 10.0, 120.0), (2, 2.0, 128.0)]) func dailyShift(hours: Int, up: Double, expected: Double) {
    let load = (0..<24).map { (18..<18 + hours).contains($0) ? 150.0 : 100 }
    let shift = ShiftableLoad(name: "shift", bus: "bus", downCapacity: 30, upCapacity: up)
    #expect(isClose(level(load, [EnergyEnvelope(shift, over: horizon(24))]), expected))
  }

  /// 50 MW for 4 full hours over a block of 8 h is 25 MW each hour; with 6 full hours a year over two such days, 300 MWh
  /// over 16 h are 18.75 MW.
  @Test(arguments: [(Double.infinity, 125.0), (6, 131.25)]) func budgets(perYear: Double, expected: Double) {
    let load = (0..<96).map { $0 < 48 && (12..<20).contains($0 % 24) ? 150.0 : 100 }
    let call = InterruptibleLoad(
      name: "call", bus: "bus", capacity: 50, price: 1, hoursPerDay: 4, hoursPerYear: perYear)
    #expect(isClose(level(load, [EnergyEnvelope(call, over: horizon(96))]), expected))
  }

  /// 9, 6, 9 MW with 1 MW / 3 MWh and 2 MW / 3 MWh: 3 MW in both hours of 9 take both stores at full power, 2 + 2 from
  /// the second, whose missing MWh the first gives it in the hour between, at no load of its own.
  @Test func oneStoreRechargesTheOther() {
    let load = [0, 9, 6, 9] + [Double](repeating: 0, count: 20)
    let stores = [(1.0, "a"), (2, "b")].map {
      EnergyEnvelope(storage(power: $0, energy: 3, name: $1), over: horizon(24))
    }
    #expect(isClose(level(load, stores), 6))
  }

  /// A seasonal store of 2400 MWh that takes 1 MW: two spells of 240 h at 150 MW share it, and what 1000 h between them
  /// give it back, 3400 MWh over 480 h; with 3000 h between them it is full again, and each has 10 MW.
  @Test(arguments: [(1000, 150 - 3400.0 / 480), (3000, 140)]) func seasonalStore(between: Int, expected: Double) {
    var load = [Double](repeating: 100, count: 8760)
    for t in 1000..<1240 { (load[t], load[t + 240 + between]) = (150, 150) }
    let store = storage(power: 50, energy: 2400, charge: 1)
    #expect(isClose(level(load, [EnergyEnvelope(store, over: horizon(8760))]), expected))
  }

  /// A store that begins at 10 of 40 MWh and must end there, with its peak in the second hour after one hour below it:
  /// it takes z − 60 first, then gives 100 − z of 10 + (z − 60), with 90 in no way reachable before.
  @Test func givenStart() {
    let load = [60.0, 100] + [Double](repeating: 50, count: 22)
    let store = EnergyEnvelope(storage(power: 30, energy: 40, charge: 12, initial: 10), over: horizon(24))
    // min(z − 60, 12) + 10 ≥ 100 − z: with 12 charged, z = 78.
    #expect(isClose(level(load, [store]), 78))
  }

  @Test func nothingToGive() {
    let load = [60.0, 100, 60, 50]
    #expect(level(load, []) == 100)
    let stuck = AssessedResource(EnergyEnvelope(storage(power: 10, energy: 20, charge: 0), over: horizon(4)))
    #expect(stuck.exclusion == .noRecharge)
    #expect(level(load, [stuck.envelope]) == 100)
  }

  /// Multiples of one store are one store.
  @Test func proportionalStoresMerge() {
    let envelopes = [10.0, 30, 5].map {
      EnergyEnvelope(storage(power: $0, energy: 2 * $0, name: "store-\($0)"), over: horizon(24))
    }
    #expect(envelopes.merged.count == 1)
    #expect(envelopes.merged[0].members.map(\.share).reduce(0, +) == 1)
    let load = (0..<24).map { (16..<20).contains($0) ? 100.0 : 60 }
    #expect(isClose(level(load, envelopes.merged), level(load, envelopes)))
  }
}
