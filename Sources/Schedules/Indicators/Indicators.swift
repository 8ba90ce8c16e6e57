import GridModel

/// What a planner reads off a schedule. Energy in MWh, power in MW; `nil` where a system has nothing to count.
public struct Indicators: Sendable, Equatable, Codable {
  /// Wind and solar together (新能源).
  public var newEnergy: RenewableUse?
  public var wind: RenewableUse?
  public var solar: RenewableUse?
  /// By month and cause; `nil` without renewable plants.
  public var curtailment: [CurtailmentPeriod]?
  /// gce/kWh of the units that burn coal.
  public var coalRate: Double?
  /// gce/kWh of all thermal units, their fuel in coal equivalent.
  public var thermalRate: Double?
  public var utilisationHours: UtilisationHours
  /// Starts of all thermal units; `nil` without commitment.
  public var starts: Int?
  /// Hours of coal units in deep regulation (深度调峰), by load rate.
  public var deepRegulation: [LoadRateHours]
  /// Deep regulation by stage; `nil` where no unit has stages.
  public var regulationStages: RegulationUse?
  public var storage: StorageUse?
  public var storages: [StorageUse]
  /// Load of all buses, without exports, with vehicles that charge as soon as they come.
  public var load: PeakValley
  /// Load less available wind and solar power (净负荷).
  public var netLoad: PeakValley
  /// What is left of the load after storage and demand response: what the grid must serve.
  public var servedLoad: PeakValley
  /// What is left of the net load after storage and demand response.
  public var servedNetLoad: PeakValley
  /// Storage and demand response (电网削峰能力), as this schedule uses them.
  public var peakShaving: ShavedPeak
  /// Demand response alone (需求侧响应能力), as this schedule uses it.
  public var demandResponse: ShavedPeak
  /// t.
  public var co2: Double
  /// Wind, solar, hydro and biomass in all generation, %.
  public var renewableShare: Double?
  public var exports: [ExportUse]
  /// `nil` without portfolios.
  public var portfolios: [PortfolioUse]?
  /// Buses of heat and hydrogen.
  public var carriers: [CarrierUse]
  /// Electricity.
  public var unservedEnergy: Double
  /// Hours in which any bus goes short.
  public var unservedHours: Double
  /// MW of all rules over the horizon, times hours.
  public var reserveShortfall: Double
  public var reserveShortfallHours: Double
  public var energy: [SourceEnergy]
  public var prices: [BusPrices]
  /// What could be built; `nil` where nothing could.
  public var capacities: [CapacityUse]?

  enum CodingKeys: String, CodingKey {
    case newEnergy = "new_energy"
    case wind, solar, curtailment
    case coalRate = "coal_rate_gce_per_kwh"
    case thermalRate = "thermal_rate_gce_per_kwh"
    case utilisationHours = "utilisation_hours"
    case starts
    case deepRegulation = "deep_regulation"
    case regulationStages = "regulation_stages"
    case storage, storages, load
    case netLoad = "net_load"
    case servedLoad = "served_load"
    case servedNetLoad = "served_net_load"
    case peakShaving = "peak_shaving"
    case demandResponse = "demand_response"
    case co2 = "co2_t"
    case renewableShare = "renewable_share_percent"
    case exports, portfolios, carriers
    case unservedEnergy = "unserved_energy_mwh"
    case unservedHours = "unserved_hours"
    case reserveShortfall = "reserve_shortfall_mwh"
    case reserveShortfallHours = "reserve_shortfall_hours"
    case energy, prices, capacities
  }
}

/// Every indicator of a schedule.
///
/// - Parameter loadRates: parts of capacity below which a coal unit that is on counts as in deep regulation.
public func indicators(
  of schedule: Schedule, system: PowerSystem, loadRates: [Double] = [0.5, 0.4, 0.3]
) -> Indicators {
  let aligned = AlignedSchedule(schedule, of: system)
  let capacities = capacityUses(of: aligned, schedule: schedule, of: system)
  let system = aligned.system
  let thermal = thermalAccounts(of: aligned)
  let renewable = renewableAccounts(of: aligned)
  let powers = SystemPowers(aligned)
  let coal = system.thermalUnits.map { $0.fuel == "coal" }
  func energy(of technologies: Set<RenewablePlant.Technology>) -> RenewableUse? {
    RenewableUse(zip(system.renewables, renewable).filter { technologies.contains($0.0.technology) }.map(\.1))
  }
  func fuelRate(_ isCounted: (Int) -> Bool) -> Double? {
    let counted = thermal.indices.filter(isCounted)
    let energy = counted.reduce(0) { $0 + thermal[$1].energy }
    return energy > 0 ? counted.reduce(0) { $0 + thermal[$1].fuel - thermal[$1].fuelForHeat } / energy * 1000 : nil
  }
  let unserved = aligned.masked(aligned.unserved, system.buses.map { $0.carrier != .electricity })
  let use = storageUses(of: aligned)
  let generation = powers.thermal.reduce(0, +) + powers.renewable.reduce(0, +)
  return Indicators(
    newEnergy: energy(of: [.wind, .solar]), wind: energy(of: [.wind]), solar: energy(of: [.solar]),
    curtailment: curtailmentPeriods(of: aligned),
    coalRate: fuelRate { coal[$0] }, thermalRate: fuelRate { _ in true },
    utilisationHours: UtilisationHours(aligned, thermal: thermal, renewable: renewable),
    starts: aligned.thermalStatus == nil ? nil : thermal.reduce(0) { $0 + ($1.starts ?? 0) },
    deepRegulation: loadRateHours(of: aligned, below: loadRates),
    regulationStages: RegulationUse(aligned, thermal: thermal), storage: use.total, storages: use.each,
    load: PeakValley(powers.load, over: system.horizon), netLoad: PeakValley(powers.netLoad, over: system.horizon),
    servedLoad: PeakValley(powers.served(powers.load), over: system.horizon),
    servedNetLoad: PeakValley(powers.served(powers.netLoad), over: system.horizon),
    peakShaving: .storageAndDemandResponse(powers), demandResponse: .demandResponseOnly(powers),
    co2: thermal.reduce(0) { $0 + $1.co2 }
      + system.storages.indices.reduce(0) { $0 + aligned.storageFuel($1) * (system.storages[$1].fuel?.co2 ?? 0) },
    renewableShare: generation > 0 ? powers.renewable.reduce(0, +) / generation * 100 : nil,
    exports: exportUses(of: aligned, powers), portfolios: portfolioUses(of: aligned),
    carriers: carrierUses(of: aligned),
    unservedEnergy: unserved.reduce(0, +) * aligned.stepHours, unservedHours: hoursAbove(unserved, of: aligned),
    reserveShortfall: aligned.reserveShortfall.reduce(0, +) * aligned.stepHours,
    reserveShortfallHours: hoursAbove(aligned.reserveShortfall, of: aligned),
    energy: energyBySource(of: aligned, thermal: thermal, renewable: renewable), prices: busPrices(of: aligned),
    capacities: capacities.isEmpty ? nil : capacities)
}

/// Hours in which any component has more than rounding leaves.
private func hoursAbove(_ values: [Double], of schedule: AlignedSchedule) -> Double {
  guard schedule.count > 0 else { return 0 }
  var isCounted = Array(repeating: false, count: schedule.count)
  for (position, value) in values.enumerated() where value > 1e-4 { isCounted[position % schedule.count] = true }
  return Double(isCounted.count { $0 }) * schedule.stepHours
}
