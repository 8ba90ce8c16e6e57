import GridModel

/// What a portfolio drew from its bus and gave to it, and how far it served itself. Energy in MWh.
public struct PortfolioUse: Sendable, Equatable, Codable {
  public var portfolio: String
  public var kind: Portfolio.Kind
  public var load: Double
  /// Of thermal units and renewable plants.
  public var generation: Double
  public var imported: Double
  public var exported: Double
  /// MW.
  public var peakImport: Double
  public var peakExport: Double
  /// Of its generation, what it did not give away (自发自用率), %; `nil` without generation.
  public var selfConsumptionPercent: Double?
  /// Of its load, what it did not draw (自给率), %; `nil` without load.
  public var selfSufficiencyPercent: Double?

  enum CodingKeys: String, CodingKey {
    case portfolio, kind
    case load = "load_mwh"
    case generation = "generation_mwh"
    case imported = "imported_mwh"
    case exported = "exported_mwh"
    case peakImport = "peak_import_mw"
    case peakExport = "peak_export_mw"
    case selfConsumptionPercent = "self_consumption_percent"
    case selfSufficiencyPercent = "self_sufficiency_percent"
  }
}

extension Portfolio.Kind: Codable {}

/// `nil` without portfolios.
func portfolioUses(of schedule: AlignedSchedule) -> [PortfolioUse]? {
  let system = schedule.system
  guard !system.portfolios.isEmpty else { return nil }
  let loads = system.loads
  let buses = system.busIndex
  let hours = schedule.stepHours
  return system.portfolios.map { portfolio in
    var use = PortfolioUse(
      portfolio: portfolio.name, kind: portfolio.kind, load: 0, generation: 0, imported: 0, exported: 0, peakImport: 0,
      peakExport: 0)
    if let bus = buses[portfolio.name] { use.load = loads[bus].reduce(0, +) * hours }
    for (i, unit) in system.thermalUnits.enumerated() where unit.bus == portfolio.name {
      use.generation += schedule.sum(schedule.thermalPower, i) * hours
    }
    for (i, plant) in system.renewables.enumerated() where plant.bus == portfolio.name {
      use.generation += schedule.sum(schedule.renewablePower, i) * hours
    }
    if let line = system.lines.firstIndex(where: { $0.name == portfolio.name && $0.to == portfolio.name }) {
      for flow in schedule.lineFlow[line * schedule.count..<(line + 1) * schedule.count] {
        use.imported += max(0, flow) * hours
        use.exported += max(0, -flow) * hours
        use.peakImport = max(use.peakImport, flow)
        use.peakExport = max(use.peakExport, -flow)
      }
    }
    // What stores and vehicles give away they drew before.
    if use.generation > 0 { use.selfConsumptionPercent = max(0, 1 - use.exported / use.generation) * 100 }
    if use.load > 0 { use.selfSufficiencyPercent = max(0, 1 - use.imported / use.load) * 100 }
    return use
  }
}
