/// Devices behind one connection to a bus, run together within what it carries: a building microgrid (光储直柔), a virtual
/// power plant, a captive plant (自备电厂) with its load, or a park.
///
/// It is a bus of its own, with its name: its members are the devices at that bus, its own load is that of the bus, and
/// the connection is a line of its name from the public bus, whose flow is what it draws.
public struct Portfolio: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    case microgrid, vpp, park
    case captivePlant = "captive-plant"
  }

  public var name: String
  /// The bus that it is connected to.
  public var bus: String
  public var kind: Kind
  /// MW drawn at most.
  public var importLimit: Double
  /// MW given at most.
  public var exportLimit: Double
  /// MW drawn at least, and given at least, in every step; at most one of them is above 0.
  public var minimumImport: Double
  public var minimumExport: Double

  public init(
    name: String, bus: String, kind: Kind, importLimit: Double, exportLimit: Double = 0, minimumImport: Double = 0,
    minimumExport: Double = 0
  ) {
    self.name = name
    self.bus = bus
    self.kind = kind
    self.importLimit = importLimit
    self.exportLimit = exportLimit
    self.minimumImport = minimumImport
    self.minimumExport = minimumExport
  }

  /// A limit below zero asks for at least that much the other way.
  var connection: Line {
    Line(
      name: name, from: bus, to: name, capacity: minimumExport > 0 ? -minimumExport : importLimit,
      reverseCapacity: minimumImport > 0 ? -minimumImport : exportLimit)
  }
}

extension PowerSystem {
  /// Adds the buses and lines that the portfolios stand for, each bus in the zone that it is connected to.
  ///
  /// - Parameter load: a portfolio's own load.
  public mutating func connectPortfolios(load: (Portfolio) -> HourlySeries) {
    let index = busIndex
    for portfolio in portfolios {
      let zone = index[portfolio.bus].map { buses[$0].zone }
      buses.append(Bus(name: portfolio.name, zone: zone, load: load(portfolio)))
      lines.append(portfolio.connection)
    }
  }
}
