import GridModel
import SeedsAndSnapshots

/// Small random systems with everything that a system can have, at round numbers.
struct RandomSystems {
  /// What a test wants.
  struct Wish {
    var steps = 2...6
    var units = 1...4
    var buses = 1...3
    var stepMinutes = [15, 30, 60]
    var hasStorage = true
    var hasReserves = true
    var hasFlexibleLoads = true
    /// Start costs, minimum times, start-up and shut-down ramps.
    var hasCommitmentData = false
    /// Everything that stores can have: hydro, shared reservoirs, inflow, budgets, fuel, windows of the level.
    var hasWater = false
    /// Stores by machine, with standstill between directions.
    var hasMachines = false
    /// Stages of deep regulation, and start limits.
    var hasDeepStages = false
    /// More wind and sun than load, dear or impossible to curtail, and stores that lose energy.
    var hasSurplus = false
    /// A heating area and a hydrogen system beside the grid.
    var hasOtherCarriers = false
    /// Devices of every kind that may be built.
    var hasExpansions = false
    /// Processes of one to three ports, that run both ways and have ramps.
    var hasProcesses = false
  }

  private var random: SeededGenerator
  private let wish: Wish
  private var steps = 0
  private var buses: [Bus] = []
  private var capacity = 0.0

  static func system(seed: Int, _ wish: Wish = .init()) -> PowerSystem {
    var systems = RandomSystems(random: SeededGenerator(seed), wish: wish)
    return systems.make(seed)
  }

  private init(random: SeededGenerator, wish: Wish) {
    self.random = random
    self.wish = wish
  }

  private mutating func make(_ seed: Int) -> PowerSystem {
    steps = Int.random(in: wish.steps, using: &random)
    let busCount = Int.random(in: wish.buses, using: &random)
    buses = (0..<busCount).map { Bus(name: "bus\($0)", zone: $0 == 2 ? "zone1" : "zone\($0)") }
    let units = (0..<Int.random(in: wish.units, using: &random)).map { thermalUnit($0) }
    capacity = units.reduce(0) { $0 + $1.capacity }
    for index in buses.indices {
      let share = capacity / Double(busCount)
      let loads = (0..<steps).map { _ in random.round(0...1.1 * share) }
      buses[index].load = random.once(in: 6) && busCount > 1 ? .constant(0) : .series(loads)
    }
    let horizon = horizon()
    var system = PowerSystem(
      name: "random \(seed)", horizon: horizon, valueOfLostLoad: random.pick([500, 3000]),
      co2Price: random.pick([0, 10]), network: random.once(in: 2) ? .dc : .transport, buses: buses, lines: lines(),
      thermalUnits: units)
    system.renewables = (0..<Int.random(in: 0...2, using: &random)).map { renewable($0) }
    if wish.hasSurplus { addSurplus(to: &system) }
    if wish.hasStorage { system.storages += (0..<Int.random(in: 0...2, using: &random)).map { storage($0) } }
    if wish.hasFlexibleLoads { addFlexibleLoads(to: &system) }
    if random.once(in: 3) {
      system.exportChannels = [
        ExportChannel(
          name: "channel", bus: random.pick(buses).name, capacity: 50, schedule: series(-20...30),
          price: .constant(random.round(0...40)))
      ]
    }
    if wish.hasOtherCarriers { addOtherCarriers(to: &system) }
    if wish.hasReserves { system.reserves = (0..<Int.random(in: 0...3, using: &random)).map { reserve($0) } }
    if wish.hasWater { addWater(to: &system) }
    if wish.hasFlexibleLoads { addIndustryAndVehicles(to: &system) }
    if random.once(in: 3) {
      system.portfolios = [
        Portfolio(
          name: "park", bus: buses[0].name, kind: .park, importLimit: random.round(0...30),
          exportLimit: random.round(0...30))
      ]
      let load = series(0...20)
      system.connectPortfolios { _ in load }
      if !system.renewables.isEmpty { system.renewables[0].bus = "park" }
      if !system.shiftableLoads.isEmpty { system.shiftableLoads[0].bus = "park" }
    }
    if wish.hasMachines { addMachines(to: &system) }
    if wish.hasProcesses {
      system.processes = (0..<Int.random(in: 1...3, using: &random)).map { process($0, system.buses.map(\.name)) }
    }
    if wish.hasExpansions { addExpansions(to: &system) }
    addLastRules(to: &system)
    return system
  }

  /// Reserve of vehicles, and an exchange that a portfolio must keep to.
  private mutating func addLastRules(to system: inout PowerSystem) {
    for index in system.vehicleFleets.indices where random.once(in: 2) {
      system.vehicleFleets[index].givesReserve = true
      system.vehicleFleets[index].reserveHours = random.pick([0, 0.5, 1, 2])
    }
    guard random.once(in: 3), let park = system.portfolios.first,
      let line = system.lines.firstIndex(where: { $0.name == park.name }), system.lines[line].expansion == nil
    else { return }
    if random.once(in: 2) {
      system.portfolios[0].minimumImport = min(4, park.importLimit)
      system.lines[line].reverseCapacity = -system.portfolios[0].minimumImport
    } else {
      system.portfolios[0].minimumExport = min(4, park.exportLimit)
      system.lines[line].capacity = -system.portfolios[0].minimumExport
    }
  }

  /// Near midnight, the turn of a year, or anywhere; in offsets east and west.
  private mutating func horizon() -> Horizon {
    let minutes = random.pick(wish.stepMinutes)
    let offset = random.pick([28_800, -12_600, 0])
    let midnight = LocalTime(year: 2030, month: 1, day: random.pick([1, 1, 17])).localSeconds - offset
    let start = midnight + (random.once(in: 4) ? 6 * 3600 : -Int.random(in: 0...steps, using: &random) * minutes * 60)
    return Horizon(start: start, utcOffsetSeconds: offset, stepMinutes: minutes, count: steps)
  }

  private mutating func series(_ range: ClosedRange<Double>, by grain: Double = 1) -> HourlySeries {
    if random.once(in: 2) { return .constant(random.round(range, by: grain)) }
    return .series((0..<steps).map { _ in random.round(range, by: grain) })
  }

  private mutating func process(_ number: Int, _ buses: [String]) -> LinearProcess {
    let ports = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      LinearProcess.Port(bus: random.pick(buses), rate: series(-1...1, by: 0.25))
    }
    let ramp = random.once(in: 2) ? random.round(5...20) : .infinity
    return LinearProcess(
      name: "process\(number)", ports: ports, capacity: random.round(10...40),
      least: .constant(random.pick([-1, -0.5, 0])), most: series(0...1, by: 0.25), cost: series(-10...60),
      rampUp: ramp, rampDown: random.once(in: 2) ? ramp : .infinity,
      initialLevel: random.once(in: 2) ? random.round(0...5) : nil)
  }

  private mutating func thermalUnit(_ number: Int) -> ThermalUnit {
    let size = random.round(40...120, by: 10)
    let least = random.once(in: 5) ? 0 : random.round(0.2 * size...0.6 * size)
    var outputs = [least]
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let next = random.round(least...size)
      if next > (outputs.last ?? 0) && next < size { outputs.append(next) }
    }
    outputs.append(size)
    var slope = random.round(0.2...0.4, by: 0.01)
    var fuels = [random.pick([0, 1, 3]) + slope * least * random.pick([1, 0.5, 1.5])]
    for (left, right) in zip(outputs, outputs.dropFirst()) {
      fuels.append((fuels.last ?? 0) + slope * (right - left))
      slope += random.round(0...0.1, by: 0.01)
    }
    var unit = ThermalUnit(
      name: "unit\(number)", bus: random.pick(buses).name, capacity: size, minimumOutput: least,
      fuelCurve: FuelCurve(outputs: outputs, fuels: fuels), fuelPrice: random.round(20...90, by: 5),
      variableCost: random.round(0...5), co2PerFuel: random.pick([0, 2.6]))
    if random.once(in: 3) { unit.availability = series(0.5...1, by: 0.1) }
    if random.once(in: 6) {
      unit.availability = .series((0..<steps).map { _ in random.once(in: 4) ? random.pick([0, 0.2]) : 1 })
    }
    if random.once(in: 4) { unit.mustRun = .series((0..<steps).map { _ in random.once(in: 2) ? 1 : 0 }) }
    if random.once(in: 6) { unit.mustRun = .constant(1) }
    if random.once(in: 2) { unit.rampUp = random.round(20...100, by: 10) }
    if random.once(in: 2) { unit.rampDown = random.round(20...100, by: 10) }
    if random.once(in: 3) { unit.reserveLimit = random.pick([0, 5, 15, 40]) }
    switch Int.random(in: 0...3, using: &random) {
    case 0: unit.initialState = .init(hours: -random.pick([0.25, 1, 2, 3, 8]), output: 0)
    case 1, 2: unit.initialState = .init(hours: random.pick([0.25, 0.7, 1, 2, 8]), output: random.round(least...size))
    default: break
    }
    if wish.hasCommitmentData { addCommitmentData(to: &unit) }
    if wish.hasDeepStages { addDeepStages(to: &unit) }
    return unit
  }

  private mutating func addDeepStages(to unit: inout ThermalUnit) {
    let least = unit.minimumOutput
    let regular = random.round(least...unit.capacity)
    let wear = random.round(0...10)
    if !random.once(in: 4) {
      unit.deepRegulation.withoutOil = .init(
        below: regular, wearCost: wear, ramp: random.pick([.infinity, .infinity, 10, 40]))
    }
    if !random.once(in: 3) {
      unit.deepRegulation.withOil = .init(
        below: random.round(least...regular), wearCost: wear + random.round(0...10),
        ramp: random.pick([.infinity, 10, 40]))
      (unit.deepRegulation.oil, unit.deepRegulation.oilPrice) = (random.pick([0, 1, 3]), random.pick([20, 200]))
    }
    unit.startLimits = StartLimits(perDay: random.pick([.infinity, 1, 2]), perMonth: random.pick([.infinity, 1]))
    unit.startLimits.inMonth = random.pick([0, 1])
  }

  private mutating func addCommitmentData(to unit: inout ThermalUnit) {
    switch Int.random(in: 0...3, using: &random) {
    case 0: break
    case 1: unit.startClasses = [.init(offlineHours: 0, cost: random.round(0...900, by: 50))]
    default:
      var hours = 0.0
      var cost = random.round(0...300, by: 50)
      for _ in 0..<Int.random(in: 2...3, using: &random) {
        unit.startClasses.append(.init(offlineHours: hours, cost: cost))
        hours += random.pick([0.5, 0.75, 1, 2, 4])
        cost += random.round(0...500, by: 50)
      }
    }
    if random.once(in: 3) { unit.startUpRamp = random.round(unit.minimumOutput...unit.capacity) }
    if random.once(in: 3) { unit.shutDownRamp = random.round(unit.minimumOutput...unit.capacity) }
    if random.once(in: 2) { unit.minimumUpHours = random.pick([0.5, 1, 1.1, 2, 3]) }
    if random.once(in: 2) { unit.minimumDownHours = random.pick([0.5, 1, 1.1, 2, 3]) }
  }

  private mutating func lines() -> [Line] {
    var lines: [Line] = []
    for (from, to) in [(0, 1), (1, 2), (2, 0), (0, 1)] where from < buses.count && to < buses.count {
      if lines.count == 3, !random.once(in: 4) { continue }
      lines.append(
        Line(
          name: "line\(lines.count)", from: buses[from].name, to: buses[to].name,
          capacity: random.round(10...120), reverseCapacity: random.once(in: 3) ? random.round(0...60) : nil,
          reactance: random.once(in: 5) ? nil : random.round(0.1...0.5, by: 0.1)))
    }
    return lines
  }

  private mutating func renewable(_ number: Int) -> RenewablePlant {
    RenewablePlant(
      name: "plant\(number)", bus: random.pick(buses).name, technology: number == 0 ? .wind : .solar,
      capacity: random.round(20...max(20, capacity), by: 10), availability: series(0...1, by: 0.1),
      isCurtailable: !random.once(in: 4), curtailmentPrice: random.pick([0, 0, 20, 200]),
      variableCost: random.pick([0, 3]))
  }

  private mutating func addExpansions(to system: inout PowerSystem) {
    for i in system.thermalUnits.indices where random.once(in: 2) {
      guard system.thermalUnits[i].heat == nil, system.thermalUnits[i].deepRegulation == .init() else { continue }
      system.thermalUnits[i].expansion = expansion(0...40)
      system.thermalUnits[i].mustRun = .constant(0)
      guard random.once(in: 2) else { continue }
      system.thermalUnits[i].existingCapacity = random.pick([0, 10])
      system.thermalUnits[i].initialState = nil
    }
    for i in system.renewables.indices where !random.once(in: 3) { system.renewables[i].expansion = expansion(0...20) }
    for i in system.storages.indices where !random.once(in: 3) && system.storages[i].mayGrow {
      if !random.once(in: 3) { system.storages[i].powerExpansion = expansion(0...10) }
      if !random.once(in: 3) { system.storages[i].energyExpansion = expansion(0...5) }
      if random.once(in: 3) { system.storages[i].builtHours = random.pick([0.5, 2]) }
    }
    for i in system.lines.indices where random.once(in: 2) {
      system.lines[i].expansion = expansion(0...20)
      system.lines[i].builtReversePart = random.pick([1, 1, 0, 0.5])
    }
  }

  /// At a cost per MW and hour.
  private mutating func expansion(_ cost: ClosedRange<Double>) -> Expansion {
    let least = random.pick([0, 0, 0, 5.0])
    return Expansion(
      yearlyCost: 8760 * random.round(cost), least: least, most: least + random.pick([0, 10, 40, 200]))
  }

  private mutating func addSurplus(to system: inout PowerSystem) {
    var plant = renewable(9)
    plant.capacity = 1.5 * capacity
    plant.curtailmentPrice = 200
    plant.isCurtailable = !random.once(in: 3)
    system.renewables.append(plant)
    var store = storage(9)
    (store.bus, store.chargeEfficiency, store.dischargeEfficiency) = (plant.bus, 0.9, 0.8)
    system.storages.append(store)
  }

  private mutating func storage(_ number: Int) -> Storage {
    let energy = random.round(20...120, by: 10)
    let least = random.pick([0, 0, 10.0])
    var storage = Storage(
      name: "storage\(number)", bus: random.pick(buses).name, chargeCapacity: random.round(10...60, by: 5),
      dischargeCapacity: random.round(10...60, by: 5), energyCapacity: energy, minimumEnergy: least,
      chargeEfficiency: random.pick([1, 0.9, 0.8]), dischargeEfficiency: random.pick([1, 0.9, 0.8]),
      selfDischargePerHour: random.pick([0, 0, 0.02]), initialEnergy: random.round(least...energy, by: 5),
      dischargeCost: random.pick([0, 0, 2]), reserveHours: random.pick([0, 0.5, 1, 2]),
      givesReserve: !random.once(in: 3))
    switch Int.random(in: 0...4, using: &random) {
    case 0: storage.initialEnergy = nil
    case 1: break
    case 2: storage.endLevel = .free
    default: storage.endLevel = .atLeast(random.round(0...(storage.initialEnergy ?? 0), by: 5))
    }
    return storage
  }

  private mutating func addWater(to system: inout PowerSystem) {
    for index in system.storages.indices {
      var store = system.storages[index]
      store.chargeCost = random.pick([0, 0, 3])
      if random.once(in: 3) { store.fuel = StorageFuel(perEnergy: 4, price: random.pick([1, 5]), co2: 0.05) }
      if random.once(in: 3) { store.inflow = series(0...20) }
      if random.once(in: 2) { store.budgets.cyclesPerDay = random.pick([0.1, 0.3, 1]) }
      if random.once(in: 3) { store.budgets.cyclesPerYear = random.pick([0.2, 0.5]) }
      if random.once(in: 3) { store.budgets.energyPerWeek = random.round(5...40) }
      let least = max(store.initialEnergy ?? 0, store.minimumEnergy)
      if random.once(in: 3) { store.maximumEnergy = random.round(least...store.energyCapacity) }
      if random.once(in: 3) {
        let (steps, most) = (system.horizon.count, store.maximumEnergy ?? store.energyCapacity)
        store.window.highest = .series((0..<steps).map { _ in random.round(least...most) })
        let low = store.minimumEnergy...max(store.minimumEnergy, least / 2)
        if random.once(in: 2) { store.window.lowest = .series((0..<steps).map { _ in random.round(low) }) }
      }
      system.storages[index] = store
    }
    if random.once(in: 2) {
      var river = storage(7)
      (river.technology, river.chargeCapacity, river.selfDischargePerHour) = (.hydro, 0, 0)
      river.inflow = series(5...40)
      let least = (river.inflow.range?.lowerBound ?? 0) * river.dischargeEfficiency
      if random.once(in: 2) { river.minimumDischarge = .constant(min(river.dischargeCapacity, (least / 2).rounded())) }
      system.storages.append(river)
    }
    if random.once(in: 3) {
      var canal = storage(6)
      (canal.technology, canal.chargeCapacity, canal.energyCapacity) = (.hydro, 0, .infinity)
      (canal.initialEnergy, canal.minimumEnergy, canal.endLevel) = (nil, 0, .cyclic)
      canal.budgets.energyPerWeek = random.round(0...60)
      system.storages.append(canal)
    }
    guard random.once(in: 2) else { return }
    let model = storage(0)
    system.reservoirs = [
      Reservoir(
        name: "lake", energyCapacity: model.energyCapacity, minimumEnergy: model.minimumEnergy,
        selfDischargePerHour: model.selfDischargePerHour, initialEnergy: model.initialEnergy, endLevel: model.endLevel,
        inflow: random.once(in: 2) ? series(0...30) : .constant(0))
    ]
    for number in 4...5 {
      var plant = storage(number)
      (plant.reservoir, plant.energyCapacity, plant.minimumEnergy, plant.selfDischargePerHour) = ("lake", 0, 0, 0)
      (plant.initialEnergy, plant.endLevel) = (nil, .cyclic)
      if number == 4, random.once(in: 2) { plant.chargeCapacity = 0 }
      if random.once(in: 3) { plant.budgets.energyPerWeek = random.round(5...40) }
      system.storages.append(plant)
    }
  }

  private mutating func addMachines(to system: inout PowerSystem) {
    for index in system.storages.indices where random.once(in: 2) && system.storages[index].chargeCapacity > 0 {
      var store = system.storages[index]
      if random.once(in: 2) {
        let count = random.pick([1, 2, 3])
        store.units = ReversibleUnits(
          count: count, pumpPower: random.once(in: 3) ? nil : store.chargeCapacity / Double(count),
          minimumOutput: random.pick([0, 0.4 * store.dischargeCapacity / Double(count)]))
      }
      store.changeoverHours = random.pick([0, 0.5, 1])
      system.storages[index] = store
    }
  }

  private mutating func addFlexibleLoads(to system: inout PowerSystem) {
    system.interruptibleLoads = (0..<Int.random(in: 0...2, using: &random)).map { number in
      InterruptibleLoad(
        name: "interruptible\(number)", bus: random.pick(buses).name, capacity: random.round(0...20),
        price: random.round(20...120), hoursPerDay: random.pick([.infinity, 0.5, 1, 1.5]),
        hoursPerYear: random.pick([.infinity, 0.75, 2]))
    }
    system.shiftableLoads = (0..<Int.random(in: 0...2, using: &random)).map { number in
      ShiftableLoad(
        name: "shiftable\(number)", bus: random.pick(buses).name, downCapacity: random.round(0...20),
        upCapacity: random.round(0...20), windowHours: random.pick([24, 24, 1, 2, 5]), price: random.pick([0, 1, 8]))
    }
  }

  /// Production and ramps for what can be shifted, and vehicles that come, leave and may give back.
  private mutating func addIndustryAndVehicles(to system: inout PowerSystem) {
    for index in system.shiftableLoads.indices {
      if random.once(in: 2) { system.shiftableLoads[index].ramp = random.round(4...20) }
      if random.once(in: 2) { system.shiftableLoads[index].dailyEnergy = 480 }
      if random.once(in: 4) { system.shiftableLoads[index].initialShift = 0 }
    }
    system.vehicleFleets = (0..<Int.random(in: 0...2, using: &random)).map { number in
      var present = random.pick([0, 400.0])
      let initial = present
      var (arrivals, departures) = ([Double](), [Double]())
      for _ in 0..<steps {
        arrivals.append(random.once(in: 2) ? random.round(0...600, by: 50) : 0)
        present += arrivals.last ?? 0
        departures.append(random.once(in: 2) ? random.pick([0.25, 0.5, 1]) * present : 0)
        present -= departures.last ?? 0
      }
      return VehicleFleet(
        name: "fleet\(number)", bus: random.pick(buses).name, arrivals: .series(arrivals),
        departures: .series(departures),
        need: series(0...25, by: 5), initialVehicles: initial, chargePower: random.pick([7, 20, 60]),
        dischargePower: random.pick([0, 10, 40]), batteryEnergy: 60, arrivalEnergy: random.pick([0, 10, 30]),
        chargeEfficiency: random.pick([1, 0.9]), dischargeEfficiency: random.pick([1, 0.8]),
        dischargeCost: random.pick([0, 5]), unmetPrice: random.pick([40, 400]))
    }
  }

  private mutating func addOtherCarriers(to system: inout PowerSystem) {
    let electric = buses
    for (name, carrier) in [("area", Carrier.heat), ("hydrogen", .hydrogen)] {
      let loads = (0..<steps).map { _ in random.round(0...60) }
      buses.append(
        Bus(
          name: name, carrier: carrier, load: .series(loads), shortfallPrice: random.pick([nil, 90, 400]),
          surplusPrice: random.pick([nil, 0, 20])))
      var tank = storage(carrier == .heat ? 7 : 8)
      (tank.name, tank.bus) = ("\(name)-tank", name)
      if random.once(in: 2) { system.storages.append(tank) }
    }
    for index in system.thermalUnits.indices where random.once(in: 2) {
      let isExact = random.once(in: 3)
      system.thermalUnits[index].heat = CombinedHeat(
        bus: "area", operation: isExact ? .backPressure : .extraction, capacity: random.round(10...80),
        powerLoss: isExact ? 0 : random.pick([0, 0.1, 0.25]), powerPerHeat: random.pick([0.4, 0.6, 1]))
    }
    // Something takes what power on the line of heat is too much.
    system.buses = buses
    system.converters = ["area", "hydrogen"].flatMap { bus in
      (0..<Int.random(in: 1...2, using: &random)).map { number in
        let capacity = random.round(10...60)
        return Converter(
          name: "\(bus)\(number)", from: random.pick(electric).name, to: bus,
          technology: bus == "area" ? .electricBoiler : .electrolyser, capacity: capacity,
          efficiency: random.pick([1, 0.65, 3]),
          minimumInput: random.once(in: 2) ? random.round(0...0.5 * capacity) : 0,
          ramp: random.once(in: 2) ? random.round(10...60) : .infinity, variableCost: random.pick([0, 0, 4]),
          initialInput: random.once(in: 2) ? random.round(0...10) : nil)
      }
    }
    if random.once(in: 3) {
      system.converters.append(
        Converter(name: "fuel cell", from: "hydrogen", to: random.pick(electric).name, capacity: 20, efficiency: 0.5))
    }
    buses = electric
  }

  private mutating func reserve(_ number: Int) -> ReserveRule {
    ReserveRule(
      name: "reserve\(number)", direction: random.pick([.up, .up, .down]),
      zone: random.pick([nil, nil, "zone0", "zone1"]), requirement: series(0...0.4 * capacity),
      shortfallPrice: random.pick([5, 100, 1000]))
  }
}

extension Storage {
  /// Whether it has only what grows with what is built.
  fileprivate var mayGrow: Bool {
    reservoir == nil && maximumEnergy == nil && window == LevelWindow() && minimumDischarge == .constant(0)
      && budgets == .init() && units == nil
      && changeoverHours == 0 && energyCapacity < .infinity
  }
}

extension PowerSystem {
  /// The same system without what must not be where something may be built, which `check` finds.
  func withoutConflictsOfBuilding() -> PowerSystem {
    var system = self
    for i in lines.indices where lines[i].expansion != nil {
      system.lines[i].loss?.segments = 1
      if lines[i].reverseCapacity > lines[i].capacity { system.lines[i].builtReversePart = 1 }
      system.lines[i].minimumFlow = 0
      system.lines[i].emergencyCapacity = lines[i].emergencyCapacity ?? lines[i].rating * 1.1
    }
    let built = Set(thermalUnits.filter { $0.expansion != nil }.map(\.name))
    system.rules.removeAll { $0.outage.map { built.contains($0.unit) } ?? false }
    return system
  }
}
