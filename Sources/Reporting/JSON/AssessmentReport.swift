import Foundation
import GridModel
import PeakShaving

/// A peak-shaving assessment of a case in numbers: what `assess --json` prints.
public struct AssessmentReport: Sendable, Equatable, Codable {
  public var caseName: String
  public var horizon: HorizonSummary
  /// Highest gross load, MW: what percentages refer to.
  public var maximumLoad: Double
  public var entries: [AssessmentEntry]
  public var verdicts: [VerdictEntry]
  /// Only what was asked for.
  public var firm: [FirmEntry]?
  public var frontier: FrontierEntry?
  public var regulation: RegulationEntry?
  public var version: String
  /// The command that made it, word by word.
  public var command: [String]?

  public init(caseName: String, horizon: Horizon, maximumLoad: Double, version: String) {
    self.caseName = caseName
    self.horizon = HorizonSummary(horizon)
    self.maximumLoad = maximumLoad
    self.version = version
    entries = []
    verdicts = []
  }

  enum CodingKeys: String, CodingKey {
    case caseName = "case"
    case horizon
    case maximumLoad = "maximum_load_mw"
    case entries = "assessments"
    case verdicts, firm, frontier, regulation, version, command
  }

  /// Pretty JSON with sorted keys.
  public func json() throws -> Data { try prettyJSON(self) }
}

/// One definition on one basis.
public struct AssessmentEntry: Sendable, Equatable, Codable {
  public var definition: ShavingDefinition
  public var basis: LoadBasis
  public var counted: String
  public var peak: Double
  public var peakTime: String
  public var level: Double
  public var lowerBound: Double
  public var gap: Double
  public var capability: Double
  public var percent: Double?
  /// MW if loads could be interrupted at any time; absent without rules of calls.
  public var relaxedCapability: Double?
  /// Shiftable loads whose ramps are not counted; absent without any.
  public var rampsLeftOut: [String]?
  public var passesCheck: Bool
  /// Whether the devices keep all rules of the audit of dispatch schedules, but those left out; `nil` if not asked.
  public var passesAudit: Bool?
  public var bindingHours: [BindingHourEntry]
  public var resources: [ResourceEntry]
  public var groups: [Contributions.Group]

  enum CodingKeys: String, CodingKey {
    case definition, basis, counted
    case peak = "peak_mw"
    case peakTime = "peak_time"
    case level = "level_mw"
    case lowerBound = "lower_bound_mw"
    case gap = "relative_gap"
    case capability = "capability_mw"
    case percent = "percent_of_maximum_load"
    case relaxedCapability = "capability_without_call_rules_mw"
    case rampsLeftOut = "ramps_not_counted"
    case passesCheck = "schedule_checked"
    case passesAudit = "audit_passed"
    case bindingHours = "binding_hours"
    case resources, groups
  }

  public init(_ assessment: PeakShavingAssessment, contributions: Contributions?, horizon: Horizon) {
    let explanation = assessment.solution.explanation(of: assessment.problem)
    definition = assessment.definition
    basis = assessment.basis
    counted = assessment.definition.counted
    peak = assessment.peak
    peakTime = horizon.timestamp(assessment.peakStep)
    level = assessment.level
    lowerBound = assessment.lowerBound
    gap = assessment.relativeGap
    capability = assessment.capability
    percent = assessment.percent
    if !assessment.calls.isEmpty { relaxedCapability = assessment.relaxedCapability }
    if !assessment.rampsLeftOut.isEmpty { rampsLeftOut = assessment.rampsLeftOut }
    passesCheck = assessment.passesCheck
    bindingHours = explanation.hours.map {
      BindingHourEntry(time: horizon.timestamp($0.step), load: assessment.load[$0.step], weight: $0.weight)
    }
    resources = assessment.resources.map { resource in
      var entry = ResourceEntry(resource)
      if let k = assessment.problem.envelopes.firstIndex(where: { envelope in
        envelope.members.contains { $0.name == entry.name }
      }) {
        entry.limit = explanation.limits[k].main
      }
      entry.calls = assessment.calls[entry.name].map(CallsEntry.init)
      if let part = contributions?.resources.first(where: { $0.name == entry.name }) {
        entry.alone = part.alone
        entry.lastIn = part.lastIn
      }
      return entry
    }
    groups = contributions?.groups ?? []
  }
}

/// An hour that decides the level.
public struct BindingHourEntry: Sendable, Equatable, Codable {
  public var time: String
  public var load: Double
  /// MW of the level per MW of load in this hour; all sum to 1.
  public var weight: Double

  enum CodingKeys: String, CodingKey {
    case time
    case load = "load_mw"
    case weight
  }
}

/// A device, whether it counts, what limits it and what it contributes.
public struct ResourceEntry: Sendable, Equatable, Codable {
  public var name: String
  public var group: String
  public var power: Double
  public var energy: Double
  public var excluded: AssessedResource.Exclusion?
  /// What of the device is not counted.
  public var leftOut: [AssessedResource.LeftOut]?
  /// What more of would lower the level most; absent where nothing would.
  public var limit: ResourceLimits.Limit?
  public var alone: Double?
  public var lastIn: Double?
  /// In the proving schedule; absent without rules of calls.
  public var calls: CallsEntry?

  init(_ resource: AssessedResource) {
    name = resource.envelope.name
    group = resource.envelope.group
    power = resource.envelope.nominalPower
    energy = resource.envelope.nominalEnergy
    excluded = resource.exclusion
    leftOut = resource.leftOut.isEmpty ? nil : resource.leftOut
  }

  enum CodingKeys: String, CodingKey {
    case name, group
    case power = "discharge_mw"
    case energy = "energy_mwh"
    case excluded = "contributes_nothing_because"
    case leftOut = "left_out"
    case limit = "limited_by"
    case alone = "alone_mw"
    case lastIn = "last_in_mw"
    case calls
  }
}

/// How often and how long a load is called.
public struct CallsEntry: Sendable, Equatable, Codable {
  public var number: Int
  public var steps: Int

  init(_ isOn: [Bool]) {
    number = isOn.indices.count { isOn[$0] && ($0 == 0 || !isOn[$0 - 1]) }
    steps = isOn.count { $0 }
  }
}

/// A target with its verdict and what reaching it would take.
public struct VerdictEntry: Sendable, Equatable, Codable {
  public var verdict: TargetVerdict
  public var margin: Double
  /// `nil` where the target is met.
  public var needs: TargetNeeds?

  public init(_ verdict: TargetVerdict, needs: TargetNeeds?) {
    self.verdict = verdict
    margin = verdict.margin
    self.needs = needs
  }

  enum CodingKeys: String, CodingKey {
    case verdict
    case margin = "margin_points"
    case needs
  }
}

extension ShavingDefinition {
  /// What is counted, in words.
  var counted: String {
    switch self {
    case .demandSide: "interruptible and shiftable load and vehicles; no storage"
    case .allResources: "storage, interruptible and shiftable load, and vehicles"
    }
  }
}
