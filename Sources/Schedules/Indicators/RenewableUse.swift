/// How much of what wind or sun offered was taken.
public struct RenewableUse: Sendable, Equatable, Codable {
  /// MWh.
  public var available: Double
  public var energy: Double
  public var curtailed: Double
  /// Of the available energy; `nil` when there was none.
  public var curtailmentPercent: Double?
  /// Of the available energy (新能源利用率).
  public var utilisationPercent: Double?

  enum CodingKeys: String, CodingKey {
    case available = "available_mwh"
    case energy = "energy_mwh"
    case curtailed = "curtailed_mwh"
    case curtailmentPercent = "curtailment_percent"
    case utilisationPercent = "utilisation_percent"
  }

  /// `nil` without plants.
  init?(_ accounts: [RenewableAccount]) {
    guard !accounts.isEmpty else { return nil }
    available = accounts.reduce(0) { $0 + $1.available }
    energy = accounts.reduce(0) { $0 + $1.energy }
    curtailed = available - energy
    curtailmentPercent = available > 0 ? curtailed / available * 100 : nil
    utilisationPercent = available > 0 ? energy / available * 100 : nil
  }
}
