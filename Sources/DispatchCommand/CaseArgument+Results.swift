import Foundation
import GridModel
import Reporting
import Schedules

extension CaseArgument {
  /// The summary of some results of the case, the case in their hours and their schedule.
  func read(
    results: String, _ progress: TerminalProgress?
  ) throws -> (summary: RunSummary, system: PowerSystem, schedule: Schedule) {
    let folder = URL(fileURLWithPath: results)
    let summary: RunSummary
    do {
      summary = try ResultsFolder.summary(in: folder)
    } catch {
      throw refuse(reading: error)
    }
    let system = try read(progress)
    if summary.caseName != system.name {
      writeError("warning: \(results) holds results of the case \(summary.caseName), and this is \(system.name)")
    }
    let part = try part(of: system, summary.horizon, results)
    progress?.show(phase: "reading results")
    let again = "griddispatch solve \(self.folder) --out \(results) --force"
    let read: Schedule?
    do {
      read = try readResults(at: folder, system: part).schedule
    } catch {
      throw refuse("\(results)/\(error)", next: again)
    }
    guard let schedule = read else {
      throw refuse("\(results) holds no schedule (status \(summary.status))", next: again)
    }
    return (summary, part, schedule)
  }

  /// The case in the hours of an assessment, with what must be built.
  func read(
    assessment: AssessmentReport, at results: String, _ progress: TerminalProgress?
  ) throws -> PowerSystem {
    let system = try read(progress)
    if assessment.caseName != system.name {
      writeError("warning: \(results) holds an assessment of \(assessment.caseName), and this is \(system.name)")
    }
    return try part(of: system, assessment.horizon, results).withLeastBuilt
  }

  /// The steps of the case that the results are about.
  private func part(of system: PowerSystem, _ horizon: HorizonSummary, _ results: String) throws -> PowerSystem {
    let whole = system.horizon
    guard horizon.steps > 0, horizon.stepMinutes == whole.stepMinutes,
      let first = (0..<whole.count).first(where: { whole.timestamp($0) == horizon.start }),
      first + horizon.steps <= whole.count
    else {
      throw refuse(
        """
        \(results) covers \(counted(horizon.steps, "step")) of \(horizon.stepMinutes) min from \(horizon.start), and the \
        case \(counted(whole.count, "step")) of \(whole.stepMinutes) min from \(whole.timestamp(0))
        """, next: "griddispatch audit with the case that was solved")
    }
    return system.restricted(to: first..<first + horizon.steps)
  }
}
