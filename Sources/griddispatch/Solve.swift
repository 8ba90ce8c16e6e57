import ArgumentParser
import DispatchFormulation
import Foundation
import GridModel
import LinearOptimization
import Reporting
import SolutionMethods

struct Solve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Dispatch a case at least cost, with a proven bound and an audited schedule.")

  @OptionGroup var input: CaseArgument

  @Option(help: "Solve only these hours, such as 4300..<4468, counted from the start of the case.")
  var hours: HourRange?

  @Flag(help: "Switch thermal units on and off (a MIP); without it they are dispatched as an LP.")
  var commitment = false

  @Option(help: "Relative gap between cost and proven bound at which the solve is done.")
  var gap = 0.001

  @Option(help: "Seconds after which the best schedule so far is taken.")
  var timeLimit: Double?

  @Option(help: "Folder for summary.json and one CSV per quantity; it appears in one rename.")
  var out: String?

  @Flag(help: "Replace an earlier results folder.")
  var force = false

  @Option(help: "Write the model as .mps or .lp, to take it to another solver; may be repeated.")
  var writeModel: [String] = []

  @Flag(help: "Stop after --write-model.")
  var modelOnly = false

  @Flag(help: "Print the summary as JSON to standard output.")
  var json = false

  @Option(help: "Language of the summary: en or zh.")
  var lang = SummaryLanguage.english

  func validate() throws {
    guard gap >= 0, gap.isFinite else { throw ValidationError("--gap must be a number from 0, such as 0.001.") }
    if let timeLimit, !(timeLimit > 0) { throw ValidationError("--time-limit must be more than 0 seconds.") }
    for path in writeModel where ModelFormat(path) == nil {
      throw ValidationError("--write-model \(path): the name must end in .mps or .lp.")
    }
  }

  func run() throws {
    var record = RunRecord()
    if let out, !force, FileManager.default.fileExists(atPath: out) {
      throw refuse("\(out) exists already (use --force to replace it)")
    }
    let whole = try record.phase("read") { try input.read() }
    let system = try hours.map { try $0.restricting(whole) } ?? whole
    let program = record.phase("build") {
      DispatchProgram(system, options: FormulationOptions(commitment: commitment))
    }
    for path in writeModel {
      try record.phase("write model") { try ModelFormat.write(program.model, to: path) }
    }
    if modelOnly { return }

    let outcome = try solve(program)
    record.phases += outcome.phases.map { Phase(name: $0.name, seconds: $0.seconds) }
    let summary = record.summary(of: outcome, system: system, options: optionTexts)
    try publish(summary, outcome)
    if summary.audit?.passed == false {
      writeError("error: the schedule fails its own audit; please report this")
      throw ExitStatus.badInput.error
    }
    let status = exitStatus(of: outcome)
    if status != .solved { throw status.error }
  }

  private func solve(_ program: DispatchProgram) throws -> DispatchOutcome {
    let progress = TerminalProgress()
    defer { progress?.clear() }
    var options = SolveOptions(
      commitment: commitment, gap: gap, timeLimit: timeLimit, cancellation: Interruption.watch())
    if let progress { options.progress = { progress.show($0) } }
    do throws(SolverFault) {
      return try MonolithicMethod(program, options: options).solve()
    } catch {
      throw refuse("the solver failed: \(error)")
    }
  }

  private func publish(_ summary: RunSummary, _ outcome: DispatchOutcome) throws {
    if let out {
      do {
        try writeResults(schedule: outcome.schedule, summary: summary, to: URL(fileURLWithPath: out), force: force)
      } catch {
        throw refuse("\(error)")
      }
    }
    if json {
      FileHandle.standardOutput.write(try summary.json())
    } else {
      print(summaryText(summary, language: lang))
      if let out { print("\(out)/summary.json") }
    }
  }

  private func exitStatus(of outcome: DispatchOutcome) -> ExitStatus {
    switch outcome.status {
    case .optimal: .solved
    case .infeasible, .unbounded: .infeasible
    case .stoppedWithSolution: .stoppedWithSchedule
    case .stoppedWithoutSolution: .stoppedWithoutSchedule
    }
  }

  private var optionTexts: [String: String] {
    var texts = ["commitment": "\(commitment)", "gap": "\(gap)"]
    if let hours { texts["hours"] = "\(hours.hours.lowerBound)..<\(hours.hours.upperBound)" }
    if let timeLimit { texts["time-limit"] = "\(timeLimit)" }
    return texts
  }
}

extension SummaryLanguage: ExpressibleByArgument {}
