import GridModel

@testable import Schedules

/// Two buses with one device of every kind, over four hours of a winter evening, and a schedule that keeps every rule.
///
/// North has Datong-1 (250 MW of 300) and Hills (200 MW of wind) for a load of 300; 150 MW flow to South, which has a
/// load of 100 and sends 50 out. Yuanqu idles half full, and so do 1000 taxis; Datong-1 holds the 30 MW of reserve.
struct Toy {
  static let start = LocalTime(year: 2030, month: 1, day: 17, hour: 16).localSeconds - 8 * 3600

  var system: PowerSystem
  /// One component of each kind, so one series per quantity; two for what is kept by bus.
  var values: [Quantity: [[Double]]]

  init(stepMinutes: Int = 60) {
    let unit = ThermalUnit(
      name: "Datong-1", bus: "North", capacity: 300, minimumOutput: 100,
      fuelCurve: FuelCurve(coalRate: 300, minimumOutput: 100, capacity: 300), fuelPrice: 900, variableCost: 10,
      co2PerFuel: 2.7, startClasses: [.init(offlineHours: 0, cost: 1000), .init(offlineHours: 8, cost: 5000)],
      rampUp: 100, rampDown: 100, startUpRamp: 150, shutDownRamp: 150, minimumUpHours: 2, minimumDownHours: 2,
      initialState: .init(hours: 10, output: 200),
      heat: CombinedHeat(bus: "Area", capacity: 200, powerLoss: 0.2, powerPerHeat: 0.5))
    system = PowerSystem(
      name: "toy",
      horizon: Horizon(start: Toy.start, utcOffsetSeconds: 8 * 3600, stepMinutes: stepMinutes, count: 4),
      buses: [
        Bus(name: "North", load: .constant(300)), Bus(name: "South", load: .constant(100)),
        Bus(name: "Area", carrier: .heat),
      ],
      lines: [Line(name: "North-South", from: "North", to: "South", capacity: 200, reverseCapacity: 150)],
      thermalUnits: [unit],
      renewables: [
        RenewablePlant(
          name: "Hills", bus: "North", technology: .wind, capacity: 200, availability: .constant(1),
          curtailmentPrice: 50, variableCost: 2)
      ],
      storages: [
        Storage(
          name: "Yuanqu", bus: "South", technology: .pumped, chargeCapacity: 50, dischargeCapacity: 50,
          energyCapacity: 100, initialEnergy: 50, dischargeCost: 20)
      ],
      interruptibleLoads: [
        InterruptibleLoad(name: "Smelter", bus: "South", capacity: 20, price: 500, hoursPerDay: 2, hoursPerYear: 3)
      ],
      shiftableLoads: [ShiftableLoad(name: "Cars", bus: "South", downCapacity: 10, upCapacity: 10, price: 30)],
      vehicleFleets: [
        VehicleFleet(
          name: "Taxis", bus: "South", arrivals: .constant(0), departures: .constant(0), need: .constant(0),
          initialVehicles: 1000, chargePower: 20, dischargePower: 10, batteryEnergy: 50, arrivalEnergy: 20,
          dischargeCost: 40, unmetPrice: 5000)
      ],
      exportChannels: [
        ExportChannel(name: "Beijing", bus: "South", capacity: 60, schedule: .constant(50), price: 300)
      ],
      converters: [
        Converter(name: "Boiler", from: "South", to: "Area", technology: .electricBoiler, capacity: 20, ramp: 100)
      ],
      reserves: [ReserveRule(name: "spinning-up", direction: .up, requirement: .constant(30), shortfallPrice: 1000)])
    func flat(_ value: Double) -> [[Double]] { [Array(repeating: value, count: 4)] }
    values = [
      .thermalPower: flat(250), .thermalStatus: flat(1), .thermalReserveUp: flat(30), .thermalReserveDown: flat(0),
      .renewablePower: flat(200), .storageCharge: flat(0), .storageDischarge: flat(0), .storageEnergy: flat(50),
      .storageReserveUp: flat(0), .storageReserveDown: flat(0), .interruption: flat(0), .shiftDown: flat(0),
      .shiftUp: flat(0), .vehicleCharge: flat(0), .vehicleDischarge: flat(0), .vehicleEnergy: flat(20),
      .vehicleUnmet: flat(0), .exportPower: flat(50), .lineFlow: flat(150),
      .unservedEnergy: flat(0) + flat(0) + flat(0), .thermalHeat: flat(0), .converterInput: flat(0),
      .reserveShortfall: flat(0),
    ]
  }

  var schedule: Schedule {
    var schedule = Schedule(horizon: system.horizon)
    for (quantity, columns) in values {
      schedule[quantity] = SeriesTable(names: quantity.componentNames(in: system), columns: columns)
    }
    return schedule
  }

  /// The values of the first component.
  subscript(quantity: Quantity) -> [Double] {
    get { values[quantity]?[0] ?? [] }
    set { values[quantity] = [newValue] + (values[quantity] ?? []).dropFirst() }
  }

  /// Datong-1 runs so; where it gives no power it is off and its reserve is short.
  mutating func run(_ power: [Double]) {
    self[.thermalPower] = power
    self[.thermalStatus] = power.map { $0 > 0 ? 1 : 0 }
    withoutReserve()
    balance()
  }

  /// Nobody gives reserve; all of it is short.
  mutating func withoutReserve() {
    self[.thermalReserveUp] = [0, 0, 0, 0]
    self[.reserveShortfall] = [30, 30, 30, 30]
  }

  /// What is given to the heating area is its load. Sets the flow to what South needs, and lets North go short, or curtail, by what then is missing or too much.
  mutating func balance() {
    let heat = (0..<4).map { self[.thermalHeat][$0] + self[.converterInput][$0] }
    system.buses[2].load = heat.allSatisfy { $0 == 0 } ? .constant(0) : .series(heat)
    for t in 0..<4 {
      let demand =
        100 + self[.converterInput][t] + self[.exportPower][t] + self[.storageCharge][t] + self[.shiftUp][t]
        + self[.vehicleCharge][t] + (values[.processLevel]?[0][t] ?? 0)
      let flow =
        demand - self[.vehicleDischarge][t] - self[.storageDischarge][t] - self[.interruption][t] - self[.shiftDown][t]
      self[.lineFlow][t] = flow
      let missing = 300 + flow - self[.thermalPower][t] - 200
      self[.unservedEnergy][t] = max(0, missing)
      self[.renewablePower][t] = 200 + min(0, missing)
    }
  }

  /// Beijing sends so within a band.
  mutating func flexible(least: Double = 0, most: Double = 60, _ power: [Double]) {
    system.exportChannels[0].schedule = .constant(least)
    system.exportChannels[0].flexibility = ExportFlexibility(most: .constant(most))
    self[.exportPower] = power
    balance()
  }

  /// Datong-1 is to be out of service for two hours.
  mutating func overhaul() {
    system.rules = [
      .maintenance("overhaul", of: system.thermalUnits[0], hours: 2, in: 0..<4, of: system.horizon, price: .infinity)
    ]
  }

  /// So much wind is designated to Beijing, which is to send half of its 50 MW from renewable energy.
  mutating func designate(_ power: [Double], part: Double = 0.5) {
    system.exportChannels[0].renewables = RenewableObligation(part: part, shortfallPrice: 100)
    values[.exportRenewable] = [power]
    values[.exportRenewableShortfall] = [[0, 0, 0, 0]]
  }

  func audited(reportedObjective: Double? = nil, reportedBound: Double? = nil) -> AuditReport {
    audit(
      schedule, of: system, reportedObjective: reportedObjective,
      reportedBound: reportedBound.map { BoundClaim($0, certifiedBy: "row duals") })
  }
}
