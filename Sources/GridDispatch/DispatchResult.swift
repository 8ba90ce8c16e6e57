import CaseFiles
import Foundation
import GridModel
import LinearOptimization
import Reporting
import Schedules
import SolutionMethods

/// What a solve came to: the schedule by name, what it costs, and how good it is proven to be.
public struct DispatchResult: Sendable {
  public let system: PowerSystem
  /// The solver's answer: status, schedule, cost and bound.
  public let outcome: DispatchOutcome
  /// What `summary.json` holds: cost, indicators and targets, recomputed from the schedule by the audit.
  public let summary: RunSummary

  /// - Parameter summary: of this outcome.
  public init(_ outcome: DispatchOutcome, of system: PowerSystem, summary: RunSummary) {
    self.system = system
    self.outcome = outcome
    self.summary = summary
  }

  init(_ outcome: DispatchOutcome, of system: PowerSystem, options: [String: String]) {
    var summary = RunSummary(outcome, of: system, options: options)
    if let schedule = outcome.schedule { summary.evaluate(schedule.asWritten, of: system) }
    self.init(outcome, of: system, summary: summary)
  }

  public var status: SolutionStatus { outcome.status }
  /// Currency over the horizon; `nil` without a schedule.
  public var cost: Double? { outcome.objective }
  /// No schedule costs less, currency over the horizon; −∞ where nothing is proven.
  public var bound: Double { outcome.bound }
  /// (cost − bound) / |cost|; `nil` without a schedule or a bound.
  public var gap: Double? { outcome.gap }
  /// Whether there is a schedule, and the audit found nothing wrong with it.
  public var passedAudit: Bool { summary.audit?.passed ?? false }
  /// What a planner reads off the schedule; `nil` without one.
  public var indicators: Indicators? { summary.indicators }

  /// The series of one component, such as `try result.values(.thermalPower, of: "unit-1")`, one value per step in the
  /// quantity's unit; zeros where the schedule has no table of the quantity.
  /// - Throws: `ResultError` without a schedule, and for a name that the system does not have.
  public func values(_ quantity: Quantity, of name: String) throws(ResultError) -> [Double] {
    guard let schedule = outcome.schedule else { throw .noSchedule(status) }
    if let values = schedule[quantity]?.values(of: name) { return values }
    let names = quantity.componentNames(in: system)
    guard names.contains(name) else {
      throw .unknownName(name, quantity: quantity.name, nearest: nearestName(to: name, among: names))
    }
    return schedule.values(quantity, of: name)
  }

  /// Prices at a bus, currency per MWh, one per step.
  /// - Throws: `ResultError`, as `values(_:of:)`.
  public func prices(at bus: String) throws(ResultError) -> [Double] { try values(.price, of: bus) }

  /// Writes the results folder of `griddispatch solve --out`: `summary.json`, a CSV file per quantity and what the
  /// schedule was made for, or without a schedule why there is none. It appears whole or not at all.
  /// - Parameter replacing: an earlier results folder; nothing else is ever replaced.
  /// - Throws: `ResultsFolderError`, or what the file system says; then the folder is as it was.
  public func write(to folder: URL, replacing: Bool = false) throws {
    var attachments: [String: Data] = [:]
    if let schedule = outcome.schedule {
      attachments = try recordFiles(of: system, schedule: schedule)
    } else if let infeasibility = outcome.infeasibility {
      attachments = [InfeasibilityFile.name: InfeasibilityFile.data(of: infeasibility)]
    }
    try writeResults(
      schedule: outcome.schedule, summary: summary, to: folder, force: replacing, attachments: attachments)
  }
}

/// Why a result has no such series.
public enum ResultError: Error, Sendable, Equatable, CustomStringConvertible {
  case noSchedule(SolutionStatus)
  /// The system has no such component of the quantity; with the name that was likely meant.
  case unknownName(String, quantity: String, nearest: String?)

  public var description: String {
    switch self {
    case .noSchedule(let status): "there is no schedule: the solve ended \(status.rawValue)"
    case .unknownName(let name, let quantity, let nearest):
      "\(quantity): no component \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
    }
  }
}

extension RunSummary {
  /// What an outcome says of itself, before its schedule is evaluated.
  public init(_ outcome: DispatchOutcome, of system: PowerSystem, options: [String: String] = [:]) {
    self.init(
      system: system, options: options, status: outcome.status.rawValue, objective: outcome.objective,
      bound: outcome.bound, gap: outcome.gap, certifiedBy: outcome.certifiedBy,
      model: Reporting.ModelSize(
        rows: outcome.size.rows, columns: outcome.size.columns, nonzeros: outcome.size.nonzeros,
        integers: outcome.size.integers),
      phases: outcome.phases.map { Reporting.Phase(name: $0.name, seconds: $0.seconds) },
      versions: ["griddispatch": gridDispatchVersion, "glpk": solverVersion])
    note = outcome.note
    infeasibility = outcome.infeasibility
    if let reason = outcome.stopReason { self.options["stopped"] = reason.rawValue }
  }
}
