import ArgumentParser
import Foundation
import GridModel
import Reporting
import Schedules

struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Recompute feasibility, cost and indicators from a written schedule, without the model that made it.",
    discussion: """
      Every broken rule is printed with device, hour, rule and amount. Without commitment the lower bound is derived \
      again from the prices in the folder: no schedule costs less, whoever found the prices. Exits with 1 if a rule is \
      broken, if the reported bound is above what the prices prove, or if the cost or an indicator in summary.json is \
      not that of the schedule.
      """)

  @OptionGroup var input: CaseArgument

  @Argument(help: "The results folder of a solve.")
  var results: String

  @Option(help: ArgumentHelp("How many violations to print.", valueName: "number"))
  var most = 50

  @Option(help: "Language of the indicators.")
  var lang = SummaryLanguage.english

  func validate() throws {
    guard most >= 0 else { throw ValidationError("--most must be at least 0.") }
  }

  func run() throws {
    let folder = URL(fileURLWithPath: results)
    let summary: RunSummary
    do {
      summary = try ResultsFolder.summary(in: folder)
    } catch {
      throw refuse("\(error)")
    }
    let system = try input.read()
    if summary.caseName != system.name {
      writeError("warning: \(results) holds results of the case \(summary.caseName), and this is \(system.name)")
    }
    let part = try part(of: system, summary.horizon)
    let read: Schedule?
    do {
      read = try readResults(at: folder, system: part).schedule
    } catch {
      throw refuse("\(results)/\(error)")
    }
    guard let schedule = read else { throw refuse("\(results) holds no schedule (status \(summary.status))") }
    let strangeInputs: [String]
    do {
      strangeInputs = try recordDifferences(in: folder, of: part, schedule: schedule)
    } catch {
      throw refuse("\(results)/\(error)")
    }
    try judge(schedule, summary, part, strangeInputs)
  }

  /// The steps of the case that the results are about.
  private func part(of system: PowerSystem, _ horizon: HorizonSummary) throws -> PowerSystem {
    let whole = system.horizon
    guard horizon.steps > 0, horizon.stepMinutes == whole.stepMinutes,
      let first = (0..<whole.count).first(where: { whole.timestamp($0) == horizon.start }),
      first + horizon.steps <= whole.count
    else {
      throw refuse(
        """
        \(results) covers \(counted(horizon.steps, "step")) of \(horizon.stepMinutes) min from \(horizon.start), and the \
        case \(counted(whole.count, "step")) of \(whole.stepMinutes) min from \(whole.timestamp(0))
        """)
    }
    return system.restricted(to: first..<first + horizon.steps)
  }

  /// - Parameter strangeInputs: where the inputs written beside the schedule are not those of the case.
  private func judge(
    _ schedule: Schedule, _ summary: RunSummary, _ system: PowerSystem, _ strangeInputs: [String]
  ) throws {
    var recomputed = RunSummary(
      system: system, status: "recomputed from the schedule", objective: summary.objective, bound: summary.bound,
      gap: summary.gap, certifiedBy: summary.certifiedBy)
    let report = recomputed.evaluate(schedule, of: system)
    var differences: [String] = []
    if report.cost != nil {
      recomputed.audit = nil
      print(summaryText(recomputed, language: lang))
      differences = recomputed.differences(from: summary)
    }
    for violation in report.violations.prefix(most) { print(violation.message) }
    for difference in differences.prefix(most) { print("\(ResultsFolder.summaryName): \(difference)") }
    for difference in strangeInputs.prefix(most) { print(difference) }
    guard report.passed, differences.isEmpty, strangeInputs.isEmpty else {
      let wrong = differences.isEmpty ? "" : " and \(counted(differences.count, "number")) of the summary wrong"
      let strange = strangeInputs.isEmpty ? "" : " and \(counted(strangeInputs.count, "input")) not the case's"
      print("audit failed: \(counted(report.violationCount, "violation"))\(wrong)\(strange)")
      throw ExitStatus.badInput.error
    }
    print("audit passed: every rule holds in \(counted(system.horizon.count, "step")), the summary is the schedule's")
  }
}
