import GridModel
import PeakShaving

/// The capability over sampled years.
public struct FirmEntry: Sendable, Equatable, Codable {
  public var definition: ShavingDefinition
  public var basis: LoadBasis
  public var samples: Int
  public var seed: UInt64
  /// Given years that the samples took in turn; empty where years were drawn.
  public var years: [String]
  /// Widest of any sample, of its level.
  public var widestGap: Double
  /// P5, P50 and P95: what all but 5, 50 and 95 % of the years exceed.
  public var quantiles: [Quantile]

  public struct Quantile: Sendable, Equatable, Codable {
    public var name: String
    public var power: Double
    public var powerError: Double
    public var percent: Double
    public var percentError: Double

    enum CodingKeys: String, CodingKey {
      case name
      case power = "capability_mw"
      case powerError = "capability_standard_error_mw"
      case percent = "percent_of_maximum_load"
      case percentError = "percent_standard_error"
    }
  }

  enum CodingKeys: String, CodingKey {
    case definition, basis, samples, seed, years, quantiles
    case widestGap = "worst_relative_gap"
  }

  public init(_ capability: FirmCapability, seed: UInt64, years: [String] = []) {
    definition = capability.definition
    basis = capability.basis
    samples = capability.power.count
    self.seed = seed
    self.years = years
    widestGap = capability.widestGap
    quantiles = [("P5", 0.05), ("P50", 0.5), ("P95", 0.95)].map { name, part in
      let power = FirmCapability.quantile(part, of: capability.power)
      let percent = FirmCapability.quantile(part, of: capability.percent)
      return Quantile(
        name: name, power: power.value, powerError: power.standardError, percent: percent.value,
        percentError: percent.standardError)
    }
  }
}

/// Peak regulation by month, its worst days, and what would remove the shortfall.
public struct RegulationEntry: Sendable, Equatable, Codable {
  public var months: [Month]
  public var worstDays: [Day]
  public var curtailment: Double
  /// % of committed capacity that the minimum output must fall to; absent without shortfall.
  public var retrofit: Double?
  public var storagePower: Double
  public var storageEnergy: Double

  public struct Month: Sendable, Equatable, Codable {
    public var month: String
    public var shortfallDays: Int
    public var worstMargin: Double
    public var curtailment: Double

    enum CodingKeys: String, CodingKey {
      case month
      case shortfallDays = "shortfall_days"
      case worstMargin = "worst_margin_mw"
      case curtailment = "curtailment_mwh"
    }
  }

  public struct Day: Sendable, Equatable, Codable {
    public var day: String
    public var committed: Double
    public var regularMinimum: Double
    public var deepMinimum: Double
    public var lowestNetLoad: Double
    public var chargingRoom: Double
    public var regularMargin: Double
    public var deepMargin: Double
    public var curtailment: Double

    enum CodingKeys: String, CodingKey {
      case day
      case committed = "committed_mw"
      case regularMinimum = "regular_minimum_mw"
      case deepMinimum = "deep_minimum_mw"
      case lowestNetLoad = "lowest_net_load_mw"
      case chargingRoom = "charging_room_mw"
      case regularMargin = "regular_margin_mw"
      case deepMargin = "deep_margin_mw"
      case curtailment = "curtailment_mwh"
    }

    init(_ day: PeakRegulation.Day, horizon: Horizon) {
      self.day = String(horizon.timestamp(day.step).prefix(10))
      committed = day.committedCapacity
      regularMinimum = day.regularMinimum
      deepMinimum = day.deepMinimum
      lowestNetLoad = day.lowestNetLoad
      chargingRoom = day.chargingRoom
      regularMargin = day.regularMargin
      deepMargin = day.deepMargin
      curtailment = day.curtailment
    }
  }

  enum CodingKeys: String, CodingKey {
    case months
    case worstDays = "worst_days"
    case curtailment = "curtailment_mwh"
    case retrofit = "minimum_output_needed_percent"
    case storagePower = "extra_charging_mw"
    case storageEnergy = "extra_charging_mwh"
  }

  public init(_ regulation: PeakRegulation, horizon: Horizon) {
    months = regulation.months(of: horizon).map {
      Month(
        month: "\($0.year)-\($0.month < 10 ? "0" : "")\($0.month)", shortfallDays: $0.shortfallDays,
        worstMargin: $0.worstMargin, curtailment: $0.curtailment)
    }
    worstDays = regulation.worst(5).map { Day($0, horizon: horizon) }
    curtailment = months.reduce(0) { $0 + $1.curtailment }
    retrofit = regulation.retrofit.map { $0 * 100 }
    (storagePower, storageEnergy) = regulation.storage
  }
}

/// How a frontier was found; its points are in `frontier.csv`.
public struct FrontierEntry: Sendable, Equatable, Codable {
  public var points: Int
  public var solves: Int
  public var worstGap: Double
  public var smallestPercent: Double
  public var largestPercent: Double

  public init(_ frontier: ShavingFrontier, maximumLoad: Double) {
    points = frontier.level.count
    solves = frontier.solves
    worstGap = frontier.worstGap
    let percents = frontier.level.map { (frontier.peak - $0) / max(maximumLoad, 1e-9) * 100 }
    smallestPercent = percents.min() ?? 0
    largestPercent = percents.max() ?? 0
  }

  enum CodingKeys: String, CodingKey {
    case points, solves
    case worstGap = "worst_relative_gap"
    case smallestPercent = "smallest_percent_of_maximum_load"
    case largestPercent = "largest_percent_of_maximum_load"
  }
}
