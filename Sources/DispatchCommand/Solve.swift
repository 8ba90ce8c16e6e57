import ArgumentParser
import DispatchFormulation
import Foundation
import GridDispatch
import GridModel
import LinearOptimization
import Reporting
import SolutionMethods

struct Solve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Dispatch a case at least cost, with a proven bound and an audited schedule.",
    discussion: discussion(
      examples: [
        ("Cases/taiyuan-2030 --hours '4300..<4468' --out results", "a summer week, kept in results"),
        ("Cases/tiny-commitment --commitment --gap 0", "units switched on and off, to the optimum"),
        ("my-case --method rolling --window 24 --overlap 12", "day by day, as operation does"),
        ("Cases/tiny-deep-regulation --commitment --retrofit all", "before and after a retrofit"),
        ("my-case --write-model model.mps --model-only", "the model for another solver"),
        ("my-case --solver 'highs {model} --solution_file {solution}'", "solved by another solver, audited as ours"),
        ("my-case --solver 'glpsol --freemps {model} -w {solution}'", "by glpsol; likewise cbc, scip and gurobi_cl"),
      ], of: "solve"))

  @OptionGroup var input: CaseArgument

  @Option(
    help: ArgumentHelp(
      """
      Solve only these hours, counted from the start of the case: '4300..<4468' (in quotes, or the shell takes the <) \
      or 4300...4467.
      """, valueName: "first..<end"))
  var hours: HourRange?

  @OptionGroup var method: MethodArguments

  @Option(
    help: ArgumentHelp(
      """
      A command that solves the model in place of our own methods, {model} standing for the MPS file that it reads and \
      {solution} for the file that it writes: of GLPK (-w), HiGHS, CBC, SCIP or Gurobi, told by its content.
      """, valueName: "command"))
  var solver: String?

  @Flag(help: "Switch thermal units on and off (a MIP); without it they are dispatched as an LP.")
  var commitment = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Relative gap between cost and proven bound at which the solve is done.", valueName: "part"))
  var gap = 0.001

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Seconds of solving after which the best schedule so far is taken, as with Ctrl-C.", valueName: "seconds"))
  var timeLimit: Double?

  @Option(
    help: ArgumentHelp(
      """
      Dispatch the case before and after the flexibility retrofit of these units (all, or names with commas between), and \
      print what it changes; with --out, into folders before and after and retrofit.json.
      """, valueName: "units"))
  var retrofit: String?

  @Option(
    help: ArgumentHelp(
      """
      Folder for summary.json and one CSV per quantity, or where the case is infeasible for why; it appears in one \
      rename. Without it the summary is printed and nothing kept.
      """, valueName: "folder"), completion: .directory)
  var out: String?

  @Flag(help: "Replace an earlier results folder.")
  var force = false

  @Flag(help: "Write report.html too, a page of charts that opens offline (needs --out).")
  var report = false

  @Option(
    help: ArgumentHelp(
      "Write the model as .mps or .lp, to take it to another solver; may be repeated.", valueName: "file"),
    completion: .file(extensions: ["mps", "lp"]))
  var writeModel: [String] = []

  @Flag(help: "Stop after --write-model.")
  var modelOnly = false

  @Flag(help: "Also print cost by cause, energy by source and every other indicator.")
  var full = false

  @Flag(help: "Also print the balances of power, energy and peak regulation by month (with --full too).")
  var balances = false

  @Flag(help: "Print the summary as JSON to standard output, and nothing else.")
  var json = false

  @Option(help: "Language of the summary.")
  var lang = SummaryLanguage.english

  func validate() throws {
    guard gap >= 0, gap.isFinite else { throw ValidationError("--gap must be a number from 0, such as 0.001.") }
    if let timeLimit, !(timeLimit > 0) { throw ValidationError("--time-limit must be more than 0 seconds.") }
    for path in writeModel where ModelFormat(path) == nil {
      throw ValidationError("--write-model \(path): the name must end in .mps or .lp.")
    }
    if modelOnly, writeModel.isEmpty { throw ValidationError("--model-only needs --write-model.") }
    if let solver, ExternalSolver(solver) == nil {
      throw ValidationError(
        "--solver '\(solver)': it must have {model} and {solution} where the files go, such as "
          + "'highs {model} --solution_file {solution}'.")
    }
    if solver != nil, ![.auto, .monolithic].contains(method.method) {
      throw ValidationError("--solver takes the case as one model, without --method \(method.method.rawValue).")
    }
    if out?.isEmpty == true { throw ValidationError("--out must name a folder.") }
    if force, out == nil { throw ValidationError("--force needs --out.") }
    if report, out == nil { throw ValidationError("--report needs --out.") }
    if retrofit != nil, !writeModel.isEmpty { throw ValidationError("--retrofit takes no --write-model.") }
  }

  /// Beyond this many rows GLPK alone was seen to need more than some minutes.
  private static let longSolveRows = 200_000

  func run() throws {
    let progress = TerminalProgress()
    let cancellation = Interruption.watch()
    var record = RunRecord()
    // Now, and not after hours of solving.
    for folder in resultsFolders { try checkPlace(folder) }
    for path in writeModel { try ModelFormat.checkPlace(path) }
    let whole = try record.phase("read") { try input.read(progress) }
    let system = try hours.map { try $0.restricting(whole) } ?? whole
    try stop(ifCancelled: cancellation)
    if let retrofit { return try study(retrofit: retrofit, of: system, progress, cancellation) }
    let solver = try prepare(system, progress, &record)
    if modelOnly {
      if json { try printJSON(["models": writeModel]) }
      return
    }
    try stop(ifCancelled: cancellation)
    let outcome = try solve(with: solver, progress, cancellation, record.convergence)
    record.phases += outcome.phases.map { Phase(name: $0.name, seconds: $0.seconds) }
    progress?.show(phase: "auditing")
    let summary = record.summary(of: outcome, system: system, options: optionTexts)
    progress?.show(phase: "writing")
    do {
      try write(summary, outcome, system)
      progress?.clear()
    } catch {
      progress?.clear()
      // What was found shall not be lost with the folder.
      if !json { printText(summary, outcome, system) }
      throw error
    }
    try publish(summary, outcome, system)
    if summary.audit?.passed == false {
      writeError("error: the schedule fails its own audit; please report this")
      throw ExitStatus.badInput.error
    }
    let status = exitStatus(of: outcome)
    if status != .solved { throw status.error }
  }

  /// Where results go.
  private var resultsFolders: [String] {
    guard let out else { return [] }
    return retrofit == nil ? [out] : ["\(out)/before", "\(out)/after"]
  }

  private func checkPlace(_ folder: String) throws {
    do {
      try ResultsFolder.checkPlace(URL(fileURLWithPath: folder), force: force)
    } catch {
      throw refuse(writing: error, to: folder)
    }
  }

  func stop(ifCancelled cancellation: Cancellation) throws {
    guard cancellation.isCancelled else { return }
    var refusal = refuse("stopped before the solve began", next: "the same command again")
    refusal.exit = .stoppedWithoutSchedule
    throw refusal
  }

  typealias Solver = (SolveOptions) throws(SolveError) -> DispatchOutcome

  /// The method, with the model that it needs; writes the model of the whole case where that is asked for.
  func prepare(
    _ system: PowerSystem, _ progress: TerminalProgress?, _ record: inout RunRecord
  ) throws -> Solver {
    let plan = try method.plan(for: system, commitment: commitment, solver: solver.flatMap(ExternalSolver.init))
    guard plan.takesProgram else {
      if !writeModel.isEmpty { _ = try build(plan, progress, &record) }
      return { options throws(SolveError) in try plan.solve(options) }
    }
    let program = try build(plan, progress, &record)
    if program.model.rowCount > Self.longSolveRows, timeLimit == nil, !modelOnly, solver == nil {
      writeError(
        "note: \(program.model.rowCount) rows in one model may take GLPK hours; --hours takes a part, --time-limit stops"
      )
    }
    return { options throws(SolveError) in try plan.solve(options, program: program) }
  }

  private func build(
    _ plan: SolvePlan, _ progress: TerminalProgress?, _ record: inout RunRecord
  ) throws -> DispatchProgram {
    progress?.show(phase: "building the model")
    let program = record.phase("build") { plan.program() }
    progress?.clear()
    for path in writeModel {
      try record.phase("write model") { try ModelFormat.write(program.model, to: path) }
      if !json { print(path) }
    }
    return program
  }

  func solve(
    with solver: Solver, _ progress: TerminalProgress?, _ cancellation: Cancellation, _ convergence: Convergence
  ) throws -> DispatchOutcome {
    defer { progress?.clear() }
    var options = SolveOptions(commitment: commitment, gap: gap, timeLimit: timeLimit, cancellation: cancellation)
    progress?.expect(gap: gap, timeLimit: timeLimit)
    options.progress = {
      convergence.note($0)
      progress?.show($0)
    }
    do throws(SolveError) {
      return try solver(options)
    } catch {
      throw refuse(
        "\(error)",
        next: self.solver == nil
          ? "--method with another way to solve, or a part with --hours"
          : "the command of --solver by hand, on the file of --write-model model.mps")
    }
  }

  private func write(_ summary: RunSummary, _ outcome: DispatchOutcome, _ system: PowerSystem) throws {
    // Without a schedule, why there is none, where that was found.
    guard let out, outcome.schedule != nil || outcome.infeasibility != nil else { return }
    do {
      try Interruption.withheld {
        try DispatchResult(outcome, of: system, summary: summary).write(
          to: URL(fileURLWithPath: out), replacing: force)
      }
    } catch {
      throw refuse(writing: error, to: out)
    }
    if report, outcome.schedule != nil { _ = try Report.write(out, to: nil, language: lang) }
  }

  private func publish(_ summary: RunSummary, _ outcome: DispatchOutcome, _ system: PowerSystem) throws {
    if json {
      FileHandle.standardOutput.write(try summary.json())
    } else {
      printText(summary, outcome, system)
      if let next = next(outcome) { print("  try: \(next)") }
    }
    guard let out else { return }
    if outcome.schedule == nil {
      writeError(
        outcome.infeasibility == nil
          ? "there is no schedule, so nothing was written to \(out)"
          : "there is no schedule; \(out)/\(InfeasibilityFile.name) says why")
    } else if !json {
      print("\(out)/\(ResultsFolder.summaryName)")
    }
    if report, outcome.schedule != nil, !json { print("\(out)/\(ResultsFolder.reportName)") }
  }

  func printText(_ summary: RunSummary, _ outcome: DispatchOutcome, _ system: PowerSystem) {
    let profile = outcome.schedule.map { DispatchProfile(of: $0, system: system) }
    let balances =
      full || balances ? outcome.schedule.map { MonthlyBalances(of: $0, system: system) } : nil
    print(summaryText(summary, profile: profile, balances: balances, style: Terminal.style(lang), isFull: full))
  }

  /// What to do where the gap was not reached.
  func next(_ outcome: DispatchOutcome) -> String? {
    switch exitStatus(of: outcome) {
    case .infeasible:
      "griddispatch check \(input.folder)"
        + (outcome.infeasibility == nil
          ? ", or a shorter part with --hours to find the hour" : ", and the case changed as above")
    case .stoppedWithSchedule: "a larger --gap" + (timeLimit == nil ? "" : ", or a longer --time-limit")
    case .stoppedWithoutSchedule: "a longer --time-limit, or a shorter part with --hours"
    case .solved, .badInput, .targetMissed: nil
    }
  }

  func exitStatus(of outcome: DispatchOutcome) -> ExitStatus {
    switch outcome.status {
    case .optimal, .feasible: .solved
    case .infeasible, .unbounded: .infeasible
    case .stoppedWithSolution: .stoppedWithSchedule
    case .stoppedWithoutSolution: .stoppedWithoutSchedule
    }
  }

  var optionTexts: [String: String] {
    var texts = ["commitment": "\(commitment)", "gap": "\(gap)"]
    texts.merge(method.texts) { _, given in given }
    if let hours { texts["hours"] = "\(hours.hours.lowerBound)..<\(hours.hours.upperBound)" }
    if let solver { texts["solver"] = solver }
    if let timeLimit { texts["time-limit"] = "\(timeLimit)" }
    return texts
  }
}

extension SummaryLanguage: ExpressibleByArgument {}
