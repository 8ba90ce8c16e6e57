import GridModel
import PeakShaving
import Schedules

/// What the audit of dispatch schedules finds in an assessment's schedule of devices.
func deviceFindings(_ assessment: PeakShavingAssessment, _ system: PowerSystem) -> [String] {
  assessment.deviceUse(of: system).violations(in: system).map { "\($0.rule.rawValue): \($0.message)" }
}
