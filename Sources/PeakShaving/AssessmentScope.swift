import GridModel

/// What counts as peak shaving. The plans use both terms and define neither.
public enum ShavingDefinition: String, Sendable, Codable, CaseIterable {
  /// Interruptible and shiftable load and vehicles only (需求侧响应能力).
  case demandSide = "demand"
  /// Storage as well (电网削峰能力).
  case allResources = "all"

  /// The target that is held against it.
  public var indicator: PolicyTarget.Indicator { self == .demandSide ? .demandResponse : .peakShaving }
}

/// The load whose peak is shaved.
public enum LoadBasis: String, Sendable, Codable, CaseIterable {
  case gross
  /// Less available wind and solar power (净负荷).
  case net

  /// MW by step, all buses together, with vehicles that charge as soon as they come.
  public func load(of system: PowerSystem) -> [Double] {
    var load = system.unmanagedLoad
    guard self == .net else { return load }
    for plant in system.renewables where plant.technology == .wind || plant.technology == .solar {
      let availability = plant.availability.values(count: load.count)
      for t in load.indices { load[t] -= plant.capacity * availability[t] }
    }
    return load
  }
}

/// A device that a definition counts, or would if it could do anything.
public struct AssessedResource: Sendable, Equatable {
  public var envelope: EnergyEnvelope
  /// Why it can shave nothing; `nil` where it may.
  public var exclusion: Exclusion?
  /// What the device has that is left out.
  public var leftOut: [LeftOut] = []

  public enum Exclusion: String, Sendable, Codable {
    case noPower = "no discharge capacity"
    case noEnergy = "no energy to give"
    case noRecharge = "cannot recharge what it would give"
    case generation = "hydro is generation, not storage"
  }

  public init(_ envelope: EnergyEnvelope) {
    self.envelope = envelope
    if envelope.nominalPower <= 0 {
      exclusion = .noPower
    } else if envelope.isNothing || envelope.budgets.contains(where: { $0.energy <= 0 }) && envelope.budgets.count == 1
    {
      exclusion = .noEnergy
    } else if envelope.kind != .interruptible, envelope.chargeLimit.range?.upperBound ?? 0 <= 0, envelope.endsAtStart {
      // Its level must be at the end what it was at the start, or more, and can only fall.
      exclusion = .noRecharge
    }
  }
}

extension ShavingDefinition {
  /// The devices of a system that it counts, on electricity all.
  public func resources(of system: PowerSystem) -> [AssessedResource] {
    let horizon = system.horizon
    let electric = system.busNames(of: .electricity)
    func isCounted(_ bus: String) -> Bool { electric.contains(bus) }
    let storages =
      self == .allResources
      ? system.storages.filter { isCounted($0.bus) }.map { AssessedResource($0, of: system) } : []
    let loads =
      system.interruptibleLoads.filter { isCounted($0.bus) }.map { EnergyEnvelope($0, over: horizon) }
      + system.shiftableLoads.filter { isCounted($0.bus) }.map { EnergyEnvelope($0, over: horizon) }
      + system.vehicleFleets.map { EnergyEnvelope($0, over: horizon) }
    return storages + loads.map { AssessedResource($0) }
  }
}
