import GridModel
import PeakShaving
import Testing

/// What devices can do by their own limits, derived by hand, with schedules that the audit passes.
@Suite struct DeviceLimitTests {
  /// 100 MW but for some hours, of days from midnight.
  private func system(_ hours: [Int: Double], days: Int = 1) -> PowerSystem {
    PowerSystem(
      name: "limits",
      horizon: Horizon(
        start: 1_893_427_200, utcOffsetSeconds: 8 * 3600, stepMinutes: 60, count: 24 * days),
      buses: [Bus(name: "bus", load: .series((0..<24 * days).map { hours[$0] ?? 100 }))])
  }

  private func assess(_ system: PowerSystem) -> PeakShavingAssessment {
    let found = PeakShavingAssessment(of: system, definition: .allResources, basis: .gross)
    #expect(found.passesCheck && found.level - found.lowerBound <= 2e-4)
    #expect(deviceFindings(found, system) == [])
    return found
  }

  /// 20 MW with 40 MWh, half full before and after: in the evening it gives 20 MW for two hours and takes 20 MWh back.
  /// Where the day ends with the peak it has only what it takes before and need not keep, 20 MWh in two hours; when it
  /// must end full, nothing.
  @Test(arguments: [(18, 20.0, 140.0), (22, 20, 150), (22, 40, 160)])
  func cyclicStoreEndsWhereItBegan(first: Int, start: Double, level: Double) throws {
    var system = system([first: 160, first + 1: 160])
    system.storages = [
      Storage(
        name: "battery", bus: "bus", chargeCapacity: 20, dischargeCapacity: 20, energyCapacity: 40,
        initialEnergy: start)
    ]
    let found = assess(system)
    #expect(abs(found.level - level) < 2e-4)
    let end = try #require(found.schedule.energy.last)
    #expect(abs(end - start) < 1e-9)
  }

  /// A part of a case in which the cycle did not begin ends where the cycle did.
  @Test func cycleThatBeganBefore() throws {
    var system = system([18: 160])
    system.storages = [
      Storage(
        name: "battery", bus: "bus", chargeCapacity: 20, dischargeCapacity: 20, energyCapacity: 40, initialEnergy: 40,
        cycleEnergy: 10)
    ]
    let found = assess(system)
    let end = try #require(found.schedule.energy.last)
    #expect(abs(found.level - 140) < 2e-4 && abs(end - 10) < 1e-9)
  }

  /// 1000 cars from 18:00 to 7:00 of the next day, with 10 kW either way; 80 % of what is drawn is stored, and half of
  /// what is taken out is given.
  private func cars(inside: Double, need: Double, come: Int = 18) -> VehicleFleet {
    VehicleFleet(
      name: "cars", bus: "bus", arrivals: .series((0..<48).map { $0 == come ? 1000 : 0 }),
      departures: .series((0..<48).map { $0 == 31 ? 1000 : 0 }), need: .constant(need), chargePower: 10,
      dischargePower: 10, batteryEnergy: 50, arrivalEnergy: inside, chargeEfficiency: 0.8, dischargeEfficiency: 0.5,
      unmetPrice: 1000)
  }

  /// They need 10 MWh inside, so they would draw 10 MW in the first hour and 2.5 MW in the second, when 160 MW become
  /// 162.5. With 20 MWh inside they leave these and give 10 MW; with 4 MWh they give half of 4 + 8 MWh.
  @Test(arguments: [(20.0, 150.0), (4, 154)]) func vehiclesGiveWhatIsInside(inside: Double, level: Double) {
    var system = system([19: 160], days: 2)
    system.vehicleFleets = [cars(inside: inside, need: 10)]
    let found = assess(system)
    #expect(abs(found.peak - 162.5) < 1e-9 && abs(found.level - level) < 2e-4)
  }

  /// Cars that need nothing and come empty: two hours of charging give 16 MWh, of which 8 MW come back at 19:00.
  @Test func vehiclesTakeMoreThanTheyNeed() {
    var system = system([19: 160], days: 2)
    system.vehicleFleets = [cars(inside: 0, need: 0, come: 17)]
    #expect(abs(assess(system).level - 152) < 2e-4)
  }

  /// At noon nobody is at the plug, and nothing can be carried there.
  @Test func nobodyAtThePlug() {
    var system = system([19: 160, 36: 158], days: 2)
    system.vehicleFleets = [cars(inside: 20, need: 10)]
    #expect(abs(assess(system).level - 158) < 2e-4)
  }

  /// Two of three cars leave after an hour with 3 kWh of the 10 they need: the one that stays keeps what it came with.
  @Test func vehiclesThatLeaveShort() {
    var system = system([19: 160])
    system.vehicleFleets = [
      VehicleFleet(
        name: "cars", bus: "bus", arrivals: .series((0..<24).map { $0 == 12 ? 3000 : 0 }),
        departures: .series((0..<24).map { $0 == 12 ? 2000 : 0 }), need: .constant(10), chargePower: 2,
        dischargePower: 5, batteryEnergy: 50, arrivalEnergy: 20, unmetPrice: 1000)
    ]
    // 5 MW of the one at the plug, which has 20 MWh.
    #expect(abs(assess(system).level - 155) < 2e-4)
  }

  /// A fleet of which some are always there may hold more than it came with over the night.
  @Test func vehiclesThatStay() {
    var system = system([19: 160, 32: 160], days: 2)
    system.vehicleFleets = [
      VehicleFleet(
        name: "taxis", bus: "bus", arrivals: 0, departures: 0, need: 0, initialVehicles: 1000, chargePower: 10,
        dischargePower: 30, batteryEnergy: 60, arrivalEnergy: 10, unmetPrice: 1000)
    ]
    // 30 MW in either hour, from 10 MWh and what ten hours before each can add.
    #expect(abs(assess(system).level - 130) < 2e-4)
  }

  /// At midnight, where the window of a load that moves begins, cars are at the plug with all that they need. What they
  /// might have put off until then must not cost the bound, or only all days together would prove the level.
  @Test func windowsThatBeginWithVehiclesProveTheYear() {
    let days = 0..<120
    func each(_ value: (Int, Int) -> Double) -> HourlySeries {
      .series(days.flatMap { day in (0..<24).map { value(day, $0) } })
    }
    var system = system([:], days: days.count)
    system.buses[0].load = each { day, hour in 100 + (day % 60 == 40 && (17..<21).contains(hour) ? 60 : 0) }
    system.vehicleFleets = [
      VehicleFleet(
        name: "cars", bus: "bus", arrivals: each { $1 == 18 ? 1000 : 0 }, departures: each { $1 == 7 ? 1000 : 0 },
        need: 10, initialVehicles: 1000, chargePower: 10, dischargePower: 0, batteryEnergy: 50, arrivalEnergy: 20,
        unmetPrice: 1000)
    ]
    system.shiftableLoads = [ShiftableLoad(name: "shift", bus: "bus", downCapacity: 4, upCapacity: 4)]
    system.storages = [
      Storage(name: "battery", bus: "bus", chargeCapacity: 20, dischargeCapacity: 20, energyCapacity: 40)
    ]
    let found = assess(system)
    // The cars wait, so that 160 MW are left in four hours, of which 4 MW move and the battery gives 10 MW.
    #expect(abs(found.level - 146) < 2e-4)
    #expect(found.solution.effort.stepIterations < 24 * days.count)
  }
}
