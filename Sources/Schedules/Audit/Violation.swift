/// One way in which a schedule breaks a rule.
public struct Violation: Sendable, Equatable, Codable {
  public var rule: AuditRule
  /// The device, bus, line, reserve rule or table at fault.
  public var component: String
  /// `nil` for what concerns the whole horizon.
  public var step: Int?
  /// Local start of the step, such as `2030-01-17T18:00+08:00`.
  public var time: String?
  /// By how much the limit is missed, in `unit`, always positive.
  public var amount: Double
  /// What the schedule has.
  public var value: Double
  /// What the rule allows.
  public var limit: Double
  public var unit: String
  /// A sentence with all of this.
  public var message: String
}

/// The outcome of an audit.
public struct AuditReport: Sendable, Equatable {
  /// The first violations of each rule, in the order of the rules.
  public var violations: [Violation]
  /// How often each rule is broken, including what `violations` leaves out.
  public var counts: [AuditRule: Int]
  /// The largest amount by rule.
  public var worst: [AuditRule: Violation]
  /// Cost recomputed from the schedule; `nil` when its tables cannot be read.
  public var cost: CostBreakdown?
  /// The bound that the published prices prove; `nil` with commitment, and when tables cannot be read.
  public var provenBound: Double?

  public var passed: Bool { counts.isEmpty }
  /// How many violations there are in all.
  public var violationCount: Int { counts.values.reduce(0, +) }
}

/// How closely rules must be kept.
///
/// A limit on power may be missed by `absolute` MW plus `relative` times the limit: files hold values rounded to 1e-7 and
/// solvers keep their rows to about 1e-7. Budgets of energy scale alike: `absolute` times the hours they cover.
public struct AuditTolerance: Sendable, Equatable {
  /// MW.
  public var absolute: Double
  public var relative: Double
  /// Part of the total by which a reported objective may differ from the recomputed cost.
  public var cost: Double
  /// Violations of one rule that are described; all are counted.
  public var describedPerRule: Int

  public init(absolute: Double = 1e-5, relative: Double = 1e-6, cost: Double = 1e-6, describedPerRule: Int = 20) {
    self.absolute = absolute
    self.relative = relative
    self.cost = cost
    self.describedPerRule = describedPerRule
  }

  /// MW (or MWh over `hours`) by which a limit of this size may be missed.
  func slack(_ limit: Double, hours: Double = 1) -> Double { absolute * hours + relative * abs(limit) }
}
