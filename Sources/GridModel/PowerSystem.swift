/// A power system over a horizon: the network, what feeds it and draws from it, and the rules it is run by.
///
/// Components refer to buses by name; a value that came through `CaseFiles` has only names that exist.
public struct PowerSystem: Sendable, Equatable {
  public var name: String
  public var horizon: Horizon
  /// Three-letter code, such as `CNY`.
  public var currency: String
  /// Currency per MWh of unserved energy; infinite where all load must be served.
  public var valueOfLostLoad: Double
  /// Currency per t of CO2.
  public var co2Price: Double
  public var network: NetworkModel
  public var buses: [Bus]
  public var lines: [Line]
  public var thermalUnits: [ThermalUnit]
  public var renewables: [RenewablePlant]
  public var storages: [Storage]
  /// Stores that several storages share.
  public var reservoirs: [Reservoir] = []
  public var interruptibleLoads: [InterruptibleLoad]
  public var shiftableLoads: [ShiftableLoad]
  public var vehicleFleets: [VehicleFleet]
  public var exportChannels: [ExportChannel]
  /// Each stands for a bus and a line of its name, which are among `buses` and `lines`.
  public var portfolios: [Portfolio]
  public var interfaces: [Interface]
  /// Limits after outages that a formulation keeps; the audit asks for all of them, whichever are named here.
  public var outageLimits: [OutageLimit] = []
  public var converters: [Converter]
  public var processes: [LinearProcess] = []
  public var reserves: [ReserveRule]
  public var targets: [PolicyTarget]
  public var rules: [HorizonRule]

  public init(
    name: String, horizon: Horizon, currency: String = "CNY", valueOfLostLoad: Double = 30_000, co2Price: Double = 0,
    network: NetworkModel = .transport, buses: [Bus], lines: [Line] = [], thermalUnits: [ThermalUnit] = [],
    renewables: [RenewablePlant] = [], storages: [Storage] = [], interruptibleLoads: [InterruptibleLoad] = [],
    shiftableLoads: [ShiftableLoad] = [], vehicleFleets: [VehicleFleet] = [], exportChannels: [ExportChannel] = [],
    portfolios: [Portfolio] = [], converters: [Converter] = [], reserves: [ReserveRule] = [],
    targets: [PolicyTarget] = [], interfaces: [Interface] = [], rules: [HorizonRule] = []
  ) {
    self.name = name
    self.horizon = horizon
    self.currency = currency
    self.valueOfLostLoad = valueOfLostLoad
    self.co2Price = co2Price
    self.network = network
    self.buses = buses
    self.lines = lines
    self.thermalUnits = thermalUnits
    self.renewables = renewables
    self.storages = storages
    self.interruptibleLoads = interruptibleLoads
    self.shiftableLoads = shiftableLoads
    self.vehicleFleets = vehicleFleets
    self.exportChannels = exportChannels
    self.portfolios = portfolios
    self.converters = converters
    self.reserves = reserves
    self.targets = targets
    self.interfaces = interfaces
    self.rules = rules
  }

  /// The same system in the given steps only. Initial states hold at the start of the case: a part that begins later
  /// leaves those of thermal units free and budgets whole; storage levels start where the case says in any part.
  public func restricted(to steps: Range<Int>) -> PowerSystem {
    var part = self
    part.horizon = horizon.restricted(to: steps)
    part.buses = buses.map { $0.restricted(to: steps) }
    part.thermalUnits = thermalUnits.map { $0.restricted(to: steps) }
    part.renewables = renewables.map { $0.restricted(to: steps) }
    part.storages = storages.map { $0.restricted(to: steps) }
    part.reservoirs = reservoirs.map { $0.restricted(to: steps) }
    part.interruptibleLoads = interruptibleLoads.map { $0.restricted(to: steps) }
    part.shiftableLoads = shiftableLoads.map { $0.restricted(to: steps) }
    part.vehicleFleets = vehicleFleets.map { $0.restricted(to: steps, of: horizon.count) }
    part.exportChannels = exportChannels.map { $0.restricted(to: steps) }
    part.interfaces = interfaces.map { $0.restricted(to: steps) }
    part.converters = converters.map { $0.restricted(to: steps) }
    part.processes = processes.map { $0.restricted(to: steps) }
    part.reserves = reserves.map { $0.restricted(to: steps) }
    part.rules = rules.compactMap { $0.restricted(to: steps, of: horizon) }
    return part
  }

  /// Position of every bus by name.
  public var busIndex: [String: Int] {
    Dictionary(buses.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Names of the buses of a carrier.
  public func busNames(of carrier: Carrier) -> Set<String> {
    Set(buses.lazy.filter { $0.carrier == carrier }.map(\.name))
  }

  /// Currency per MWh of a bus's load that is not served.
  public func shortfallPrice(of bus: Bus) -> Double { bus.shortfallPrice ?? valueOfLostLoad }

  /// Load by bus, MW per step: that of the bus, and of industry there with load of its own.
  public var loads: [[Double]] {
    var loads = buses.map { $0.load.values(count: horizon.count) }
    let index = busIndex
    for load in shiftableLoads where load.dailyEnergy > 0 {
      guard let bus = index[load.bus] else { continue }
      for t in loads[bus].indices { loads[bus][t] += load.ownLoad }
    }
    return loads
  }

  /// Electric load of all buses, MW per step.
  public var totalLoad: [Double] { totalLoad(of: .electricity) }

  /// Load of all buses of a carrier, MW per step.
  public func totalLoad(of carrier: Carrier) -> [Double] {
    var total = Array(repeating: 0.0, count: horizon.count)
    for (bus, load) in zip(buses, loads) where bus.carrier == carrier {
      for t in total.indices { total[t] += load[t] }
    }
    return total
  }

  /// Electric load of all buses and of vehicles that charge as soon as they come, MW per step: what flexibility lowers.
  public var unmanagedLoad: [Double] {
    var total = totalLoad
    for fleet in vehicleFleets {
      let charging = fleet.immediateCharging(over: horizon)
      for t in total.indices { total[t] += charging[t] }
    }
    return total
  }
}
