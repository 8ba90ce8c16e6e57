/// By how much a schedule lowers the maximum load: maximum before less maximum after, wherever in time they lie.
///
/// This is what the dispatch did, at least cost; what the resources could do is an assessment of its own.
public struct ShavedPeak: Sendable, Equatable, Codable {
  /// Off the maximum load, MW; negative when the maximum rises.
  public var power: Double
  /// Of the maximum load.
  public var percentOfMaximumLoad: Double?
  /// Off the maximum net load, MW.
  public var netLoadPower: Double
  /// What was counted, in words.
  public var counted: String

  enum CodingKeys: String, CodingKey {
    case power = "power_mw"
    case percentOfMaximumLoad = "percent_of_maximum_load"
    case netLoadPower = "net_load_power_mw"
    case counted
  }

  static func storageAndDemandResponse(_ powers: SystemPowers) -> ShavedPeak {
    ShavedPeak(
      powers, after: powers.served,
      counted:
        "storage discharge less charge, interruption, load shifted away less load shifted in, and vehicles that do "
        + "not charge as they come")
  }

  static func demandResponseOnly(_ powers: SystemPowers) -> ShavedPeak {
    ShavedPeak(
      powers, after: { load in load.indices.map { load[$0] - powers.demandResponse[$0] } },
      counted: "interruption, load shifted away less load shifted in, and vehicles that do not charge as they come; no "
        + "storage")
  }

  private init(_ powers: SystemPowers, after serve: ([Double]) -> [Double], counted: String) {
    func lowered(_ load: [Double]) -> Double { (load.max() ?? 0) - (serve(load).max() ?? 0) }
    power = lowered(powers.load)
    netLoadPower = lowered(powers.netLoad)
    let maximum = powers.load.max() ?? 0
    percentOfMaximumLoad = maximum > 0 ? power / maximum * 100 : nil
    self.counted = counted
  }
}
