import GridModel
import Testing

@testable import Schedules

@Suite struct CostTests {
  /// One unit alone at a bus, and the cost of what it does.
  private func cost(
    power: [Double], status: [Double]? = nil, stepMinutes: Int = 60, _ change: (inout ThermalUnit) -> Void = { _ in }
  ) -> CostBreakdown {
    var unit = ThermalUnit(
      name: "U", bus: "B", capacity: 100, minimumOutput: 40,
      fuelCurve: FuelCurve(outputs: [40, 80, 100], fuels: [16, 26, 32]), fuelPrice: 10, variableCost: 2,
      co2PerFuel: 2.5,
      startClasses: [
        .init(offlineHours: 0, cost: 100), .init(offlineHours: 2, cost: 200), .init(offlineHours: 4, cost: 400),
      ])
    change(&unit)
    let horizon = Horizon(start: Toy.start, utcOffsetSeconds: 28_800, stepMinutes: stepMinutes, count: power.count)
    let system = PowerSystem(
      name: "one", horizon: horizon, co2Price: 4, buses: [Bus(name: "B", load: .series(power))], thermalUnits: [unit])
    var schedule = Schedule(horizon: horizon)
    schedule[.thermalPower] = SeriesTable(names: ["U"], columns: [power])
    if let status { schedule[.thermalStatus] = SeriesTable(names: ["U"], columns: [status]) }
    return costBreakdown(of: schedule, system: system)
  }

  @Test func fuelFollowsTheCurveWhenOn() {
    // 16, 21 (half way), 29 (half way) t/h and nothing when off; 190 MWh.
    let cost = cost(power: [40, 60, 90, 0], status: [1, 1, 1, 0])
    #expect(cost.fuel == 660)
    #expect(cost.co2 == 660)
    #expect(cost.thermalVariable == 380)
    #expect(cost.total == 1700)
  }

  @Test func fuelIsPerHourOfTheStep() {
    #expect(cost(power: [60], status: [1], stepMinutes: 15).fuel == 52.5)
    #expect(cost(power: [60], status: [1], stepMinutes: 30).thermalVariable == 60)
  }

  @Test func withoutCommitmentFuelFollowsTheEnvelope() {
    // The chord from the origin to (100, 32) lies below 26 at 80: 0.32 t/MWh throughout.
    #expect(abs(cost(power: [50]).fuel - 160) < 1e-9)
    // With 24 t/h at 80 the envelope has a corner there.
    let cornered = cost(power: [40, 90]) { $0.fuelCurve = FuelCurve(outputs: [40, 80, 100], fuels: [16, 24, 32]) }
    #expect(abs(cornered.fuel - 10 * (12 + 28)) < 1e-9)
  }

  @Test func mustRunFollowsTheCurveWhereItCan() {
    #expect(cost(power: [60]) { $0.mustRun = .constant(1) }.fuel == 210)
    let weak = cost(power: [30]) {
      $0.mustRun = .constant(1)
      $0.availability = .constant(0.3)
    }
    #expect(abs(weak.fuel - 96) < 1e-9)
  }

  @Test func curveFromZeroGivesWayToTheOrigin() {
    let curve = OperatingCurve.free(
      ThermalUnit(
        name: "U", bus: "B", capacity: 100, fuelCurve: FuelCurve(outputs: [0, 100], fuels: [5, 30]), fuelPrice: 1),
      co2Price: 0)
    #expect(curve.outputs == [0, 100] && curve.takes.map(\.fuel) == [0, 30])
  }

  /// Below 70 MW output wears at 4 a MWh, below 50 at 6, and 2 t of oil an hour at 20 a t burn.
  private let deep = DeepRegulation(
    withoutOil: .init(below: 70, wearCost: 4), withOil: .init(below: 50, wearCost: 6), oil: 2, oilPrice: 20)

  @Test func deepRegulationWearsAndBurnsOil() {
    func parts(_ power: Double) -> [Double] {
      let cost = cost(power: [power], status: [1]) { $0.deepRegulation = deep }
      return [cost.wear, cost.oil]
    }
    #expect(parts(70) == [0, 0] && parts(60) == [40, 0] && parts(50) == [80, 0])
    #expect(parts(45) == [110, 40] && parts(40) == [140, 40])
    // In half an hour, half of it.
    let half = cost(power: [45], status: [1], stepMinutes: 30) { $0.deepRegulation = deep }
    #expect(half.wear == 55 && half.oil == 20)
  }

  /// Set on without commitment, half way from 40 MW to 50 costs half of the oil.
  @Test func withoutCommitmentOilIsMixed() {
    let cost = cost(power: [45]) {
      $0.mustRun = .constant(1)
      $0.deepRegulation = deep
    }
    #expect(abs(cost.wear - 110) < 1e-9 && abs(cost.oil - 20) < 1e-9, "\(cost.wear), \(cost.oil)")
  }

  @Test func startsCostByTimeOff() {
    let on = 50.0
    func start(_ status: [Double], minutes: Int = 60, _ initial: ThermalUnit.InitialState?) -> Double {
      cost(power: status.map { $0 * on }, status: status, stepMinutes: minutes) { $0.initialState = initial }.start
    }
    #expect(start([1, 0, 1, 0, 0, 1], nil) == 100 + 200)
    // Free at first: no start at once, and what came before is not counted as time off.
    #expect(start([1, 1], nil) == 0)
    #expect(start([0, 0, 0, 1], nil) == 200)
    #expect(start([0, 0, 0, 1], .init(hours: -1, output: 0)) == 400)
    #expect(start([1], .init(hours: -2, output: 0)) == 200)
    #expect(start([1], .init(hours: -1.75, output: 0)) == 100)
    #expect(start([1], .init(hours: 5, output: 50)) == 0)
    // Two hours are eight quarters.
    #expect(start([1] + Array(repeating: 0, count: 7) + [1], minutes: 15, nil) == 100)
    #expect(start([1] + Array(repeating: 0, count: 8) + [1], minutes: 15, nil) == 200)
  }

  @Test func everyPartIsCounted() {
    var toy = Toy(stepMinutes: 30)
    toy[.storageDischarge] = [0, 10, 0, 0]
    toy[.interruption] = [4, 0, 0, 0]
    toy[.shiftDown] = [0, 0, 6, 0]
    toy[.unservedEnergy] = [0, 0, 1, 0]
    toy[.reserveShortfall] = [0, 0, 0, 2]
    toy[.renewablePower] = [200, 180, 200, 200]
    let cost = costBreakdown(of: toy.schedule, system: toy.system)
    #expect(cost.fuel == 0.5 * 4 * 75 * 900)
    #expect(cost.thermalVariable == 0.5 * 4 * 250 * 10)
    #expect(cost.curtailment == 0.5 * 20 * 50)
    #expect(cost.renewableVariable == 0.5 * 780 * 2)
    #expect(cost.storageDischarge == 0.5 * 10 * 20)
    #expect(cost.interruption == 0.5 * 4 * 500)
    #expect(cost.shift == 0.5 * 6 * 30)
    #expect(cost.unserved == 0.5 * 30_000)
    #expect(cost.reserveShortfall == 0.5 * 2 * 1000)
    #expect(cost.exportRevenue == 0.5 * 200 * 300)
    #expect(cost.total == 135_000 + 5000 + 500 + 780 + 100 + 1000 + 90 + 15_000 + 1000 - 30_000)
  }
}
