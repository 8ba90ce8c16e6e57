/// A power system over a horizon: the network, what feeds it and draws from it, and the rules it is run by.
///
/// Components refer to buses by name; a value that came through `CaseFiles` has only names that exist.
public struct PowerSystem: Sendable, Equatable {
  public var name: String
  public var horizon: Horizon
  /// Three-letter code, such as `CNY`.
  public var currency: String
  /// Currency per MWh of unserved energy.
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
  public var exportChannels: [ExportChannel]
  public var interfaces: [Interface]
  /// Limits after outages that a formulation keeps; the audit asks for all of them, whichever are named here.
  public var outageLimits: [OutageLimit] = []
  public var converters: [Converter]
  public var reserves: [ReserveRule]
  public var targets: [PolicyTarget]
  public var rules: [HorizonRule]

  public init(
    name: String, horizon: Horizon, currency: String = "CNY", valueOfLostLoad: Double = 30_000, co2Price: Double = 0,
    network: NetworkModel = .transport, buses: [Bus], lines: [Line] = [], thermalUnits: [ThermalUnit] = [],
    renewables: [RenewablePlant] = [], storages: [Storage] = [], interruptibleLoads: [InterruptibleLoad] = [],
    shiftableLoads: [ShiftableLoad] = [], exportChannels: [ExportChannel] = [], converters: [Converter] = [],
    reserves: [ReserveRule] = [], targets: [PolicyTarget] = [], interfaces: [Interface] = [],
    rules: [HorizonRule] = []
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
    self.exportChannels = exportChannels
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
    part.exportChannels = exportChannels.map { $0.restricted(to: steps) }
    part.interfaces = interfaces.map { $0.restricted(to: steps) }
    part.converters = converters.map { $0.restricted(to: steps) }
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

  /// Electric load of all buses, MW per step.
  public var totalLoad: [Double] { totalLoad(of: .electricity) }

  /// Load of all buses of a carrier, MW per step.
  public func totalLoad(of carrier: Carrier) -> [Double] {
    var total = Array(repeating: 0.0, count: horizon.count)
    for bus in buses where bus.carrier == carrier {
      for (t, value) in bus.load.values(count: horizon.count).enumerated() { total[t] += value }
    }
    return total
  }
}
