import GridModel
import Schedules
import Testing

@testable import PeakShaving

@Suite struct AssessmentTests {
  /// Two days of 100 MW with a peak of 160 MW from 18:00 to 20:00, a battery of 20 MW / 40 MWh and 10 MW to call off.
  private static var village: PowerSystem {
    let load = (0..<48).map { (18..<20).contains($0 % 24) ? 160.0 : 100 }
    return PowerSystem(
      name: "village",
      horizon: Horizon(start: 1_893_427_200, utcOffsetSeconds: 8 * 3600, stepMinutes: 60, count: 48),
      buses: [Bus(name: "bus", load: .series(load))],
      storages: [
        Storage(name: "battery", bus: "bus", chargeCapacity: 20, dischargeCapacity: 20, energyCapacity: 40),
        Storage(name: "stuck", bus: "bus", chargeCapacity: 0, dischargeCapacity: 20, energyCapacity: 40),
      ],
      interruptibleLoads: [InterruptibleLoad(name: "smelter", bus: "bus", capacity: 10, price: 1, hoursPerDay: 2)],
      targets: [
        PolicyTarget(.peakShaving, minimum: 25), PolicyTarget(.demandResponse, minimum: 5, maximum: 10),
      ])
  }

  private func assess(_ definition: ShavingDefinition, _ basis: LoadBasis = .gross) -> PeakShavingAssessment {
    PeakShavingAssessment(of: Self.village, definition: definition, basis: basis)
  }

  @Test func definitionsCountWhatTheySay() {
    #expect(abs(assess(.demandSide).capability - 10) < 1e-6)
    #expect(abs(assess(.allResources).capability - 30) < 1e-6)
    let stuck = assess(.allResources).resources.first { $0.envelope.name == "stuck" }
    #expect(stuck?.exclusion == .noRecharge)
  }

  /// What it holds at the start must be there at the end, and nothing recharges it.
  @Test func givenStartWithoutRecharge() {
    var system = Self.village
    system.storages = [
      Storage(
        name: "stuck", bus: "bus", chargeCapacity: 0, dischargeCapacity: 20, energyCapacity: 40, initialEnergy: 20),
      Storage(
        name: "emptied", bus: "bus", chargeCapacity: 0, dischargeCapacity: 20, energyCapacity: 40, initialEnergy: 20,
        endLevel: .free),
    ]
    #expect(ShavingDefinition.allResources.resources(of: system).map(\.exclusion) == [.noRecharge, nil, nil])
  }

  @Test func verdictsHoldTargetsAgainstTheirDefinition() throws {
    let targets = Self.village.targets
    let all = try #require(assess(.allResources).verdict(on: targets[0]))
    // 30 of 160 MW are 18.75 %.
    #expect(all.isMet == false && abs(all.margin + 6.25) < 1e-5)
    let demand = try #require(assess(.demandSide).verdict(on: targets[1]))
    #expect(demand.isMet == true && abs(demand.percent - 6.25) < 1e-5)
    #expect(assess(.demandSide).verdict(on: targets[0]) == nil)
  }

  /// 4000 cars come at 18:00 with 10 kWh to charge at 10 kW, 40 MW at once, and leave at 7:00; 40 MW are drawn at night instead.
  @Test func vehiclesChargeOffThePeak() throws {
    var system = Self.village
    system.storages = []
    system.interruptibleLoads = []
    let hours = (0..<48).map { $0 % 24 }
    system.vehicleFleets = [
      VehicleFleet(
        name: "cars", bus: "bus", arrivals: .series(hours.map { $0 == 18 ? 4000 : 0 }),
        departures: .series(hours.map { $0 == 7 ? 4000 : 0 }), need: .constant(10), initialVehicles: 4000,
        chargePower: 10, batteryEnergy: 50, arrivalEnergy: 20, unmetPrice: 1000)
    ]
    let assessment = PeakShavingAssessment(of: system, definition: .demandSide, basis: .gross)
    // At once: 200 MW at 18:00; later: the 160 MW of everything else.
    #expect(abs(assessment.peak - 200) < 1e-9 && abs(assessment.level - 160) < 1e-3 && assessment.passesCheck)
    #expect(assessment.maximumLoad == assessment.peak)
    let report = audit(assessment.deviceSchedule(of: system), of: system)
    #expect(report.cost != nil)
    #expect(report.counts.keys.allSatisfy { $0 == .busBalance }, "\(report.violations.map(\.message))")
  }

  /// Ramps of industry are not in an envelope, and the assessment says so.
  @Test func rampsThatAreLeftOutAreNamed() {
    var system = Self.village
    system.shiftableLoads = [
      ShiftableLoad(name: "potlines", bus: "bus", downCapacity: 5, upCapacity: 5, dailyEnergy: 240, ramp: 2),
      ShiftableLoad(name: "mill", bus: "bus", downCapacity: 5, upCapacity: 5),
    ]
    let assessment = PeakShavingAssessment(of: system, definition: .demandSide, basis: .gross)
    #expect(assessment.rampsLeftOut == ["potlines"])
    #expect(assessment.peak == 170)
  }

  /// 25 % are 40 MW, so 10 MW are missing: of the battery at 2 h, or of the smelter; energy alone cannot give power.
  @Test func needsAreTheLeast() {
    let needs = assess(.allResources).needs(toReach: 25)
    #expect(abs((needs.storagePower ?? .nan) - 10) < 1e-3)
    #expect(abs((needs.interruptiblePower ?? .nan) - 10) < 1e-3)
    #expect(needs.storageHours == nil)
  }

  /// No recharge binds here, so each adds its own power in every order.
  @Test func contributionsAddUp() {
    let contributions = assess(.allResources).contributions()
    #expect(contributions.resources.map(\.name) == ["battery", "smelter"])
    for (part, expected) in zip(contributions.resources, [20.0, 10]) {
      #expect(abs(part.alone - expected) < 1e-4 && abs(part.lastIn - expected) < 1e-4)
    }
    #expect(abs(contributions.groups.reduce(0) { $0 + $1.shapley } - 30) < 1e-4)
  }

  @Test func explanationNamesHoursAndLimits() {
    let assessment = assess(.allResources)
    let explanation = assessment.solution.explanation(of: assessment.problem)
    #expect(abs(explanation.hours.reduce(0) { $0 + $1.weight } - 1) < 1e-3)
    #expect(explanation.hours.allSatisfy { (18..<20).contains($0.step % 24) })
    #expect(explanation.limits.first { $0.name == "smelter" }?.main != nil)
  }

  @Test func firmCapabilityIsTheSameOnAnyNumberOfThreads() {
    var study = FirmStudy()
    (study.samples, study.seed) = (24, 7)
    let one = study.run(Self.village, definition: .allResources, basis: .net)
    study.threads = 5
    #expect(study.run(Self.village, definition: .allResources, basis: .net) == one)
    study.samples = 20
    #expect(study.run(Self.village, definition: .allResources, basis: .net).power == Array(one.power[..<20]))
    study.seed = 8
    #expect(study.run(Self.village, definition: .allResources, basis: .net) != one)
  }

  /// 1 … 9: the median is 5, and √(0.25 / 9) = 1/6 of the ranks either way are 8/6 of a value.
  @Test func quantilesHaveStandardErrors() {
    let median = FirmCapability.quantile(0.5, of: (1...9).map(Double.init))
    #expect(median.value == 5 && abs(median.standardError - 8.0 / 6) < 1e-12)
  }

  /// Two units of 100 MW, least 60 (regular: 60), for a peak of 160: the night's 80 MW leave 40 too many, of which the
  /// battery takes 15; 25 MW over 6 h less what is left of its 30 MWh are curtailed.
  @Test func regulationBalancesTheValley() throws {
    var system = Self.village
    let load = (0..<24).map { $0 < 6 ? 80.0 : $0 == 18 ? 160 : 130 }
    system.horizon = Horizon(start: 1_893_427_200, utcOffsetSeconds: 8 * 3600, stepMinutes: 60, count: 24)
    system.buses = [Bus(name: "bus", load: .series(load))]
    system.storages = [
      Storage(name: "battery", bus: "bus", chargeCapacity: 15, dischargeCapacity: 15, energyCapacity: 30)
    ]
    system.thermalUnits = (1...3).map {
      ThermalUnit(
        name: "unit-\($0)", bus: "bus", capacity: 100, minimumOutput: 60,
        fuelCurve: FuelCurve(coalRate: 300, minimumOutput: 60, capacity: 100), fuelPrice: 900)
    }
    let regulation = PeakRegulation(of: system)
    let day = try #require(regulation.days.first)
    #expect(day.committedCapacity == 200 && day.deepMinimum == 120 && day.lowestNetLoad == 80)
    #expect(day.chargingRoom == 15 && day.deepMargin == -25)
    #expect(abs(day.curtailment - (6 * 40 - 30)) < 1e-9)
    #expect(regulation.months(of: system.horizon).first?.shortfallDays == 1)
    // 80 of 200 MW would do, or 40 MW of charging for the 210 MWh.
    #expect(regulation.worst(3).count == 1 && regulation.retrofit == 0.4)
    #expect(regulation.storage.power == 40 && abs(regulation.storage.energy - 210) < 1e-9)
  }

  /// 80 MW of heat all day from unit 3, the dearest, which gives 0.5 MW of power at least per MW of heat and loses 0.2 by each:
  /// it must run, gives 84 MW at most, and 0.7 · 80 − 0.2 · 80 = 40 MW at least, but as its boiler gives no less than 60, 44.
  /// With unit 1, 184 MW cover the peak of 160, and 60 + 44 must be taken in the valley.
  @Test func regulationKeepsHeatSupplied() throws {
    var system = Self.village
    let load = (0..<24).map { $0 < 6 ? 80.0 : $0 == 18 ? 160 : 130 }
    system.horizon = Horizon(start: 1_893_427_200, utcOffsetSeconds: 8 * 3600, stepMinutes: 60, count: 24)
    system.buses = [
      Bus(name: "bus", load: .series(load)), Bus(name: "area", carrier: .heat, load: .constant(80)),
    ]
    (system.storages, system.interruptibleLoads) = ([], [])
    system.thermalUnits = (1...3).map {
      ThermalUnit(
        name: "unit-\($0)", bus: "bus", capacity: 100, minimumOutput: 60,
        fuelCurve: FuelCurve(coalRate: 300, minimumOutput: 60, capacity: 100), fuelPrice: 900,
        variableCost: Double($0))
    }
    system.thermalUnits[2].heat = CombinedHeat(bus: "area", capacity: 100, powerLoss: 0.2, powerPerHeat: 0.5)
    let day = try #require(PeakRegulation(of: system).days.first)
    #expect(abs(day.committedCapacity - 184) < 1e-9 && abs(day.deepMinimum - 104) < 1e-9, "\(day)")
    #expect(abs(day.deepMargin - (80 - 104)) < 1e-9)
    // With 0.9 MW per MW the heat prescribes 1.1 · 80 − 0.2 · 80 = 72 MW.
    system.thermalUnits[2].heat?.powerPerHeat = 0.9
    let tied = try #require(PeakRegulation(of: system).days.first)
    #expect(abs(tied.deepMinimum - 132) < 1e-9, "\(tied)")
    // With back pressure it gives just that.
    system.thermalUnits[2].heat = CombinedHeat(
      bus: "area", operation: .backPressure, capacity: 100, powerPerHeat: 0.9)
    let back = try #require(PeakRegulation(of: system).days.first)
    #expect(abs(back.committedCapacity - 172) < 1e-9 && abs(back.deepMinimum - 132) < 1e-9, "\(back)")
  }

  /// 400 cars at the plug all night have drawn what they need, 4 MWh, at their arrival: in the valley they may draw it instead,
  /// with 4 MW at most.
  @Test func regulationLetsVehiclesCharge() throws {
    var system = Self.village
    let hours = (0..<48).map { $0 % 24 }
    system.buses = [Bus(name: "bus", load: .series(hours.map { $0 < 6 ? 50.0 : 130 }))]
    (system.storages, system.interruptibleLoads) = ([], [])
    system.thermalUnits = [
      ThermalUnit(
        name: "unit", bus: "bus", capacity: 200, minimumOutput: 52,
        fuelCurve: FuelCurve(coalRate: 300, minimumOutput: 52, capacity: 200), fuelPrice: 900)
    ]
    system.vehicleFleets = [
      VehicleFleet(
        name: "cars", bus: "bus", arrivals: .series(hours.map { $0 == 18 ? 400 : 0 }),
        departures: .series((0..<48).map { $0 == 31 ? 400 : 0 }), need: .constant(10),
        chargePower: 10, batteryEnergy: 50, arrivalEnergy: 20, unmetPrice: 1000)
    ]
    let day = try #require(PeakRegulation(of: system).days.last)
    #expect(day.chargingRoom == 4 && day.deepMargin == 2)
    #expect(abs(day.curtailment - (6 * 2 - 4)) < 1e-9, "\(day)")
  }

  /// Hydro is generation; plants on one reservoir hold their shares of it; what is not counted is said.
  @Test func whatStoresHaveBesidesIsSaid() throws {
    var hydro = Storage(
      name: "hydro", bus: "bus", technology: .hydro, chargeCapacity: 0, dischargeCapacity: 20, energyCapacity: .infinity
    )
    hydro.budgets.energyPerWeek = 100
    var plants = [10.0, 30].map {
      Storage(name: "plant \($0)", bus: "bus", chargeCapacity: $0, dischargeCapacity: $0, energyCapacity: 0)
    }
    for index in plants.indices { plants[index].reservoir = "lake" }
    plants[0].units = ReversibleUnits(count: 2)
    plants[1].budgets.cyclesPerDay = 1
    var system = PowerSystem(
      name: "", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 4),
      buses: [Bus(name: "bus", load: .series([100, 200, 200, 100]))], storages: [hydro] + plants)
    system.reservoirs = [Reservoir(name: "lake", energyCapacity: 80, inflow: .constant(1))]
    let resources = ShavingDefinition.allResources.resources(of: system)
    #expect(resources.map(\.exclusion) == [.generation, nil, nil])
    #expect(resources.map(\.leftOut) == [[], [.inflow, .machines, .reservoir], [.inflow, .budgets, .reservoir]])
    #expect(resources.map(\.envelope.nominalEnergy) == [0, 20, 60])
    let found = PeakShavingAssessment(of: system, definition: .allResources, basis: .gross)
    // 40 MW off each of two hours.
    #expect(abs(found.capability - 40) < 1e-3)
  }
}
