import Foundation
import GridModel

/// What the results of a run say about the system itself: the content of `system.json`.
///
/// With the tables beside it (`recordFiles`), a reader needs the case no more: who is at which bus, of what kind and size.
public struct SystemRecord: Sendable, Equatable, Codable {
  public struct Bus: Sendable, Equatable, Codable {
    public var name: String
    public var zone: String
  }

  public struct Line: Sendable, Equatable, Codable {
    public var name: String
    public var from: String
    public var to: String
    /// MW; `nil` where nothing limits it.
    public var capacity: Double?
    public var reverseCapacity: Double?

    enum CodingKeys: String, CodingKey {
      case name, from, to
      case capacity = "capacity_mw"
      case reverseCapacity = "reverse_capacity_mw"
    }
  }

  /// A unit, plant, load or channel: at a bus, of a kind (fuel or technology), with a power.
  public struct Device: Sendable, Equatable, Codable {
    public var name: String
    public var bus: String
    public var kind: String
    /// MW; of a storage when discharging, of a shiftable load when lowered; `nil` where nothing limits it.
    public var capacity: Double?
    /// Least stable output of a thermal unit, MW.
    public var minimumOutput: Double?
    /// Of a storage, MW and MWh.
    public var chargeCapacity: Double?
    public var energyCapacity: Double?

    enum CodingKeys: String, CodingKey {
      case name, bus, kind
      case capacity = "capacity_mw"
      case minimumOutput = "min_output_mw"
      case chargeCapacity = "charge_mw"
      case energyCapacity = "energy_mwh"
    }
  }

  /// A requirement for spinning reserve; without a zone, of the whole system.
  public struct Reserve: Sendable, Equatable, Codable {
    public var name: String
    public var direction: String
    public var zone: String?
  }

  public var network: String
  public var buses: [Bus]
  public var lines: [Line]
  public var thermalUnits: [Device]
  public var renewables: [Device]
  public var storages: [Device]
  public var interruptibleLoads: [Device]
  public var shiftableLoads: [Device]
  public var exportChannels: [Device]
  public var reserves: [Reserve]

  enum CodingKeys: String, CodingKey {
    case network, buses, lines
    case thermalUnits = "thermal_units"
    case renewables, storages
    case interruptibleLoads = "interruptible_loads"
    case shiftableLoads = "shiftable_loads"
    case exportChannels = "export_channels"
    case reserves
  }

  public init(_ system: PowerSystem) {
    func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
    network = system.network.rawValue
    buses = system.buses.map { Bus(name: $0.name, zone: $0.zone) }
    lines = system.lines.map {
      Line(
        name: $0.name, from: $0.from, to: $0.to, capacity: finite($0.capacity),
        reverseCapacity: finite($0.reverseCapacity))
    }
    thermalUnits = system.thermalUnits.map {
      Device(
        name: $0.name, bus: $0.bus, kind: $0.fuel, capacity: finite($0.capacity), minimumOutput: $0.minimumOutput)
    }
    renewables = system.renewables.map {
      Device(name: $0.name, bus: $0.bus, kind: $0.technology.rawValue, capacity: finite($0.capacity))
    }
    storages = system.storages.map {
      Device(
        name: $0.name, bus: $0.bus, kind: $0.technology.rawValue, capacity: finite($0.dischargeCapacity),
        chargeCapacity: finite($0.chargeCapacity), energyCapacity: finite($0.energyCapacity))
    }
    interruptibleLoads = system.interruptibleLoads.map {
      Device(name: $0.name, bus: $0.bus, kind: "interruptible", capacity: finite($0.capacity))
    }
    shiftableLoads = system.shiftableLoads.map {
      Device(name: $0.name, bus: $0.bus, kind: "shiftable", capacity: finite($0.downCapacity))
    }
    exportChannels = system.exportChannels.map {
      Device(name: $0.name, bus: $0.bus, kind: "export", capacity: finite($0.capacity))
    }
    reserves = system.reserves.map { Reserve(name: $0.name, direction: $0.direction.rawValue, zone: $0.zone) }
  }
}
