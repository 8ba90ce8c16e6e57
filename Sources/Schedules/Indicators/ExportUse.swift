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

  enum CodingKeys: String, CodingKey {
    case channel
    case energy = "energy_mwh"
    case imported = "imported_mwh"
    case renewablePercent = "renewable_percent"
  }
}

func exportUses(of schedule: AlignedSchedule, _ powers: SystemPowers) -> [ExportUse] {
  schedule.system.exportChannels.enumerated().map { i, channel in
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
    return ExportUse(
      channel: channel.name, energy: sent * schedule.stepHours, imported: received * schedule.stepHours,
      renewablePercent: sent > 0 ? renewable / sent * 100 : nil)
  }
}
