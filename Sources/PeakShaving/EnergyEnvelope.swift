import GridModel

/// What any flexible thing can do to the load: power limits and energy limits by step, losses and budgets.
///
/// A battery, pumped storage, an interruptible or shiftable load, a vehicle fleet and a virtual power plant all read the
/// same way: power taken off the load draws on a level, power added to it raises the level,
/// `level = retention · level before + h · (chargeEfficiency · (charge − drawn) − discharge / dischargeEfficiency)`.
public struct EnergyEnvelope: Sendable, Equatable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case storage, interruptible, shiftable, vehicles
  }

  /// Energy that may be given in a run of steps, MWh.
  public struct Budget: Sendable, Equatable {
    public var steps: Range<Int>
    public var energy: Double

    public init(steps: Range<Int>, energy: Double) {
      self.steps = steps
      self.energy = energy
    }
  }

  /// A device of the system that the envelope stands for, and its part of all powers and energies.
  public struct Member: Sendable, Equatable {
    public var name: String
    public var share: Double
  }

  public var members: [Member]
  public var kind: Kind
  /// What shares are reported together: a technology of storage, or the kind.
  public var group: String
  /// MW off the load.
  public var dischargeLimit: HourlySeries
  /// MW onto the load.
  public var chargeLimit: HourlySeries
  /// MWh.
  public var lowerLevel: HourlySeries
  public var upperLevel: HourlySeries
  /// Level of one that waits: full, the budget untouched, or nothing shifted yet. MWh.
  public var restLevel: Double
  public var chargeEfficiency: Double
  public var dischargeEfficiency: Double
  /// Part of the level that is left after a step.
  public var retention: Double
  /// Steps before which the level is set to `restLevel`, whatever it was.
  public var resets: [Int]
  /// Level before the first step; `nil`: that of the end of the horizon (or `restLevel`, with a reset there).
  public var startLevel: Double?
  /// Level after the last step, exactly; only with a given start, and at least the lower limit there.
  public var endLevel: Double?
  /// MW that the load already has for it: what it draws when left alone, which keeps its level. It draws `charge` instead.
  public var drawn = HourlySeries.constant(0)
  /// Budgets that outlast resets, such as those of a calendar year; only for one that does not charge.
  public var budgets: [Budget]
  /// Rules of on and off that no envelope holds: bounds leave them out, and schedules keep them.
  public var calls: CallRules

  public init(
    name: String, kind: Kind, group: String? = nil, dischargeLimit: HourlySeries, chargeLimit: HourlySeries,
    lowerLevel: HourlySeries = .constant(0),
    upperLevel: HourlySeries, restLevel: Double, chargeEfficiency: Double = 1, dischargeEfficiency: Double = 1,
    retention: Double = 1, resets: [Int] = [], startLevel: Double? = nil, budgets: [Budget] = [],
    calls: CallRules = .init()
  ) {
    members = [Member(name: name, share: 1)]
    self.kind = kind
    self.group = group ?? kind.rawValue
    self.dischargeLimit = dischargeLimit
    self.chargeLimit = chargeLimit
    self.lowerLevel = lowerLevel
    self.upperLevel = upperLevel
    self.restLevel = restLevel
    self.chargeEfficiency = chargeEfficiency
    self.dischargeEfficiency = dischargeEfficiency
    self.retention = retention
    self.resets = resets
    self.startLevel = startLevel
    self.budgets = budgets
    self.calls = calls
  }

  public var name: String { members.map(\.name).joined(separator: "+") }

  /// Whether its limits are the same at all times.
  var isSteady: Bool {
    guard case (.constant, .constant, .constant, .constant) = (dischargeLimit, chargeLimit, lowerLevel, upperLevel)
    else { return false }
    return !isDrawing
  }

  /// Whether its level must be at the end at least what it was at the start.
  var endsAtStart: Bool {
    guard let startLevel else { return true }
    if let endLevel { return endLevel >= startLevel }
    guard case .series(let lowest) = lowerLevel, let last = lowest.last else { return false }
    return last >= startLevel
  }

  /// Whether the load has something for it.
  var isDrawing: Bool { (drawn.range?.upperBound ?? 0) > 0 }

  /// Whether its level may usefully be above rest.
  var isNeutral: Bool { kind == .shiftable || (upperLevel.range?.upperBound ?? 0) > restLevel * (1 + 1e-12) }

  /// Steps before which its level is at rest, or where it is never set the likeliest of each day.
  func boundaries(stepHours: Double) -> [Int] {
    guard resets.isEmpty, case .series(let upper) = upperLevel else { return resets }
    let day = max(1, Int((24 / stepHours).rounded()))
    return stride(from: 0, to: upper.count, by: day).compactMap { first in
      (first..<Swift.min(upper.count, first + day)).dropFirst(first == 0 ? 1 : 0).min { upper[$0 - 1] < upper[$1 - 1] }
    }
  }

  /// The same with all powers and energies multiplied.
  public func scaled(by factor: Double) -> EnergyEnvelope {
    scaled(power: factor, energy: factor)
  }

  /// The same with powers and energies multiplied each by its own factor.
  public func scaled(power: Double, energy: Double) -> EnergyEnvelope {
    var envelope = self
    envelope.dischargeLimit = dischargeLimit.scaled(by: power)
    envelope.chargeLimit = chargeLimit.scaled(by: power)
    envelope.lowerLevel = lowerLevel.scaled(by: energy)
    envelope.upperLevel = upperLevel.scaled(by: energy)
    envelope.restLevel *= energy
    envelope.startLevel = startLevel.map { $0 * energy }
    envelope.endLevel = endLevel.map { $0 * energy }
    envelope.drawn = drawn.scaled(by: power)
    envelope.budgets = budgets.map { Budget(steps: $0.steps, energy: $0.energy * energy) }
    return envelope
  }
}
