import GridModel

/// A system and a schedule with every table in the order of the system's components, flat: `[component * count + step]`.
///
/// A table that is absent or has another length than the horizon counts as zeros, and so does a component that it lacks.
struct AlignedSchedule {
  /// With what the schedule builds.
  let system: PowerSystem
  /// What could be built, and how much the schedule builds of it.
  let options: [BuildOption]
  let built: [Double]
  let count: Int
  let stepHours: Double

  /// MW given to the bus.
  let thermalPower: [Double]
  /// MW given to heat buses.
  let thermalHeat: [Double]
  /// What a unit's own rules are about: power with what heat takes from it, MW.
  let thermalOutput: [Double]
  /// `nil` without commitment.
  let thermalStatus: [Double]?
  /// The optional quantities are `nil` where the schedule has no such table.
  let thermalReserveUp: [Double]?
  let thermalReserveDown: [Double]?
  let renewablePower: [Double]
  let storageCharge: [Double]
  let storageDischarge: [Double]
  /// Reservoirs with their plants; `storageEnergy` is by level.
  let levels: [StoredLevel]
  let storageEnergy: [Double]
  /// By level that has inflow.
  let storageSpill: [Double]
  /// By storage that is switched.
  let unitsCharging: [Double]?
  let unitsDischarging: [Double]?
  let storageReserveUp: [Double]?
  let storageReserveDown: [Double]?
  let interruption: [Double]
  let interruptionCall: [Double]?
  let shiftDown: [Double]
  let shiftUp: [Double]
  let vehicleCharge: [Double]
  let vehicleDischarge: [Double]
  let vehicleEnergy: [Double]
  let vehicleUnmet: [Double]
  let exportPower: [Double]
  let exportRenewable: [Double]
  let exportRenewableShortfall: [Double]
  let converterInput: [Double]
  let converterStatus: [Double]?
  let processLevel: [Double]
  let lineFlow: [Double]
  let lineLoss: [Double]
  let lineOverload: [Double]
  let unserved: [Double]
  /// By bus.
  let surplus: [Double]
  let reserveShortfall: [Double]
  let price: [Double]?
  /// What is promised to products, and all that interruptible loads and vehicles promise, where the schedule has it.
  let otherReserves: [Quantity: [Double]]

  init(_ schedule: Schedule, of system: PowerSystem) {
    options = system.buildOptions
    built = schedule.built(of: options)
    self.system = system.building(built)
    count = system.horizon.count
    stepHours = system.horizon.stepHours
    let count = count
    func optional(_ quantity: Quantity) -> [Double]? {
      guard let table = schedule[quantity], table.count == count else { return nil }
      return table.aligned(to: quantity.componentNames(in: system))
    }
    func required(_ quantity: Quantity) -> [Double] {
      optional(quantity) ?? Array(repeating: 0, count: quantity.componentNames(in: system).count * count)
    }
    thermalPower = required(.thermalPower)
    let heat = schedule[.thermalHeat].flatMap {
      $0.count == count ? $0.aligned(to: system.thermalUnits.map(\.name)) : nil
    }
    thermalHeat = heat ?? Array(repeating: 0, count: thermalPower.count)
    var output = thermalPower
    for (i, unit) in system.thermalUnits.enumerated() {
      guard let loss = unit.heat?.powerLoss else { continue }
      for position in i * count..<(i + 1) * count { output[position] += loss * thermalHeat[position] }
    }
    thermalOutput = output
    thermalStatus = optional(.thermalStatus)
    thermalReserveUp = optional(.thermalReserveUp)
    thermalReserveDown = optional(.thermalReserveDown)
    renewablePower = required(.renewablePower)
    storageCharge = required(.storageCharge)
    storageDischarge = required(.storageDischarge)
    levels = self.system.levels
    storageEnergy = required(.storageEnergy)
    storageSpill = required(.storageSpill)
    unitsCharging = optional(.unitsCharging)
    unitsDischarging = optional(.unitsDischarging)
    storageReserveUp = optional(.storageReserveUp)
    storageReserveDown = optional(.storageReserveDown)
    interruption = required(.interruption)
    interruptionCall = optional(.interruptionCall)
    shiftDown = required(.shiftDown)
    shiftUp = required(.shiftUp)
    vehicleCharge = required(.vehicleCharge)
    vehicleDischarge = required(.vehicleDischarge)
    vehicleEnergy = required(.vehicleEnergy)
    vehicleUnmet = required(.vehicleUnmet)
    exportPower = required(.exportPower)
    exportRenewable = required(.exportRenewable)
    exportRenewableShortfall = required(.exportRenewableShortfall)
    converterInput = required(.converterInput)
    converterStatus = optional(.converterStatus)
    processLevel = required(.processLevel)
    lineFlow = required(.lineFlow)
    lineLoss = required(.lineLoss)
    lineOverload = required(.lineOverload)
    unserved = required(.unservedEnergy)
    let surplus = schedule[.surplusEnergy].flatMap {
      $0.count == count ? $0.aligned(to: system.buses.map(\.name)) : nil
    }
    self.surplus = surplus ?? Array(repeating: 0, count: unserved.count)
    reserveShortfall = required(.reserveShortfall)
    price = optional(.price)
    var others: [Quantity: [Double]] = [:]
    let products = Quantity.productReserves(of: .thermal) + Quantity.productReserves(of: .storage)
    for quantity in products + Quantity.interruptibleReserves + Quantity.vehicleReserves {
      others[quantity] = optional(quantity)
    }
    otherReserves = others
  }

  /// The level that a storage draws on, if it has one.
  func level(of storage: Int) -> Int? { levels.firstIndex { $0.plants.contains(storage) } }

  /// Status of a unit at a step as on or off; `nil` without commitment.
  func isOn(_ position: Int) -> Bool { thermalStatus.map { $0[position] >= 0.5 } ?? false }

  /// Output that a thermal unit can reach in each step, MW.
  func available(_ unit: ThermalUnit) -> [Double] { unit.availability.scaled(by: unit.capacity).values(count: count) }

  /// What a renewable plant could give in each step, MW.
  func available(_ plant: RenewablePlant) -> [Double] {
    plant.availability.scaled(by: plant.capacity).values(count: count)
  }
}

extension Schedule {
  /// What is built of each option, MW or MWh: by the first step, 0 where no table says.
  public func built(of options: [BuildOption]) -> [Double] {
    options.map { option in
      guard let value = self[Quantity.built(option.kind)]?.values(of: option.name)?.first, value.isFinite else {
        return 0
      }
      return max(0, value)
    }
  }
}

extension PowerSystem {
  /// The system with what a schedule builds.
  public func building(_ schedule: Schedule) -> PowerSystem { building(schedule.built(of: buildOptions)) }
}

extension SeriesTable {
  /// Values in the order of `wanted`; zeros for names that are not there.
  func aligned(to wanted: [String]) -> [Double] {
    if names == wanted { return values }
    let position = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var aligned: [Double] = []
    aligned.reserveCapacity(wanted.count * count)
    for name in wanted {
      if let found = position[name] {
        aligned += column(found)
      } else {
        aligned += repeatElement(0, count: count)
      }
    }
    return aligned
  }
}

extension Quantity {
  /// Names of the components that have this quantity, in the order of the system.
  public func componentNames(in system: PowerSystem) -> [String] {
    switch self {
    case .thermalPower, .thermalStatus, .thermalReserveUp, .thermalReserveDown, .rampPrice:
      system.thermalUnits.map(\.name)
    case .thermalHeat, .heatLinePrice: system.thermalUnits.filter { $0.heat != nil }.map(\.name)
    case .renewablePower: system.renewables.map(\.name)
    case .storageCharge, .storageDischarge, .storageReserveUp, .storageReserveDown, .storageDayPrice,
      .storageWeekPrice, .storageYearPrice, .storagePowerPriceUp, .storagePowerPriceDown:
      system.storages.map(\.name)
    case .storageEnergy, .waterValue, .levelReserveUpPrice, .levelReserveDownPrice:
      system.levels.map(\.reservoir.name)
    case .storageSpill: system.levels.filter(\.reservoir.hasInflow).map(\.reservoir.name)
    case .unitsCharging, .unitsDischarging: system.storages.filter(\.isSwitched).map(\.name)
    case .interruption: system.interruptibleLoads.map(\.name)
    case .interruptionCall: system.interruptibleLoads.filter { !$0.calls.areUnrestricted }.map(\.name)
    case .shiftDown, .shiftUp, .shiftRampPrice: system.shiftableLoads.map(\.name)
    case .vehicleCharge, .vehicleDischarge, .vehicleEnergy, .vehicleUnmet, .vehicleValue:
      system.vehicleFleets.map(\.name)
    case .exportPower, .exportRampPrice, .exportDayPrice, .exportYearPrice: system.exportChannels.map(\.name)
    case .exportRenewable, .exportRenewableShortfall, .renewableSharePrice:
      system.exportChannels.filter { $0.renewables != nil }.map(\.name)
    case .renewablePoolPrice: system.renewablePools.map { $0.map { "zone " + $0 } ?? "system" }
    case .converterInput, .converterRampPrice: system.converters.map(\.name)
    case .converterStatus: system.converters.filter { $0.minimumInput > 0 }.map(\.name)
    case .processLevel, .processRampPrice: system.processes.map(\.name)
    case .lineFlow, .loopPrice: system.lines.map(\.name)
    case .lineLoss: system.lines.filter { $0.loss != nil }.map(\.name)
    case .lineOverload: system.lines.filter { $0.overload != nil }.map(\.name)
    case .outagePrice: system.allOutageLimits.map(\.name)
    case .interfacePrice: system.interfaces.map(\.name)
    case .unservedEnergy, .price: system.buses.map(\.name)
    case .surplusEnergy: system.buses.filter { $0.surplusPrice != nil }.map(\.name)
    case .reserveShortfall, .reservePrice: system.reserves.map(\.name)
    case .startPrice: system.thermalUnits.filter { $0.startLimits.perMonth < .infinity }.map(\.name)
    case .rulePrice: system.rules.map(\.name)
    case .builtThermal: system.thermalUnits.filter { $0.expansion != nil }.map(\.name)
    case .builtRenewable: system.renewables.filter { $0.expansion != nil }.map(\.name)
    case .builtStoragePower: system.storages.filter { $0.powerExpansion != nil }.map(\.name)
    case .builtStorageEnergy: system.storages.filter { $0.energyExpansion != nil }.map(\.name)
    case .builtLine: system.lines.filter { $0.expansion != nil }.map(\.name)
    case let quantity where Self.productReserves(of: .thermal).contains(quantity): system.thermalUnits.map(\.name)
    case let quantity where Self.productReserves(of: .storage).contains(quantity): system.storages.map(\.name)
    case let quantity where Self.interruptibleReserves.contains(quantity): system.interruptibleLoads.map(\.name)
    case let quantity where Self.vehicleReserves.contains(quantity): system.vehicleFleets.map(\.name)
    default: []
    }
  }

  /// Whether a schedule must hold this quantity when the system has such components; the others stand for zero.
  var isRequired: Bool {
    switch self {
    case .thermalPower, .thermalHeat, .renewablePower, .storageCharge, .storageDischarge, .storageEnergy, .interruption,
      .shiftDown, .shiftUp, .vehicleCharge, .vehicleEnergy, .exportPower, .converterInput, .processLevel, .lineFlow,
      .lineLoss, .lineOverload:
      true
    default: false
    }
  }
}
