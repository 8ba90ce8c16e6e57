import Foundation
import GridModel
import SeedsAndSnapshots

/// Random systems in the form that the reader produces: constant series as constants, convex curves.
struct RandomSystem {
  private var random: SeededGenerator
  private let count: Int

  init(seed: Int) {
    random = SeededGenerator(seed)
    count = 2 + random.next(upTo: 30)
  }

  mutating func system() -> PowerSystem {
    let step = pick([15, 30, 60])
    let offset = pick([0, 8 * 3600, -9000])
    let horizon = Horizon(
      start: 1_900_000_000 / 900 * 900 - offset, utcOffsetSeconds: offset, stepMinutes: step, count: count)
    let buses = names("bus").map {
      Bus(
        name: $0, zone: pick(["west", "东", $0]), load: series(0...500), shortfallPrice: flip() ? number(1...900) : nil)
    }
    let area = Bus(name: "heat", carrier: .heat, surplusPrice: pick([nil, 0, 7]))
    let zones = buses.map(\.zone)
    let units = names("unit").map { unit($0, bus: pick(buses).name) }
    let stores = names("store").map { store($0, bus: pick(buses).name) }
    let lakes = names("lake").map { lake($0) }
    let shared = names("turbine").map { turbine($0, bus: pick(buses).name, lakes) }
    var system = PowerSystem(
      name: text(), horizon: horizon, currency: pick(["CNY", "USD"]),
      valueOfLostLoad: flip() ? .infinity : number(1000...50_000),
      co2Price: number(0...100), network: pick(NetworkModel.allCases), buses: buses + [area],
      lines: buses.count < 2
        ? []
        : names("line").map {
          let expansion = expansion()
          return Line(
            name: $0, from: buses[0].name, to: buses[1].name, capacity: number(100...900),
            reverseCapacity: number(0...100), reactance: flip() ? number(0.01...1) : nil,
            loss: flip() ? nil : LineLoss(part: number(0.01...0.5), segments: expansion == nil ? pick([1, 3]) : 1),
            emergencyCapacity: flip() ? nil : number(1...900), expansion: expansion,
            builtReversePart: expansion == nil ? 1 : pick([0, 0.5, 1]))
        },
      thermalUnits: units,
      renewables: names("plant").map {
        RenewablePlant(
          name: $0, bus: pick(buses).name, technology: pick(RenewablePlant.Technology.allCases),
          capacity: number(1...900), availability: series(0...1), isCurtailable: flip(),
          curtailmentPrice: number(0...100), variableCost: number(0...100), expansion: expansion())
      },
      storages: stores + shared,
      interruptibleLoads: names("smelter").map {
        InterruptibleLoad(
          name: $0, bus: pick(buses).name, capacity: number(0...90), price: number(0...5000),
          hoursPerDay: flip() ? .infinity : number(0...24), hoursPerYear: flip() ? .infinity : number(0...8760),
          calls: calls())
      },
      shiftableLoads: names("ev").map {
        ShiftableLoad(
          name: $0, bus: pick(buses).name, downCapacity: number(0...90), upCapacity: number(0...90),
          windowHours: pick([4, 24, 168]), price: number(0...500), dailyEnergy: flip() ? 0 : number(2160...9000),
          ramp: flip() ? .infinity : number(1...50))
      },
      vehicleFleets: names("fleet").map { fleet($0, bus: pick(buses).name) },
      exportChannels: names("channel").map { channel($0, bus: pick(buses).name, zones: zones) }
        + names("tie").map {
          ExportChannel(
            name: $0, bus: pick(buses).name, capacity: 1000, schedule: series(-1000...1000),
            price: .constant(number(-10...500)))
        },
      converters: names("boiler").map {
        Converter(
          name: $0, from: pick(buses).name, to: area.name, technology: pick(Converter.Technology.allCases),
          capacity: number(50...90), efficiency: number(0.1...4), minimumInput: number(0...50),
          ramp: flip() ? .infinity : number(1...90), variableCost: number(0...9),
          initialInput: flip() ? number(0...9) : nil)
      },
      reserves: names("rule").map {
        reserve($0, zones, units[0])
      },
      targets: flip()
        ? []
        : [PolicyTarget(.peakShaving, minimum: 5, maximum: 10), PolicyTarget(.coalRate, maximum: number(250...350))],
      rules: names("limit").map { rule($0, zones, units[0], horizon) })
    for i in system.lines.indices where flip() && system.lines[i].loss == nil && system.lines[i].expansion == nil {
      system.lines[i].overload = LineOverload(most: number(1...90), price: number(0...900))
    }
    system.reservoirs = lakes
    system.interfaces =
      system.lines.isEmpty
      ? []
      : names("cut").map { name in
        Interface(
          name: name,
          members: system.lines.map { Interface.Member($0.name, weight: pick([1, -1, number(0.1...2)])) },
          limit: flip() ? .constant(.infinity) : series(0...900), reverseLimit: series(0...900))
      }
    system.portfolios = names("park").map {
      var park = Portfolio(
        name: $0, bus: pick(buses).name, kind: pick(Portfolio.Kind.allCases), importLimit: number(10...90),
        exportLimit: number(10...90))
      if flip() { park.minimumImport = number(0...10) } else if flip() { park.minimumExport = number(0...10) }
      return park
    }
    let loads = system.portfolios.map { _ in series(0...50) }
    var next = loads.makeIterator()
    system.connectPortfolios { _ in next.next() ?? .constant(0) }
    if let park = system.portfolios.first { system.storages[0].bus = park.name }
    system.processes = names("process").map { process($0, buses) }
    return system
  }

  private mutating func process(_ name: String, _ buses: [Bus]) -> LinearProcess {
    let ports = (0...random.next(upTo: 3)).map { _ in
      LinearProcess.Port(bus: pick(buses).name, rate: series(-3...3))
    }
    return LinearProcess(
      name: name, ports: ports, capacity: number(0...90), least: series(-1...0), most: series(0...1),
      cost: series(-50...50), rampUp: limit(1), rampDown: limit(1), initialLevel: flip() ? number(-9...9) : nil)
  }

  /// No more leave than have come.
  private mutating func fleet(_ name: String, bus: String) -> VehicleFleet {
    let battery = number(30...80)
    let arrivals = (0..<count).map { _ in number(0...100) }
    var fleet = VehicleFleet(
      name: name, bus: bus, arrivals: .series(arrivals), departures: .series(arrivals.map { $0 * 0.5 }),
      need: flip() ? .constant(number(0...10)) : .series((0..<count).map { Double($0 % 7) }),
      initialVehicles: number(0...500), chargePower: number(3...60), dischargePower: flip() ? 0 : number(3...20),
      batteryEnergy: battery, arrivalEnergy: number(0...15), chargeEfficiency: number(0.8...1),
      dischargeEfficiency: number(0.8...1), dischargeCost: number(0...300), unmetPrice: number(500...9000))
    if flip() { (fleet.givesReserve, fleet.reserveHours) = (true, number(0...4)) }
    return fleet
  }

  /// Flexible, with all that a channel can have.
  private mutating func channel(_ name: String, bus: String, zones: [String]) -> ExportChannel {
    var channel = ExportChannel(
      name: name, bus: bus, capacity: 1000, schedule: series(0...100), price: series(-10...500),
      lossPart: flip() ? 0 : number(0...0.1))
    var flexibility = ExportFlexibility(most: series(200...1000))
    flexibility.ramp = limit(10)
    flexibility.energyPerDay = flip() ? 0...(.infinity) : 2500...number(23_000...30_000)
    if flip() {
      flexibility.levels = [100, 150.5, 200]
      flexibility.minimumLevelHours = number(0...3)
    }
    channel.flexibility = flexibility
    if flip() {
      channel.renewables = RenewableObligation(
        part: number(0...1), period: pick(RenewableObligation.Period.allCases), zone: flip() ? nil : pick(zones),
        shortfallPrice: number(1...900))
    }
    return channel
  }

  private mutating func reserve(_ name: String, _ zones: [String], _ unit: ThermalUnit) -> ReserveRule {
    var rule = ReserveRule(
      name: name, product: pick(ReserveRule.Product.allCases), direction: pick(ReserveRule.Direction.allCases),
      zone: flip() ? nil : pick(zones), requirement: series(0...100), shortfallPrice: number(0...9000))
    rule.minutes = pick([15, 30, 7.5])
    rule.providers = flip() ? nil : [unit.name, "storage", unit.fuel]
    rule.offerPrice = flip() ? 0 : number(0...20)
    rule.offers = flip() ? [:] : [unit.name: number(0...20), "thermal": 3]
    rule.nests = flip()
    return rule
  }

  private mutating func rule(
    _ name: String, _ zones: [String], _ unit: ThermalUnit, _ horizon: Horizon
  ) -> HorizonRule {
    let kind = pick(HorizonRule.Kind.allCases)
    if kind == .maintenance, unit.expansion == nil {
      return .maintenance(
        name, of: unit, hours: horizon.stepHours, in: 1..<count, of: horizon,
        price: flip() ? .infinity : number(0...500))
    }
    return HorizonRule(
      name: name, kind: kind == .maintenance ? .fuelCap : kind, fuel: unit.fuel, zone: flip() ? nil : pick(zones),
      period: pick(HorizonRule.Period.allCases),
      limit: kind.isShare ? number(0...1) : number(0...1e6),
      price: kind != .takeOrPay && flip() ? .infinity : number(0...500))
  }

  private mutating func unit(_ name: String, bus: String) -> ThermalUnit {
    let capacity = number(100...900)
    let minimum = capacity * number(0.2...0.6)
    let middle = (minimum + capacity) / 2
    let base = capacity * 0.02
    let (low, high) = (number(0.2...0.25), number(0.26...0.3))
    let curve =
      flip()
      ? FuelCurve(coalRate: number(250...400), minimumOutput: minimum, capacity: capacity)
      : FuelCurve(
        outputs: [minimum, middle, capacity],
        fuels: [base + low * minimum, base + low * middle, base + low * middle + high * (capacity - middle)])
    let costs = [number(1...10), number(11...20), number(21...30)].prefix(random.next(upTo: 3))
    let expansion = expansion()
    var unit = ThermalUnit(
      name: name, bus: bus, fuel: pick(["coal", "gas", text()]), capacity: capacity, minimumOutput: minimum,
      fuelCurve: curve, fuelPrice: number(500...1000), variableCost: number(0...10), co2PerFuel: number(1...3),
      startClasses: zip([0, 6, 30.5], costs).map { .init(offlineHours: $0, cost: $1) }, rampUp: limit(capacity),
      rampDown: limit(capacity), startUpRamp: limit(capacity), shutDownRamp: limit(capacity),
      minimumUpHours: number(0...20), minimumDownHours: number(0...20),
      mustRun: expansion != nil
        ? .constant(0) : flip() ? .constant(Double(random.next(upTo: 1))) : .series((0..<count).map { Double($0 % 2) }),
      availability: flip() ? .constant(1) : series(0.7...1),
      initialState: flip() ? nil : flip() ? .init(hours: -3, output: 0) : .init(hours: 7, output: capacity),
      reserveLimit: flip() ? .infinity : number(0...100),
      frequencyResponse: flip() ? nil : number(0...50), expansion: expansion)
    if expansion == nil, flip() { addFlexibility(to: &unit) }
    return unit
  }

  private mutating func addFlexibility(to unit: inout ThermalUnit) {
    let least = unit.minimumOutput
    let wear = number(0...20)
    if flip() { unit.deepRegulation.withoutOil = .init(below: least, wearCost: wear, ramp: limit(least)) }
    if flip() {
      unit.deepRegulation.withOil = .init(below: 0.8 * least, wearCost: wear + number(0...9), ramp: limit(least))
      unit.deepRegulation.oil = number(0...3)
      unit.deepRegulation.oilPrice = number(0...9000)
    }
    if flip() {
      let before = 0.65 * unit.capacity
      unit.retrofit = Retrofit(
        isDone: false, minimumBefore: before, minimumAfter: least, fuelCurve: unit.fuelCurve)
      unit = unit.retrofitted(flip())
    }
    unit.startLimits = StartLimits(perDay: flip() ? .infinity : 2, perMonth: flip() ? .infinity : number(0...20))
  }

  private mutating func store(_ name: String, bus: String) -> Storage {
    let energy = number(100...2000)
    let end = pick([Storage.EndLevel.cyclic, .free, .atLeast(0)])
    var store = Storage(
      name: name, bus: bus, technology: pick(Storage.Technology.allCases), chargeCapacity: number(50...300),
      dischargeCapacity: number(50...300), energyCapacity: energy, minimumEnergy: energy * 0.1,
      chargeEfficiency: number(0.5...1), dischargeEfficiency: number(0.5...1), selfDischargePerHour: number(0...0.001),
      initialEnergy: end == .cyclic && flip() ? nil : energy / 2, endLevel: end, dischargeCost: number(0...50),
      reserveHours: number(0...4), givesReserve: flip(), powerExpansion: expansion(), energyExpansion: expansion(),
      builtHours: flip() ? 0 : number(0.1...4))
    guard store.powerExpansion == nil, store.energyExpansion == nil else { return store }
    if flip() { store.maximumEnergy = energy * 0.9 }
    if flip() { store.inflow = series(0...20) }
    if flip() { store.window = LevelWindow(lowest: series(1...9), highest: series(0.9 * energy...energy)) }
    if flip() { store.fuel = StorageFuel(perEnergy: number(1...5), price: number(0...60), co2: number(0...0.1)) }
    if flip() { store.budgets.energyPerWeek = number(1000...9000) }
    if flip() { (store.budgets.cyclesPerDay, store.budgets.cyclesPerYear) = (number(0.5...2), number(100...400)) }
    if flip() {
      store.chargeCapacity = 0
      store.minimumDischarge = .constant(1)
      (store.inflow, store.selfDischargePerHour) = (series(10...20), 0)
    } else if flip() {
      store.chargeCapacity = 300
      let pump = flip() ? 100.0 : nil
      store.units = ReversibleUnits(count: 3, pumpPower: pump, minimumOutput: number(0...10))
      store.changeoverHours = number(0...2)
      store.bothAtOnce = flip()
    }
    store.chargeCost = number(0...9)
    return store
  }

  private mutating func lake(_ name: String) -> Reservoir {
    let energy = number(100...2000)
    var lake = Reservoir(
      name: name, energyCapacity: energy, minimumEnergy: energy * 0.2,
      initialEnergy: flip() ? nil : energy * 0.5, inflow: flip() ? .constant(0) : series(0...50))
    if flip() { lake.window.highest = series(0.8 * energy...energy) }
    return lake
  }

  private mutating func turbine(_ name: String, bus: String, _ lakes: [Reservoir]) -> Storage {
    var plant = Storage(
      name: name, bus: bus, technology: .hydro, chargeCapacity: 0, dischargeCapacity: number(50...300),
      energyCapacity: 0, chargeEfficiency: number(0.5...1), dischargeEfficiency: number(0.5...1))
    plant.reservoir = pick(lakes).name
    return plant
  }

  private mutating func expansion() -> Expansion? {
    guard flip() else { return nil }
    let least = flip() ? 0 : number(1...50)
    return Expansion(yearlyCost: number(1000...900_000), least: least, most: least + number(0...500))
  }

  private mutating func calls() -> CallRules {
    var rules = CallRules()
    guard flip() else { return rules }
    // No longer than the shortest horizon of so many steps, or the reader refuses it.
    let longest = min(3, 0.25 * Double(count))
    (rules.minimumHours, rules.maximumHours) = (number(0...longest), flip() ? .infinity : number(5...9))
    rules.restHours = number(0...12)
    (rules.perDay, rules.perYear) = (flip() ? .infinity : 2, flip() ? .infinity : 30)
    rules.minimumPart = pick([0, 1, number(0...1)])
    return rules
  }

  private mutating func flip() -> Bool { random.next(upTo: 1) == 0 }
  private mutating func pick<Value>(_ values: [Value]) -> Value { values[random.next(upTo: values.count - 1)] }
  private mutating func limit(_ least: Double) -> Double { flip() ? .infinity : number(least...(2 * least)) }

  /// Sometimes round, sometimes with all digits.
  private mutating func number(_ range: ClosedRange<Double>) -> Double {
    let value = Double.random(in: range, using: &random)
    let rounded = (value * 100).rounded() / 100
    return flip() && range.contains(rounded) && rounded > 0 ? rounded : value
  }

  private mutating func series(_ range: ClosedRange<Double>) -> HourlySeries {
    let values = (0..<count).map { _ in number(range) }
    return flip() || values.allSatisfy { $0 == values[0] } ? .constant(values[0]) : .series(values)
  }

  private mutating func text() -> String {
    pick(["plain", "with, comma", "quoted \"so\"", "# hash", "山西 2030", "no", "12:30", " blank ", "a;b\\n", "'", "~"])
  }

  private mutating func names(_ kind: String) -> [String] {
    (0...random.next(upTo: 3)).map { "\(text()) \(kind) \($0)" }
  }
}
