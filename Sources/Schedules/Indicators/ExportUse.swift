import GridModel

/// What a channel sent out, and how much of it counts as renewable.
public struct ExportUse: Sendable, Equatable, Codable {
  public var channel: String
  /// MWh sent out, imports not taken off.
  public var energy: Double
  /// MWh taken in.
  public var imported: Double
  /// %; each step sends the mix of the whole system's generation in that step. `nil` when nothing is sent.
  public var renewablePercent: Double?
  /// %: renewable energy designated to the channel, of what was sent. `nil` without an obligation or when nothing is sent.
  public var designatedPercent: Double?
  /// % that is asked for.
  public var requiredPercent: Double?
  /// MWh that are missing over all periods.
  public var renewableShortfall: Double?

  enum CodingKeys: String, CodingKey {
    case channel
    case energy = "energy_mwh"
    case imported = "imported_mwh"
    case renewablePercent = "renewable_percent"
    case designatedPercent = "designated_percent"
    case requiredPercent = "required_percent"
    case renewableShortfall = "renewable_shortfall_mwh"
  }
}

func exportUses(of schedule: AlignedSchedule, _ powers: SystemPowers) -> [ExportUse] {
  var obligations = 0
  return schedule.system.exportChannels.enumerated().map { i, channel in
    var sent = 0.0
    var received = 0.0
    var renewable = 0.0
    for t in 0..<schedule.count {
      let power = schedule.exportPower[i * schedule.count + t]
      sent += max(0, power)
      received += max(0, -power)
      let generation = powers.thermal[t] + powers.renewable[t]
      if generation > 0 { renewable += max(0, power) * powers.renewable[t] / generation }
    }
    var use = ExportUse(
      channel: channel.name, energy: sent * schedule.stepHours, imported: received * schedule.stepHours,
      renewablePercent: sent > 0 ? renewable / sent * 100 : nil)
    if let obligation = channel.renewables {
      let designated = schedule.sum(schedule.exportRenewable, obligations)
      use.designatedPercent = sent > 0 ? designated / sent * 100 : nil
      use.requiredPercent = obligation.part * 100
      use.renewableShortfall = schedule.sum(schedule.exportRenewableShortfall, obligations) * schedule.stepHours
      obligations += 1
    }
    return use
  }
}
