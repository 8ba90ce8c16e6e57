import Foundation
import GridModel
import PeakShaving
import Schedules

/// What the results of a run say about the system itself: the content of `system.json`.
///
/// With the tables beside it (`recordFiles`), a reader needs the case no more: who is at which bus, of what kind and
/// size, what every thermal unit burnt, and the balance of peak regulation of every day.
public struct SystemRecord: Sendable, Equatable, Codable {
  public struct Bus: Sendable, Equatable, Codable {
    public var name: String
    public var zone: String
    /// Of a portfolio, its kind.
    public var portfolio: String?
    public var carrier: String

    var isElectric: Bool { carrier == Carrier.electricity.rawValue }
  }

  /// From one carrier to another; capacity is of what it draws.
  public struct Converter: Sendable, Equatable, Codable {
    public var name: String
    public var from: String
    public var to: String
    public var kind: String
    public var capacity: Double?
    /// Given per drawn.
    public var efficiency: Double
  }

  /// A process and the buses of electricity that it gives to or takes from.
  public struct Process: Sendable, Equatable, Codable {
    public var name: String
    public var buses: [String]

    /// The column of its rates at a bus.
    static func column(_ process: String, at bus: String) -> String { "\(process)|\(bus)" }
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
    /// MW; of a storage or of vehicles when discharging, of a shiftable load when lowered; `nil` where nothing limits it.
    public var capacity: Double?
    /// Least stable output of a thermal unit, MW.
    public var minimumOutput: Double?
    /// Of a storage or of vehicles, MW and MWh.
    public var chargeCapacity: Double?
    public var energyCapacity: Double?
    /// What a thermal unit did over the horizon.
    public var totals: Totals?

    enum CodingKeys: String, CodingKey {
      case name, bus, kind
      case capacity = "capacity_mw"
      case minimumOutput = "min_output_mw"
      case chargeCapacity = "charge_mw"
      case energyCapacity = "energy_mwh"
      case totals
    }
  }

  /// Energy of a thermal unit in MWh, fuel in t of coal equivalent and currency, CO2 in t, starts with commitment.
  public struct Totals: Sendable, Equatable, Codable {
    public var energy: Double
    public var fuel: Double
    public var fuelCost: Double
    public var co2: Double
    public var starts: Int?

    enum CodingKeys: String, CodingKey {
      case energy = "energy_mwh"
      case fuel = "fuel_tce"
      case fuelCost = "fuel_cost"
      case co2 = "co2_t"
      case starts
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
  public var vehicleFleets: [Device]
  public var exportChannels: [Device]
  public var converters: [Converter]
  /// `nil` without any.
  public var processes: [Process]?
  public var reserves: [Reserve]
  /// The balance of peak regulation (调峰平衡) of every day.
  public var peakRegulation: [RegulationEntry.Day]

  enum CodingKeys: String, CodingKey {
    case network, buses, lines
    case thermalUnits = "thermal_units"
    case renewables, storages
    case interruptibleLoads = "interruptible_loads"
    case shiftableLoads = "shiftable_loads"
    case vehicleFleets = "vehicle_fleets"
    case exportChannels = "export_channels"
    case converters, processes, reserves
    case peakRegulation = "peak_regulation"
  }

  /// Buses that carry electricity.
  var electricBuses: [Bus] { buses.filter(\.isElectric) }

  /// Pretty JSON with sorted keys, as `system.json` holds it.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: Self.infinite, negativeInfinity: "-" + Self.infinite, nan: "none")
    return try encoder.encode(self) + Data("\n".utf8)
  }

  /// Reads what `json()` writes.
  init(json: Data) throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: Self.infinite, negativeInfinity: "-" + Self.infinite, nan: "none")
    self = try decoder.decode(SystemRecord.self, from: json)
  }

  private static let infinite = "unlimited"

  public init(_ system: PowerSystem, schedule: Schedule) {
    func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
    let system = system.building(schedule)
    network = system.network.rawValue
    let kinds = Dictionary(
      system.portfolios.map { ($0.name, $0.kind.rawValue) }, uniquingKeysWith: { first, _ in first })
    buses = system.buses.map {
      Bus(name: $0.name, zone: $0.zone, portfolio: kinds[$0.name], carrier: $0.carrier.rawValue)
    }
    lines = system.lines.map {
      Line(
        name: $0.name, from: $0.from, to: $0.to, capacity: finite($0.capacity),
        reverseCapacity: finite($0.reverseCapacity))
    }
    thermalUnits = zip(system.thermalUnits, thermalAccounts(of: schedule, system: system)).map { unit, account in
      Device(
        name: unit.name, bus: unit.bus, kind: unit.fuel, capacity: finite(unit.capacity),
        minimumOutput: unit.minimumOutput,
        totals: Totals(
          energy: account.energy, fuel: account.fuel, fuelCost: account.fuelCost, co2: account.co2,
          starts: account.starts))
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
    vehicleFleets = system.vehicleFleets.map { fleet in
      let envelope = fleet.envelope(over: system.horizon)
      return Device(
        name: fleet.name, bus: fleet.bus, kind: "vehicles", capacity: envelope.dischargeLimit.max(),
        chargeCapacity: envelope.chargeLimit.max(), energyCapacity: envelope.capacity.max())
    }
    exportChannels = system.exportChannels.map {
      Device(name: $0.name, bus: $0.bus, kind: "export", capacity: finite($0.capacity))
    }
    converters = system.converters.map {
      Converter(
        name: $0.name, from: $0.from, to: $0.to, kind: $0.technology.rawValue, capacity: finite($0.capacity),
        efficiency: $0.efficiency)
    }
    let electric = system.busNames(of: .electricity)
    let running = system.processes.map { Process(name: $0.name, buses: $0.electricBuses(electric)) }
    processes = running.isEmpty ? nil : running
    reserves = system.reserves.map { Reserve(name: $0.name, direction: $0.direction.rawValue, zone: $0.zone) }
    peakRegulation = PeakRegulation(of: system).days.map { RegulationEntry.Day($0, horizon: system.horizon) }
  }
}
