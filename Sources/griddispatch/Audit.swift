import ArgumentParser
import Foundation
import GridModel
import Reporting
import Schedules

struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Recompute feasibility, cost and indicators from a written schedule, without the model that made it.")

  @OptionGroup var input: CaseArgument

  @Argument(help: "The results folder of a solve.")
  var results: String

  @Option(help: "How many violations to print.")
  var most = 50

  func run() throws {
    let system = try input.read()
    let folder = URL(fileURLWithPath: results)
    let summary: RunSummary
    let schedule: Schedule
    do {
      summary = try ResultsFolder.summary(in: folder)
      let part = try Self.part(of: system, summary.horizon)
      guard let read = try readResults(at: folder, system: part).schedule else {
        throw refuse("\(results) holds no schedule (status \(summary.status))")
      }
      schedule = read
      try report(audit(schedule, of: part, reportedObjective: summary.objective), summary, schedule, part)
    } catch let code as ExitCode {
      throw code
    } catch {
      throw refuse("\(error)")
    }
  }

  /// The steps of the case that the results are about.
  private static func part(of system: PowerSystem, _ horizon: HorizonSummary) throws -> PowerSystem {
    let whole = system.horizon
    guard horizon.steps > 0, horizon.stepMinutes == whole.stepMinutes,
      let first = (0..<whole.count).first(where: { whole.timestamp($0) == horizon.start }),
      first + horizon.steps <= whole.count
    else {
      throw refuse(
        """
        the results cover \(horizon.steps) steps of \(horizon.stepMinutes) min from \(horizon.start), which the case \
        does not have
        """)
    }
    return system.restricted(to: first..<first + horizon.steps)
  }

  private func report(
    _ report: AuditReport, _ summary: RunSummary, _ schedule: Schedule, _ system: PowerSystem
  ) throws {
    for violation in report.violations.prefix(most) { print(violation.message) }
    if let cost = report.cost {
      print("cost \(cost.total) \(system.currency), reported \(summary.objective.map { "\($0)" } ?? "none")")
    }
    for check in targetChecks(of: indicators(of: schedule, system: system), system: system) {
      let value = check.value.map { "\($0)" } ?? "not applicable"
      print("\(check.indicator.rawValue): \(value), \(check.isMet.map { $0 ? "met" : "missed" } ?? "not judged")")
    }
    guard report.passed else {
      print("audit failed: \(report.violationCount) violations")
      throw ExitStatus.badInput.error
    }
    print("audit passed: every rule holds in \(system.horizon.count) steps")
  }
}
