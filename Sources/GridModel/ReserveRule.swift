/// A requirement for reserve in one direction, over the whole system or one zone.
///
/// Rules of one product and direction share what is promised to it. A MW promised to one product is not promised to
/// another, unless a rule nests: it then counts what is promised to any product of its direction.
public struct ReserveRule: Sendable, Equatable {
  public enum Direction: String, Sendable, CaseIterable {
    case up, down
  }

  public enum Product: String, Sendable, CaseIterable {
    /// What output leaves within the limits of a device (旋转备用).
    case spinning
    /// What answers within seconds (一次调频): of a thermal unit no more than its frequency response.
    case frequency
    /// What can be reached within minutes (爬坡备用): of a thermal unit no more than it ramps in them.
    case ramping
  }

  public var name: String
  public var product: Product
  public var direction: Direction
  /// `nil` for the whole system.
  public var zone: String?
  /// MW.
  public var requirement: HourlySeries
  /// Currency per MW and hour short.
  public var shortfallPrice: Double
  /// Of ramping: time in which it is reached, minutes.
  public var minutes = 15.0
  /// Who may provide: kinds, fuels, technologies or names; `nil` for all thermal units, storages and
  /// vehicle fleets that give reserve.
  public var providers: [String]?
  /// Currency per MW and hour that counts for the rule.
  public var offerPrice = 0.0
  /// What some providers ask instead, by kind, fuel, technology or name; a name goes first, a kind last.
  public var offers: [String: Double] = [:]
  /// Whether reserve that is promised to other products of the direction counts too.
  public var nests = false

  public init(
    name: String, product: Product = .spinning, direction: Direction, zone: String? = nil, requirement: HourlySeries,
    shortfallPrice: Double
  ) {
    self.name = name
    self.product = product
    self.direction = direction
    self.zone = zone
    self.requirement = requirement
    self.shortfallPrice = shortfallPrice
  }

  func restricted(to steps: Range<Int>) -> ReserveRule {
    var rule = self
    rule.requirement = requirement.restricted(to: steps)
    return rule
  }

  /// Whether a device may provide for the rule, being in its zone.
  public func admits(_ provider: ReserveProvider) -> Bool {
    guard let providers else { return provider.kind != .interruptible }
    return provider.words.contains { providers.contains($0) }
  }

  /// Whether what a provider promises to a product counts.
  public func counts(_ product: Product) -> Bool { nests || product == self.product }

  /// Currency per MW and hour that a provider is paid for what counts.
  public func offer(of provider: ReserveProvider) -> Double {
    provider.words.lazy.compactMap { offers[$0] }.first ?? offerPrice
  }

  var isPaid: Bool { offerPrice != 0 || offers.values.contains { $0 != 0 } }
}

/// A device as reserve rules see it.
public struct ReserveProvider: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    case thermal, storage, interruptible, vehicles
  }

  public var kind: Kind
  public var name: String
  /// Fuel or technology.
  public var technology: String
  public var bus: String
  /// Most of ramping and of frequency response that it can promise, MW per hour and MW; infinite where its power limits
  /// them.
  public var rampUp = Double.infinity
  public var rampDown = Double.infinity
  public var frequencyResponse = Double.infinity

  /// By which a rule may mean it, the closest first.
  public var words: [String] { [name, technology, kind.rawValue] }
}

extension ThermalUnit {
  public var reserveProvider: ReserveProvider {
    ReserveProvider(
      kind: .thermal, name: name, technology: fuel, bus: bus, rampUp: rampUp, rampDown: rampDown,
      frequencyResponse: frequencyResponse)
  }
}

extension Storage {
  public var reserveProvider: ReserveProvider {
    ReserveProvider(kind: .storage, name: name, technology: technology.rawValue, bus: bus)
  }
}

extension InterruptibleLoad {
  public var reserveProvider: ReserveProvider {
    ReserveProvider(kind: .interruptible, name: name, technology: "interruptible", bus: bus)
  }
}

extension VehicleFleet {
  public var reserveProvider: ReserveProvider {
    ReserveProvider(kind: .vehicles, name: name, technology: "vehicles", bus: bus)
  }
}

extension PowerSystem {
  /// Whether reserve of a direction is promised to products, so that each MW is spoken for once; otherwise all that a
  /// device can hold counts for every rule that admits it.
  public func hasReserveProducts(_ direction: ReserveRule.Direction) -> Bool {
    reserves.contains { $0.direction == direction && ($0.product != .spinning || $0.isPaid) }
  }

  /// Rules that a device may provide for.
  public func reserveRules(_ direction: ReserveRule.Direction, for provider: ReserveProvider) -> [Int] {
    // What is on heat or hydrogen gives none.
    guard let bus = buses.first(where: { $0.name == provider.bus }), bus.carrier == .electricity else { return [] }
    return reserves.indices.filter { index in
      let rule = reserves[index]
      return rule.direction == direction && (rule.zone == nil || rule.zone == bus.zone) && rule.admits(provider)
    }
  }

  /// Most that a device can promise to a product, MW, besides what its output leaves.
  public func reserveLimit(
    _ product: ReserveRule.Product, _ direction: ReserveRule.Direction, of provider: ReserveProvider
  ) -> Double {
    switch product {
    case .spinning: return .infinity
    case .frequency: return provider.frequencyResponse
    case .ramping:
      let rules = reserves.filter { $0.product == .ramping && $0.direction == direction }
      let ramp = direction == .up ? provider.rampUp : provider.rampDown
      return ramp * (rules.map(\.minutes).min() ?? 60) / 60
    }
  }
}
