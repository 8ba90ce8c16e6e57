import GridModel
import Schedules
import Testing

/// Bounds derived by hand: one bus, three hours, given prices. Load is 100 MW, so what it pays is 100 · Σ prices.
@Suite struct ProvenBoundTests {
  private var system = PowerSystem(
    name: "hand", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 3), valueOfLostLoad: 1000,
    buses: [Bus(name: "A", load: .constant(100))])
  private var prices: [Quantity: [String: [Double]]] = [.price: ["A": [10, 40, 20]]]

  private func bound() throws -> Double {
    var schedule = Schedule(horizon: system.horizon)
    for (quantity, series) in prices {
      let names = series.keys.sorted()
      schedule[quantity] = SeriesTable(names: names, columns: names.compactMap { series[$0] })
    }
    return try #require(provenBound(by: schedule, of: system))
  }

  private func expectBound(_ value: Double, _ location: SourceLocation = #_sourceLocation) throws {
    let bound = try bound()
    #expect(abs(bound - value) < 1e-8, "\(bound), not \(value)", sourceLocation: location)
    #expect(bound <= value, sourceLocation: location)
  }

  @Test mutating func loadPaysThePriceUpToThatOfGoingWithout() throws {
    try expectBound(7000)
    prices[.price] = ["A": [10, 4000, 20]]
    try expectBound(100 * (10 + 1000 + 20))
    prices[.price] = nil
    try expectBound(0)
  }

  @Test mutating func thermalUnitsEarnWhatIsAboveTheirCost() throws {
    var unit = ThermalUnit(
      name: "U", bus: "A", capacity: 80, minimumOutput: 40,
      fuelCurve: FuelCurve(outputs: [40, 80], fuels: [400, 1200]),
      fuelPrice: 1, rampUp: 20, rampDown: 30)
    // From zero to 40 MW at 10, on to 80 MW at 20: hour 2 pays 30 · 40 + 20 · 40 above that, hour 3 10 · 40.
    system.thermalUnits = [unit]
    try expectBound(7000 - 2000 - 400)
    // A rise into hour 2 costs 20 per MW, which the ramp limits to 20 MW: hour 1 is worth 30, hour 2 20, hour 3 20.
    prices[.rampPrice] = ["U": [0, -20, 0]]
    try expectBound(7000 - 20 * 20 - (20 * 40 + 10 * 40) - 10 * 40 - 10 * 40)
    // A fall is limited to 30 MW. Nothing is known of the output before hour 1, so a price there counts for nothing.
    prices[.rampPrice] = ["U": [5, 20, 0]]
    try expectBound(7000 - 20 * 30 - 0 - (50 * 40 + 40 * 40) - 10 * 40)
    // Set on, it runs at 40 MW or above, and loses 10 · 40 in hour 1 only through fuel.
    prices[.rampPrice] = nil
    unit.mustRun = .constant(1)
    system.thermalUnits = [unit]
    prices[.price] = ["A": [5, 40, 20]]
    try expectBound(6500 + 5 * 40 - 2000 - 10 * 40)
  }

  @Test mutating func reserveIsEarnedBesideOutput() throws {
    system.thermalUnits = [
      ThermalUnit(
        name: "U", bus: "A", capacity: 80, fuelCurve: FuelCurve(outputs: [0, 80], fuels: [0, 1600]), fuelPrice: 1,
        reserveLimit: 30)
    ]
    system.reserves = [ReserveRule(name: "up", direction: .up, requirement: .constant(25), shortfallPrice: 100)]
    prices[.reservePrice] = ["up": [0, 15, 15]]
    // Hour 2: output to 50 earns 20 with 30 MW of reserve at 15; above, 20 − 15 for the last 30 MW. Hour 3: reserve only.
    try expectBound(7000 + 2 * 15 * 25 - (20 * 50 + 30 * 15 + 5 * 30) - 30 * 15)
    prices[.reservePrice] = ["up": [0, 0, 150]]
    try expectBound(7000 + 100 * 25 - 20 * 80 - 30 * 150)
    prices[.reservePrice] = ["up": [-50, 0, 0]]
    try expectBound(7000 - 20 * 80)
  }

  @Test mutating func storagesEarnThePriceAgainstTheWaterValue() throws {
    system.storages = [
      Storage(
        name: "S", bus: "A", chargeCapacity: 10, dischargeCapacity: 20, energyCapacity: 50, chargeEfficiency: 0.8,
        dischargeEfficiency: 0.5, initialEnergy: 30, endLevel: .free)
    ]
    // Nothing inside is worth anything: it would discharge in every hour.
    try expectBound(7000 - 20 * (10 + 40 + 20))
    // At 15 inside, a MWh given costs 30 and one taken is worth 12: charge in hour 1, discharge in hour 2. The 30 MWh
    // were worth 15 each, and what is left in the end nothing: level 3 would be full for −15, but costs 15 now.
    prices[.waterValue] = ["S": [15, 15, 15]]
    try expectBound(7000 - 2 * 10 - 10 * 20 - 15 * 30)
    system.storages[0].endLevel = .atLeast(4)
    try expectBound(7000 - 2 * 10 - 10 * 20 - 15 * 30 + 15 * 4)
    system.storages[0].endLevel = .cyclic
    system.storages[0].cycleEnergy = 7
    try expectBound(7000 - 2 * 10 - 10 * 20 - 15 * 30 + 15 * 7)
    // Left to the optimum, first and last level are one.
    system.storages[0].initialEnergy = nil
    system.storages[0].cycleEnergy = nil
    try expectBound(7000 - 2 * 10 - 10 * 20)
    // Charging and discharging at once would earn on both sides; a storage does one of them.
    prices[.price] = ["A": [-40, 40, 20]]
    prices[.waterValue] = ["S": [-100, 15, 15]]
    // Hour 1: discharging 20 MW earns −40 + 200, charging 10 earns 40 − 80. Level 1 costs −115, level 3 115.
    try expectBound(100 * 20 - 20 * 160 - 10 * 20 - 115 * 50 + 0)
  }

  @Test mutating func flexibleLoadsTakeTheBestHoursWithinBudgets() throws {
    system.interruptibleLoads = [
      InterruptibleLoad(name: "I", bus: "A", capacity: 8, price: 5, hoursPerDay: 1.5, hoursPerYear: .infinity)
    ]
    // 8 MWh at 35, then 4 at 15.
    try expectBound(7000 - 8 * 35 - 4 * 15)
    system.interruptibleLoads = []
    system.shiftableLoads = [
      ShiftableLoad(name: "M", bus: "A", downCapacity: 6, upCapacity: 4, windowHours: 3, price: 2)
    ]
    // Raised by 4 in hour 1, by 2 in hour 3, lowered by 6 in hour 2.
    try expectBound(7000 - 4 * (30 - 2) - 2 * (20 - 2))
    // What was lowered before has to be raised: 7 more, of which 4 in hour 1 and 4 in hour 3 leave 1 to lower.
    system.shiftableLoads[0].openShift = 7
    try expectBound(7000 + 4 * 10 + 4 * 20 - (40 - 2))
    system.shiftableLoads = []
    system.interruptibleLoads = [
      InterruptibleLoad(name: "I", bus: "A", capacity: 8, price: 5, hoursPerDay: 1.5, hoursPerYear: 100)
    ]
    system.interruptibleLoads[0].interruptedInDay = 3
    try expectBound(7000 - 8 * 35 - 1 * 15)
    system.interruptibleLoads[0].interruptedInYear = 798
    try expectBound(7000 - 2 * 35)
  }

  @Test mutating func linesAndExports() throws {
    system.buses.append(Bus(name: "B"))
    system.lines = [Line(name: "A-B", from: "A", to: "B", capacity: 30, reverseCapacity: 20)]
    prices[.price] = ["A": [10, 40, 20], "B": [15, 15, 20]]
    try expectBound(7000 - 5 * 30 - 25 * 20)
    system.exportChannels = [
      ExportChannel(name: "E", bus: "B", capacity: 9, schedule: .series([9, 0, -3]), price: 12)
    ]
    try expectBound(7000 - 5 * 30 - 25 * 20 + 3 * 9 - 8 * 3)
  }

  @Test mutating func voltageLawChargesOnlyWhatReturnsToWhereItBegan() throws {
    system.network = .dc
    system.buses += [Bus(name: "B"), Bus(name: "C")]
    func line(_ from: String, _ to: String, _ reactance: Double) -> Line {
      Line(name: "\(from)-\(to)", from: from, to: to, capacity: 10, reactance: reactance)
    }
    system.lines = [line("A", "B", 1), line("B", "C", 2), line("C", "A", 4)]
    prices[.price] = ["A": [10, 10, 10], "B": [13, 10, 10], "C": [17, 10, 10]]
    // Differences 3, 4 and −7 around the ring.
    try expectBound(3000 - 10 * (3 + 4 + 7))
    // A charge of 1 per reactance all around: 1, 2 and 4. The table's word is taken for C-A alone.
    prices[.loopPrice] = ["A-B": [99, 0, 0], "B-C": [0, 99, 0], "C-A": [4, 0, 0]]
    try expectBound(3000 - 10 * (2 + 2 + 11))
    prices[.loopPrice] = ["C-A": [-8, 0, 0]]
    try expectBound(3000 - 10 * (5 + 8 + 1))
  }
}
