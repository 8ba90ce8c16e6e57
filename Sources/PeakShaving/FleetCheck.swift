import GridModel

/// What a schedule holds and by how much it breaks the limits of its envelopes, from those alone: nothing here knows how
/// it was found.
public struct FleetCheck: Sendable, Equatable {
  /// Highest load that is left, MW.
  public var level: Double
  /// Worst excess over a power limit or budget, or of charging and discharging at once, MW or MWh.
  public var powerError = 0.0
  /// Worst excess over a level limit, or gap in a level balance, MWh.
  public var energyError = 0.0

  /// - Parameter load: MW by step.
  public init(_ schedule: FleetSchedule, of envelopes: [EnergyEnvelope], load: [Double], stepHours: Double) {
    let count = load.count
    let relief = schedule.relief(by: envelopes)
    level = load.indices.reduce(-Double.infinity) { max($0, load[$1] - relief[$1]) }
    for (i, envelope) in envelopes.enumerated() {
      let first = i * count
      let discharge = Array(schedule.discharge[first..<first + count])
      let charge = Array(schedule.charge[first..<first + count])
      let energy = Array(schedule.energy[first..<first + count])
      checkPowers(discharge, charge, envelope, stepHours)
      checkLevels(discharge, charge, energy, envelope, stepHours)
    }
  }

  private mutating func checkPowers(
    _ discharge: [Double], _ charge: [Double], _ envelope: EnergyEnvelope, _ stepHours: Double
  ) {
    let mostDischarge = envelope.dischargeLimit.values(count: discharge.count)
    let mostCharge = envelope.chargeLimit.values(count: charge.count)
    for t in discharge.indices {
      powerError = max(powerError, discharge[t] - mostDischarge[t], charge[t] - mostCharge[t])
      powerError = max(powerError, -discharge[t], -charge[t], min(discharge[t], charge[t]))
    }
    for budget in envelope.budgets {
      let given = discharge[budget.steps].reduce(0, +) * stepHours
      powerError = max(powerError, given - budget.energy)
    }
  }

  private mutating func checkLevels(
    _ discharge: [Double], _ charge: [Double], _ energy: [Double], _ envelope: EnergyEnvelope, _ stepHours: Double
  ) {
    let lowest = envelope.lowerLevel.values(count: energy.count)
    let highest = envelope.upperLevel.values(count: energy.count)
    let drawn = envelope.drawn.values(count: energy.count)
    var resets = Set(envelope.resets)
    for t in energy.indices {
      var before = t > 0 ? energy[t - 1] : envelope.startLevel ?? energy[energy.count - 1]
      before *= envelope.retention
      if resets.remove(t) != nil { before = envelope.restLevel }
      let stored = stepHours * envelope.chargeEfficiency * (charge[t] - drawn[t])
      let taken = stepHours * discharge[t] / envelope.dischargeEfficiency
      energyError = max(energyError, abs(before + stored - taken - energy[t]))
      energyError = max(energyError, lowest[t] - energy[t], energy[t] - highest[t])
    }
    if let end = envelope.endLevel, let last = energy.last { energyError = max(energyError, abs(last - end)) }
  }
}
