import GridModel
import Schedules

/// What a run did and how good its answer is: the content of `summary.json`.
public struct RunSummary: Sendable, Equatable, Codable {
  /// Raised when the meaning of a key changes.
  public static let currentSchemaVersion = 1

  public var schemaVersion: Int
  public var caseName: String
  public var currency: String
  public var horizon: HorizonSummary
  /// As given to the run, by name.
  public var options: [String: String]
  /// Such as `optimal`, `infeasible`, or `feasible` where the gap is not proven.
  public var status: String
  /// What else there is to say of how the run ended, in a sentence.
  public var note: String?
  /// Why there is no schedule, and the least change that gives one.
  public var infeasibility: Infeasibility?
  public var objective: Double?
  /// No schedule costs less than this; −∞, and `null` in the file, where nothing is proven.
  public var bound: Double?
  /// (objective − bound) / |objective|.
  public var gap: Double?
  /// What the bound was proved with.
  public var certifiedBy: String?
  /// The bound that the audit derived again from the published prices, and the gap to it; none with commitment.
  public var rederivedBound: Double?
  public var rederivedGap: Double?
  public var cost: CostBreakdown?
  public var indicators: Indicators?
  public var targets: [TargetCheck]
  /// Rules over the horizon by period, and starts by month; `nil` where the case has none.
  public var rules: [RuleUse]?
  public var model: ModelSize?
  public var phases: [Phase]
  /// How cost and bound came together; `nil` in summaries from before it was noted.
  public var progress: [ProgressPoint]?
  /// The command that made the run, word by word; `nil` where none did.
  public var command: [String]?
  public var peakMemory: Double?
  /// Of GridDispatch and of what it calls.
  public var versions: [String: String]
  public var audit: AuditSummary?
  /// Every file of the results folder besides this one; filled when the folder is written.
  public var files: [String]

  public init(
    system: PowerSystem, options: [String: String] = [:], status: String, objective: Double? = nil,
    bound: Double? = nil, gap: Double? = nil, certifiedBy: String? = nil, cost: CostBreakdown? = nil,
    indicators: Indicators? = nil, targets: [TargetCheck] = [], model: ModelSize? = nil, phases: [Phase] = [],
    peakMemory: Double? = nil, versions: [String: String] = [:], audit: AuditSummary? = nil
  ) {
    schemaVersion = Self.currentSchemaVersion
    caseName = system.name
    currency = system.currency
    horizon = HorizonSummary(system.horizon)
    self.options = options
    self.status = status
    self.objective = objective
    self.bound = bound
    self.gap = gap
    self.certifiedBy = certifiedBy
    self.cost = cost
    self.indicators = indicators
    self.targets = targets
    self.model = model
    self.phases = phases
    self.peakMemory = peakMemory
    self.versions = versions
    self.audit = audit
    files = []
  }

  /// Recomputes cost, bound, indicators and targets from a schedule, and audits it against the objective and the bound.
  @discardableResult
  public mutating func evaluate(
    _ schedule: Schedule, of system: PowerSystem, tolerance: AuditTolerance = .init()
  ) -> AuditReport {
    let claim = bound.flatMap { $0.isFinite ? BoundClaim($0, certifiedBy: certifiedBy ?? "") : nil }
    let report = Schedules.audit(
      schedule, of: system, tolerance: tolerance, reportedObjective: objective, reportedBound: claim)
    audit = AuditSummary(report)
    cost = report.cost
    rederivedBound = report.provenBound
    rederivedGap = report.provenBound.flatMap { bound in report.cost.map { relativeGap($0, bound) } }
    // Tables that are unsound have no cost, and no indicators either.
    guard report.cost != nil else { return report }
    let values = Schedules.indicators(of: schedule, system: system)
    indicators = values
    targets = targetChecks(of: values, system: system)
    let uses = ruleUses(of: schedule, system: system)
    if !uses.isEmpty { rules = uses }
    return report
  }

  enum CodingKeys: String, CodingKey {
    case schemaVersion = "schema_version"
    case caseName = "case"
    case currency, horizon, options, status, note, infeasibility, objective, bound, gap
    case certifiedBy = "certified_by"
    case rederivedBound = "rederived_bound"
    case rederivedGap = "rederived_gap"
    case cost, indicators, targets, rules, model, phases, progress, command
    case peakMemory = "peak_memory_mb"
    case versions, audit, files
  }
}

/// The part of the cost that a bound leaves open, never negative.
private func relativeGap(_ cost: CostBreakdown, _ bound: Double) -> Double {
  max(0, cost.total - bound) / max(abs(cost.total), 1e-10)
}

/// The steps of a run.
public struct HorizonSummary: Sendable, Equatable, Codable {
  /// Start of the first step.
  public var start: String
  /// End of the last step.
  public var end: String
  public var stepMinutes: Int
  public var steps: Int

  public init(_ horizon: Horizon) {
    start = horizon.timestamp(0)
    end = horizon.timestamp(horizon.count)
    stepMinutes = horizon.stepMinutes
    steps = horizon.count
  }

  enum CodingKeys: String, CodingKey {
    case start, end
    case stepMinutes = "step_minutes"
    case steps
  }
}

/// The size of the linear model that was solved.
public struct ModelSize: Sendable, Equatable, Codable {
  public var rows: Int
  public var columns: Int
  public var nonzeros: Int
  public var integers: Int

  public init(rows: Int, columns: Int, nonzeros: Int, integers: Int) {
    self.rows = rows
    self.columns = columns
    self.nonzeros = nonzeros
    self.integers = integers
  }
}

/// A part of a run and the wall time it took.
public struct Phase: Sendable, Equatable, Codable {
  public var name: String
  public var seconds: Double

  public init(name: String, seconds: Double) {
    self.name = name
    self.seconds = seconds
  }
}

/// Where a solve stood: seconds since it began, cost of the best schedule, proven bound.
public struct ProgressPoint: Sendable, Equatable, Codable {
  public var seconds: Double
  public var cost: Double?
  public var bound: Double?

  public init(seconds: Double, cost: Double?, bound: Double?) {
    self.seconds = seconds
    self.cost = cost
    self.bound = bound
  }
}

/// What the audit found.
public struct AuditSummary: Sendable, Equatable, Codable {
  public var passed: Bool
  /// All of them.
  public var violations: Int
  /// By rule.
  public var counts: [String: Int]
  /// The first few, in words.
  public var first: [String]

  public init(_ report: AuditReport, describing described: Int = 10) {
    passed = report.passed
    violations = report.violationCount
    counts = Dictionary(uniqueKeysWithValues: report.counts.map { ($0.key.rawValue, $0.value) })
    first = report.violations.prefix(described).map(\.message)
  }
}
