import GridModel

/// Why a case has no schedule, and the least change of its limits that gives it one.
public struct Infeasibility: Sendable, Equatable, Codable {
  /// A limit of a device that gives way over some steps.
  public struct Change: Sendable, Equatable, Codable {
    public var limit: BrokenLimit
    public var device: String
    /// Start of the first step and end of the last.
    public var from: String
    public var until: String
    public var steps: Int
    /// Most in one step, in `unit`.
    public var amount: Double
    public var unit: String
    /// All steps together, MWh.
    public var energy: Double

    enum CodingKeys: String, CodingKey {
      case limit, device, from, until, steps, amount, unit
      case energy = "energy_mwh"
    }
  }

  /// What the balances of the buses come to at best while every other limit holds; empty where the other limits
  /// contradict each other by themselves.
  public var imbalances: [Change]
  /// The least change that makes the case feasible: by rank of the limits, and within a rank the fewest MWh.
  public var changes: [Change]
  /// Limits of which each alone, widened a little, lowers the imbalances; the amount is MW of imbalance for each MW.
  public var helpers: [Change]
  /// Steps that were looked at: a contradiction within a part of the case is one of the whole.
  public var from: String
  public var until: String
  /// Whether the changes are proven to be least, and not only enough.
  public var isLeast: Bool
  /// Further parts of the case that are infeasible by themselves, and not explained here.
  public var furtherParts: Int

  public init(
    imbalances: [Change], changes: [Change], helpers: [Change], from: String, until: String, isLeast: Bool,
    furtherParts: Int = 0
  ) {
    self.imbalances = imbalances
    self.changes = changes
    self.helpers = helpers
    self.from = from
    self.until = until
    self.isLeast = isLeast
    self.furtherParts = furtherParts
  }

  enum CodingKeys: String, CodingKey {
    case imbalances, changes, helpers, from, until
    case isLeast = "is_least"
    case furtherParts = "further_parts"
  }
}

extension Infeasibility.Change {
  /// One limit of one device in one step.
  public struct Part: Sendable {
    public var limit: BrokenLimit
    public var device: String
    public var step: Int
    /// MW or MWh.
    public var amount: Double

    public init(limit: BrokenLimit, device: String, step: Int, amount: Double) {
      self.limit = limit
      self.device = device
      self.step = step
      self.amount = amount
    }
  }

  /// Consecutive steps of the same limit of the same device as one change, the largest first.
  public static func joined(_ parts: [Part], over horizon: Horizon) -> [Self] {
    var changes: [Self] = []
    let ordered = parts.sorted {
      ($0.limit.rawValue, $0.device, $0.step) < ($1.limit.rawValue, $1.device, $1.step)
    }
    var last = -1
    for part in ordered {
      let energy = part.limit.isEnergy ? part.amount : part.amount * horizon.stepHours
      let end = horizon.timestamp(part.step + 1)
      if let before = changes.last, before.limit == part.limit, before.device == part.device, part.step - last <= 1 {
        changes[changes.count - 1].until = end
        changes[changes.count - 1].steps += part.step - last
        changes[changes.count - 1].amount = max(before.amount, part.amount)
        changes[changes.count - 1].energy += energy
      } else {
        changes.append(
          Self(
            limit: part.limit, device: part.device, from: horizon.timestamp(part.step), until: end, steps: 1,
            amount: part.amount, unit: part.limit.isEnergy ? "MWh" : "MW", energy: energy))
      }
      last = part.step
    }
    // Equal but for rounding: by time.
    return changes.sorted { abs($0.energy - $1.energy) > 1e-6 ? $0.energy > $1.energy : $0.from < $1.from }
  }
}
