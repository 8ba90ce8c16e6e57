/// Capacity that may be built besides what exists: how much is decided together with the dispatch.
///
/// The cost of a horizon is that of a year times hours / 8760: a study of a week weighs a week of capital against a week of
/// operation.
public struct Expansion: Sendable, Equatable {
  /// Currency per MW and year, annuity and fixed upkeep together; per MWh and year where energy is built.
  public var yearlyCost: Double
  /// MW, or MWh of energy, built at least.
  public var least: Double
  /// Built at most; finite.
  public var most: Double

  public init(yearlyCost: Double, least: Double = 0, most: Double) {
    self.yearlyCost = yearlyCost
    self.least = least
    self.most = most
  }

  /// Nothing left to decide: what must be built.
  public var atLeast: Expansion { Expansion(yearlyCost: yearlyCost, least: least, most: least) }
}

/// One capacity of a system that may be built.
public struct BuildOption: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable, Codable {
    case thermal, renewable
    case storagePower = "storage-power"
    case storageEnergy = "storage-energy"
    case line
  }

  public var kind: Kind
  /// Position of the device among those of its kind.
  public var device: Int
  public var name: String
  /// MW or MWh.
  public var existing: Double
  public var expansion: Expansion

  public init(kind: Kind, device: Int, name: String, existing: Double, expansion: Expansion) {
    self.kind = kind
    self.device = device
    self.name = name
    self.existing = existing
    self.expansion = expansion
  }
}

extension PowerSystem {
  /// Everything that may be built, kind by kind in the order of the devices.
  public var buildOptions: [BuildOption] {
    var options: [BuildOption] = []
    func add(_ kind: BuildOption.Kind, _ device: Int, _ name: String, _ existing: Double, _ expansion: Expansion?) {
      guard let expansion else { return }
      options.append(BuildOption(kind: kind, device: device, name: name, existing: existing, expansion: expansion))
    }
    for (i, unit) in thermalUnits.enumerated() { add(.thermal, i, unit.name, unit.existing, unit.expansion) }
    for (i, plant) in renewables.enumerated() { add(.renewable, i, plant.name, plant.capacity, plant.expansion) }
    for (i, store) in storages.enumerated() {
      add(.storagePower, i, store.name, store.dischargeCapacity, store.powerExpansion)
    }
    for (i, store) in storages.enumerated() {
      add(.storageEnergy, i, store.name, store.energyCapacity, store.energyExpansion)
    }
    for (i, line) in lines.enumerated() { add(.line, i, line.name, line.capacity, line.expansion) }
    return options
  }

  /// The system with so much built of every option, in the order of `buildOptions`, and nothing left to build.
  public func building(_ amounts: [Double]) -> PowerSystem {
    let options = buildOptions
    guard !options.isEmpty else { return self }
    precondition(amounts.count == options.count)
    var system = self
    for (option, amount) in zip(options, amounts) {
      switch option.kind {
      case .thermal: system.thermalUnits[option.device] = thermalUnits[option.device].building(amount)
      case .renewable: system.renewables[option.device] = renewables[option.device].building(amount)
      // Power and energy of one store are two options.
      case .storagePower: system.storages[option.device] = system.storages[option.device].building(power: amount)
      case .storageEnergy: system.storages[option.device] = system.storages[option.device].building(energy: amount)
      case .line: system.lines[option.device] = lines[option.device].building(amount)
      }
    }
    return system
  }

  /// The system with what must be built, for studies that do not decide capacities.
  public var withLeastBuilt: PowerSystem { building(buildOptions.map(\.expansion.least)) }

  /// The system with all that may be built.
  public var withMostBuilt: PowerSystem { building(buildOptions.map(\.expansion.most)) }

  /// The same system where only what must be built is.
  public var decidedAtLeast: PowerSystem {
    var system = self
    for i in thermalUnits.indices { system.thermalUnits[i].expansion = thermalUnits[i].expansion?.atLeast }
    for i in renewables.indices { system.renewables[i].expansion = renewables[i].expansion?.atLeast }
    for i in storages.indices {
      system.storages[i].powerExpansion = storages[i].powerExpansion?.atLeast
      system.storages[i].energyExpansion = storages[i].energyExpansion?.atLeast
    }
    for i in lines.indices { system.lines[i].expansion = lines[i].expansion?.atLeast }
    return system
  }
}

extension RenewablePlant {
  /// With so many MW more, and nothing left to build.
  public func building(_ power: Double) -> RenewablePlant {
    var plant = self
    plant.capacity += max(0, power)
    plant.expansion = nil
    return plant
  }
}

extension Line {
  /// With so many MW more, and nothing left to build; the reactance stays.
  public func building(_ power: Double) -> Line {
    var line = self
    line.capacity += max(0, power)
    line.reverseCapacity += builtReversePart * max(0, power)
    line.expansion = nil
    return line
  }
}

extension Storage {
  /// With so many MW more in both directions and the energy that comes with them, and no power left to build.
  public func building(power: Double) -> Storage {
    var store = self
    store.chargeCapacity += max(0, power)
    store.dischargeCapacity += max(0, power)
    store.energyCapacity += builtHours * max(0, power)
    store.powerExpansion = nil
    return store
  }

  /// With so many MWh more, and no energy left to build.
  public func building(energy: Double) -> Storage {
    var store = self
    store.energyCapacity += max(0, energy)
    store.energyExpansion = nil
    return store
  }
}

extension ThermalUnit {
  /// MW that exist.
  public var existing: Double { expansion == nil ? capacity : existingCapacity ?? capacity }

  /// Existing and built capacity as one unit with nothing left to build.
  public func building(_ power: Double) -> ThermalUnit {
    guard expansion != nil else { return self }
    return sized(existing + max(0, power))
  }

  /// The same unit at another capacity: everything in MW, the fuel burned and what a start costs in proportion.
  public func sized(_ size: Double) -> ThermalUnit {
    var unit = self
    unit.expansion = nil
    unit.existingCapacity = nil
    guard size != capacity else { return unit }
    let factor = size / capacity
    unit.capacity = size
    unit.minimumOutput *= factor
    unit.fuelCurve =
      factor > 0
      ? FuelCurve(outputs: fuelCurve.outputs.map { $0 * factor }, fuels: fuelCurve.fuels.map { $0 * factor })
      : FuelCurve(outputs: [0], fuels: [0])
    unit.startClasses = startClasses.map { .init(offlineHours: $0.offlineHours, cost: $0.cost * factor) }
    // No part of nothing is unlimited.
    func scaled(_ limit: Double) -> Double { limit.isFinite ? limit * factor : limit }
    unit.rampUp = scaled(rampUp)
    unit.rampDown = scaled(rampDown)
    unit.startUpRamp = scaled(startUpRamp)
    unit.shutDownRamp = scaled(shutDownRamp)
    unit.reserveLimit = scaled(reserveLimit)
    unit.frequencyResponse = scaled(frequencyResponse)
    return unit
  }
}
