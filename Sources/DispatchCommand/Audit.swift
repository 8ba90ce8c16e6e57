import ArgumentParser
import Foundation
import GridModel
import Reporting
import Schedules

struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Recompute feasibility, cost and indicators from a written schedule, without the model that made it.",
    discussion: discussion(
      """
      Every broken rule is printed with device, hour, rule and amount. Without commitment the lower bound is derived \
      again from the prices in the folder: no schedule costs less, whoever found the prices. Exits with 1 if a rule is \
      broken, if the reported bound is above what the prices prove, or if the cost or an indicator in summary.json is \
      not that of the schedule. Of an assessment of peak shaving the schedules of the devices are audited, and the \
      levels and percentages that they prove; its lower bounds are not derived again.
      """,
      examples: [
        ("Cases/taiyuan-2030 results", "is what solve wrote to results right?"),
        ("Cases/taiyuan-2030 results --full --lang zh", "every indicator, in Chinese"),
        ("Cases/lvliang-2030 shaving", "do the devices keep their rules in what assess wrote?"),
      ], of: "audit"))

  @OptionGroup var input: CaseArgument

  @Argument(help: "The results folder of a solve or an assessment.", completion: .directory)
  var results: String

  @Option(help: ArgumentHelp("How many violations to print.", valueName: "number"))
  var most = 50

  @Flag(help: "Also print cost by cause, energy by source and every other indicator.")
  var full = false

  @Flag(help: "Also print the balances of power, energy and peak regulation by month (with --full too).")
  var balances = false

  @Flag(help: "Print verdict, violations and what was recomputed as JSON to standard output, and nothing else.")
  var json = false

  @Option(help: "Language of the indicators.")
  var lang = SummaryLanguage.english

  func validate() throws {
    guard most >= 0 else { throw ValidationError("--most must be at least 0.") }
  }

  func run() throws {
    let folder = URL(fileURLWithPath: results)
    let progress = TerminalProgress()
    if !FileManager.default.fileExists(atPath: folder.appending(path: ResultsFolder.summaryName).path),
      let assessment = try assessment(in: folder)
    {
      return try judge(assessment, in: folder, progress)
    }
    let (summary, part, schedule) = try input.read(results: results, progress)
    progress?.show(phase: "auditing")
    let strangeInputs: [String]
    do {
      strangeInputs = try recordDifferences(in: folder, of: part, schedule: schedule)
    } catch {
      throw refuse("\(results)/\(error)", next: "griddispatch solve \(input.folder) --out \(results) --force")
    }
    try judge(schedule, summary, part, strangeInputs, progress)
  }

  /// - Parameter strangeInputs: where the inputs written beside the schedule are not those of the case.
  private func judge(
    _ schedule: Schedule, _ summary: RunSummary, _ system: PowerSystem, _ strangeInputs: [String],
    _ progress: TerminalProgress?
  ) throws {
    var recomputed = RunSummary(
      system: system, status: "recomputed from the schedule", objective: summary.objective, bound: summary.bound,
      gap: summary.gap, certifiedBy: summary.certifiedBy)
    let report = recomputed.evaluate(schedule, of: system)
    let differences = report.cost == nil ? [] : recomputed.differences(from: summary)
    progress?.clear()
    let passes = report.passed && differences.isEmpty && strangeInputs.isEmpty
    guard !json else {
      try printJSON(
        Verdict(
          passed: passes, steps: system.horizon.count,
          violationCount: report.violationCount, violations: report.violations.prefix(most).map(\.message),
          differences: differences, strangeInputs: strangeInputs, recomputed: recomputed))
      if !passes { throw ExitStatus.badInput.error }
      return
    }
    if report.cost != nil {
      // The verdict comes last.
      recomputed.audit = nil
      let profile = DispatchProfile(of: schedule, system: system)
      let balances = full || balances ? MonthlyBalances(of: schedule, system: system) : nil
      print(summaryText(recomputed, profile: profile, balances: balances, style: Terminal.style(lang), isFull: full))
    }
    for violation in report.violations.prefix(most) { print(violation.message) }
    for difference in differences.prefix(most) { print("\(ResultsFolder.summaryName): \(difference)") }
    for difference in strangeInputs.prefix(most) { print(difference) }
    guard passes else {
      let wrong = differences.isEmpty ? "" : " and \(counted(differences.count, "number")) of the summary wrong"
      let strange = strangeInputs.isEmpty ? "" : " and \(counted(strangeInputs.count, "input")) not the case's"
      print("\(paint("audit failed", .bad)): \(counted(report.violationCount, "violation"))\(wrong)\(strange)")
      throw ExitStatus.badInput.error
    }
    let steps = counted(system.horizon.count, "step")
    print("\(paint("audit passed", .good)): every rule holds in \(steps), the summary is the schedule's")
  }

  private func assessment(in folder: URL) throws -> AssessmentReport? {
    do {
      return try AssessmentFolder.report(in: folder)
    } catch {
      throw refuse(reading: error)
    }
  }

  private func judge(_ assessment: AssessmentReport, in folder: URL, _ progress: TerminalProgress?) throws {
    let system = try input.read(assessment: assessment, at: results, progress)
    progress?.show(phase: "auditing")
    let audits: [AssessmentAudit]
    do {
      audits = try assessment.audits(in: folder, of: system)
    } catch {
      throw refuse("\(results)/\(error)", next: "griddispatch assess \(input.folder) --out \(results) --force")
    }
    progress?.clear()
    let passed = audits.allSatisfy(\.passed)
    if json {
      try printJSON(AssessmentVerdict(passed: passed, steps: system.horizon.count, assessments: audits))
    } else {
      for audit in audits {
        for violation in audit.violations.prefix(most) {
          print("\(audit.definition.rawValue) \(audit.basis.rawValue): \(violation.message)")
        }
        for difference in audit.differences.prefix(most) { print(difference) }
      }
      let schedules = counted(audits.count, "schedule")
      let steps = counted(system.horizon.count, "step")
      print(
        passed
          ? "\(paint("audit passed", .good)): the devices keep every rule in \(steps) of \(schedules), the levels are theirs"
          : "\(paint("audit failed", .bad)): \(counted(audits.count { !$0.passed }, "schedule")) of \(audits.count)")
    }
    if !passed { throw ExitStatus.badInput.error }
  }

  /// What `--json` prints of an assessment.
  private struct AssessmentVerdict: Encodable {
    let passed: Bool
    let steps: Int
    let assessments: [AssessmentAudit]
  }

  private func paint(_ text: String, _ tone: Tone) -> String {
    tone.paint(text, hasColours: Terminal.outputHasColours)
  }

  /// What `--json` prints.
  private struct Verdict: Encodable {
    let passed: Bool
    let steps: Int
    let violationCount: Int
    /// As many as `--most` says.
    let violations: [String]
    /// Where summary.json is not the schedule's.
    let differences: [String]
    /// Where the inputs beside the schedule are not the case's.
    let strangeInputs: [String]
    let recomputed: RunSummary

    enum CodingKeys: String, CodingKey {
      case passed, steps
      case violationCount = "violation_count"
      case violations
      case differences = "summary_differences"
      case strangeInputs = "input_differences"
      case recomputed
    }
  }
}
