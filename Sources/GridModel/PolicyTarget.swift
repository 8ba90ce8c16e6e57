/// A target of a plan that reports hold the results against. It does not constrain the dispatch.
public struct PolicyTarget: Sendable, Equatable {
  public enum Indicator: String, Sendable, CaseIterable {
    /// All that lowers the peak that the grid must serve (电网削峰能力), % of the maximum load.
    case peakShaving = "peak_shaving_percent"
    /// Demand-side response only (需求侧响应能力), % of the maximum load.
    case demandResponse = "demand_response_percent"
    /// Renewable energy taken of that available (新能源利用率), %.
    case renewableUtilisation = "renewable_utilisation_percent"
    /// Renewable share of generation, %.
    case renewableShare = "renewable_share_percent"
    /// Fleet coal rate, gce/kWh.
    case coalRate = "coal_rate_gce_per_kwh"
  }

  public var indicator: Indicator
  public var minimum: Double?
  public var maximum: Double?

  public init(_ indicator: Indicator, minimum: Double? = nil, maximum: Double? = nil) {
    self.indicator = indicator
    self.minimum = minimum
    self.maximum = maximum
  }
}
