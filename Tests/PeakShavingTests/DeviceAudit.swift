import GridModel
import PeakShaving
import Schedules

/// What the audit of dispatch schedules finds in an assessment's schedule of devices, by rules of devices.
///
/// - Parameter leftOut: rules that the assessment says it leaves out.
func deviceFindings(
  _ assessment: PeakShavingAssessment, _ system: PowerSystem, leftOut: Set<AuditRule> = []
) -> [String] {
  // The devices that count alone: nothing else is scheduled.
  var devices = system
  let counted = Set(assessment.problem.envelopes.flatMap(\.members).map(\.name))
  devices.storages.removeAll { !counted.contains($0.name) }
  (devices.thermalUnits, devices.renewables, devices.lines, devices.exportChannels) = ([], [], [], [])
  (devices.converters, devices.interfaces, devices.reserves, devices.processes) = ([], [], [], [])
  (devices.rules, devices.portfolios) = ([], [])
  let report = audit(assessment.deviceSchedule(of: devices), of: devices)
  guard report.cost != nil else { return ["no audit"] + report.violations.map(\.message) }
  let kinds = ["storage-", "interruptible-", "call", "shiftable-", "vehicle-"]
  return report.violations.filter { violation in
    kinds.contains { violation.rule.rawValue.hasPrefix($0) } && !leftOut.contains(violation.rule)
  }.map { "\($0.rule.rawValue): \($0.message)" }
}

/// Rules of what the assessment leaves out of stores and ramped loads, by its own word.
func rulesLeftOut(of assessment: PeakShavingAssessment) -> Set<AuditRule> {
  var rules: Set<AuditRule> = assessment.rampsLeftOut.isEmpty ? [] : [.shiftableRamp]
  for part in assessment.resources.flatMap(\.leftOut) {
    switch part {
    case .minimum: rules.insert(.storageMinimum)
    case .budgets: rules.formUnion([.storageDay, .storageWeek, .storageYear])
    case .machines: rules.formUnion([.storageUnits, .storageChangeover])
    case .window: rules.insert(.storageLevel)
    case .inflow, .reservoir: break
    }
  }
  return rules
}
