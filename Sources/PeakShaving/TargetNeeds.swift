/// The least that must be added, each by itself, for a target to be met; `nil` where that alone cannot. Rules of calls
/// are left out, so with them it is the least of what may be enough.
public struct TargetNeeds: Sendable, Equatable, Codable {
  /// MW of storage at its present duration.
  public var storagePower: Double?
  /// Hours of storage at its present power.
  public var storageHours: Double?
  /// MW of interruptible load at its present hours.
  public var interruptiblePower: Double?

  enum CodingKeys: String, CodingKey {
    case storagePower = "extra_storage_mw"
    case storageHours = "extra_storage_hours"
    case interruptiblePower = "extra_interruptible_mw"
  }
}

extension PeakShavingAssessment {
  /// What it takes to shave some percent of the maximum load.
  public func needs(toReach percent: Double, relativeGap: Double = 1e-6) -> TargetNeeds {
    let goal = peak - percent / 100 * maximumLoad
    let counted = problem.envelopes
    func total(_ kind: EnergyEnvelope.Kind, _ value: (EnergyEnvelope) -> Double) -> Double {
      counted.reduce(0) { $0 + ($1.kind == kind ? value($1) : 0) }
    }
    func extra(_ kind: EnergyEnvelope.Kind, power: Bool) -> Double? {
      guard counted.contains(where: { $0.kind == kind }) else { return nil }
      return leastFactor(goal: goal, relativeGap: relativeGap) { envelope, factor in
        envelope.kind == kind ? envelope.scaled(power: power ? factor : 1, energy: factor) : envelope
      }.map { $0 - 1 }
    }
    let power = total(.storage) { $0.nominalPower }
    let energy = total(.storage) { $0.nominalEnergy }
    return TargetNeeds(
      storagePower: extra(.storage, power: true).map { $0 * power },
      storageHours: extra(.storage, power: false).map { $0 * energy / power },
      interruptiblePower: extra(.interruptible, power: true).map { $0 * total(.interruptible) { $0.nominalPower } })
  }

  /// The least factor at which a scaled fleet holds a level.
  ///
  /// The level is convex in the factor and every proof's prices give a line below it, so Newton's steps from 1 come
  /// from the left and never pass the answer.
  private func leastFactor(
    goal: Double, relativeGap: Double, scale: (EnergyEnvelope, Double) -> EnergyEnvelope
  ) -> Double? {
    let slack = relativeGap * max(1, abs(goal))
    var factor = 1.0
    var found = (level: relaxedLevel, bound: lowerBound, duals: solution.duals)
    func scaled(_ factor: Double) -> PeakShavingProblem {
      PeakShavingProblem(
        load: load, stepHours: problem.stepHours, envelopes: problem.envelopes.map { scale($0, factor) })
    }
    for _ in 0..<40 {
      if found.level <= goal + slack { return factor }
      let here = scaled(factor).lowerBound(found.duals)
      let slope = scaled(factor + 1).lowerBound(found.duals) - here
      guard slope < -1e-9 else { return nil }
      let next = factor + (here - goal) / -slope
      guard next < 1e4 else { return nil }
      factor = max(next, factor * (1 + 1e-9))
      let answer = PeakShavingSolver(scaled(factor), options: .init(relativeGap: relativeGap)).solve()
      found = (answer.level, answer.lowerBound, answer.duals)
    }
    return nil
  }
}
