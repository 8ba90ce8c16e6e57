import ArgumentParser
import CaseFiles
import Foundation
import GridDispatch
import GridModel
import PeakShaving
import Reporting

struct Assess: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How much of the maximum load storage and flexible demand can really shave, proven.",
    discussion: discussion(
      """
      Both definitions of the plans and both bases unless one is named: demand side only (需求侧响应能力) and all \
      resources (电网削峰能力); gross load and net load. Targets are those of case.yaml, held against the gross load \
      where it is assessed.
      """,
      examples: [
        ("Cases/lvliang-2030 --definition demand --brief", "what flexible demand can shave"),
        ("Cases/lvliang-2030 --require-target", "exits with 5 unless the targets of the plan are met"),
        ("Cases/lvliang-2030 --frontier --out shaving", "and what more storage would shave"),
      ], of: "assess"))

  @OptionGroup var input: CaseArgument

  @Option(help: "Shave the gross load, or the load net of wind and solar; both without it.")
  var basis: LoadBasis?

  @Option(help: "Count the demand side only, or all resources; both without it.")
  var definition: ShavingDefinition?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Relative gap between the level held and its proven bound.", valueName: "part"))
  var gap = 1e-6

  @Flag(help: "Exit with 5 unless every target of peak shaving or demand response is met.")
  var requireTarget = false

  @Flag(help: "Leave out what each resource contributes and what a missed target would take.")
  var brief = false

  @Flag(
    help: "Shaved % over a grid of added storage, 60 powers by 40 durations, on top of what the case has (needs --out)."
  )
  var frontier = false

  @Option(
    help: ArgumentHelp("Sampled years of weather, load and outages for P5, P50 and P95.", valueName: "number"))
  var scenarios: Int?

  @Option(
    help: ArgumentHelp(
      """
      Years of load and weather in place of drawn ones: a folder with one folder a year, which holds any of the \
      case's series files under their own names. Samples take them in turn; 100 without --scenarios, or each once.
      """, valueName: "folder"))
  var years: String?

  @Option(help: ArgumentHelp("Seed of the samples.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Threads for the samples; the results are the same on any number.", valueName: "number"))
  var threads = 1

  @Flag(help: "The other side: margin or shortfall of peak regulation (调峰), by day and month.")
  var regulation = false

  @Flag(help: "Print the assessment as JSON to standard output, and nothing else.")
  var json = false

  @Option(help: "Language of the text.")
  var lang = SummaryLanguage.english

  @Option(
    help: ArgumentHelp("Folder for assessment.json and a CSV of each proving schedule.", valueName: "folder"),
    completion: .directory)
  var out: String?

  @Flag(
    name: .customLong("report"), help: "Write report.html too, a page of charts that opens offline (needs --out).")
  var writesPage = false

  @Flag(help: "Replace an earlier assessment folder.")
  var force = false

  func validate() throws {
    guard gap >= 1e-12, gap < 1 else { throw ValidationError("--gap must be from 1e-12 to below 1, such as 1e-6.") }
    if out?.isEmpty == true { throw ValidationError("--out must name a folder.") }
    if frontier, out == nil { throw ValidationError("--frontier needs --out.") }
    if let scenarios, !(1...10_000_000).contains(scenarios) {
      throw ValidationError("--scenarios must be from 1 to 10000000.")
    }
    guard (1...1024).contains(threads) else { throw ValidationError("--threads must be from 1 to 1024.") }
    if force, out == nil { throw ValidationError("--force needs --out.") }
    if writesPage, out == nil { throw ValidationError("--report needs --out.") }
  }

  func run() throws {
    let progress = TerminalProgress()
    // What exists and what must be built: assessments decide no capacities.
    let system = try input.read(progress).withLeastBuilt
    try checkInput(system)
    let years = try givenYears()
    let assessments = (definition.map { [$0] } ?? ShavingDefinition.allCases).flatMap { definition in
      (basis.map { [$0] } ?? LoadBasis.allCases).map { basis in
        progress?.show(phase: "assessing \(definition.rawValue), \(basis.rawValue)")
        return PeakShavingAssessment(of: system, definition: definition, basis: basis, relativeGap: gap)
      }
    }
    progress?.show(phase: "auditing")
    let violations = assessments.map { $0.deviceUse(of: system).violations(in: system) }
    progress?.show(phase: brief ? "verdicts" : "contributions of the resources")
    var report = self.report(of: assessments, system)
    for (k, broken) in violations.enumerated() { report.entries[k].passesAudit = broken.isEmpty }
    if regulation { report.regulation = RegulationEntry(PeakRegulation(of: system), horizon: system.horizon) }
    progress?.show(phase: "sampled years")
    report.firm = firm(assessments, system, years)
    progress?.show(phase: "frontier")
    let grid = frontier ? grid(of: system) : nil
    report.frontier = grid.map { FrontierEntry($0, maximumLoad: report.maximumLoad) }
    progress?.clear()
    try publish(report, assessments, grid, system)
    if let failed = assessments.first(where: { !$0.passesCheck }) {
      writeError(
        """
        error: no schedule keeps every limit of the resources (\(failed.definition.rawValue), \(failed.basis.rawValue))
          try: griddispatch check \(input.folder)
        """)
      throw ExitStatus.badInput.error
    }
    if let broken = violations.first(where: { !$0.isEmpty }) {
      for violation in broken.prefix(5) { writeError("error: \(violation.message)") }
      throw ExitStatus.badInput.error
    }
    if requireTarget, report.verdicts.contains(where: { $0.verdict.isMet != true }) {
      throw ExitStatus.targetMissed.error
    }
  }

  /// Ends the command where there is nothing sound to assess.
  private func checkInput(_ system: PowerSystem) throws {
    for target in targets(of: system) {
      for percent in [target.minimum, target.maximum].compactMap(\.self) where !(0...100).contains(percent) {
        throw refuse(
          "\(target.indicator.rawValue): a target is 0 to 100 % of the maximum load, not \(percent.formatted())",
          next: "targets in \(input.folder)/case.yaml")
      }
    }
    guard (system.unmanagedLoad.max() ?? 0) > 0 else {
      throw refuse("\(system.name) has no load, so there is no peak", next: "griddispatch check \(input.folder)")
    }
    if let t = system.unmanagedLoad.firstIndex(where: { $0 < 0 }) {
      throw refuse(
        "the load is negative at \(system.horizon.timestamp(t))", next: "griddispatch check \(input.folder)")
    }
    if requireTarget, targets(of: system).isEmpty {
      throw refuse(
        "--require-target: case.yaml names no target that is assessed here",
        next: "targets: { peak_shaving_percent: 5 } in \(input.folder)/case.yaml")
    }
  }

  /// Targets of the definitions that are assessed.
  private func targets(of system: PowerSystem) -> [PolicyTarget] {
    let assessed = (definition.map { [$0] } ?? ShavingDefinition.allCases).map(\.indicator)
    return system.targets.filter { assessed.contains($0.indicator) }
  }

  private func report(of assessments: [PeakShavingAssessment], _ system: PowerSystem) -> AssessmentReport {
    var report = AssessmentReport(
      caseName: system.name, horizon: system.horizon, maximumLoad: system.unmanagedLoad.max() ?? 0,
      version: gridDispatchVersion)
    report.command = ["griddispatch"] + CommandLine.arguments.dropFirst()
    report.entries = assessments.map {
      AssessmentEntry(
        $0, contributions: brief ? nil : $0.contributions(relativeGap: max(gap, 1e-5)), horizon: system.horizon)
    }
    for target in system.targets {
      // Plans speak of the maximum load, so the gross basis is held against them where it is assessed.
      let candidates = assessments.filter { $0.definition.indicator == target.indicator }
      guard let assessment = candidates.first(where: { $0.basis == .gross }) ?? candidates.first,
        let verdict = assessment.verdict(on: target)
      else { continue }
      let needs = verdict.isMet == true || brief ? nil : assessment.needs(toReach: verdict.target)
      report.verdicts.append(VerdictEntry(verdict, needs: needs))
    }
    return report
  }

  /// Findings go to standard error, and errors among them end the command.
  private func givenYears() throws -> [GivenYear] {
    guard let folder = years else { return [] }
    let (years, findings) = readYears(at: URL(fileURLWithPath: folder), ofCaseAt: input.url)
    for finding in findings where finding.severity != .note { writeError("\(folder)/\(finding)") }
    guard let years else {
      throw refuse("\(folder) has errors", next: "griddispatch format (the form of series)")
    }
    return years.map { GivenYear(name: $0.name, of: $0.system.withLeastBuilt) }
  }

  private func firm(
    _ assessments: [PeakShavingAssessment], _ system: PowerSystem, _ years: [GivenYear]
  ) -> [FirmEntry]? {
    guard scenarios != nil || !years.isEmpty else { return nil }
    var study = FirmStudy()
    (study.samples, study.seed, study.threads) = (scenarios ?? max(100, years.count), seed, threads)
    return assessments.map {
      FirmEntry(
        study.run(system, years: years, definition: $0.definition, basis: $0.basis), seed: seed,
        years: years.map(\.name))
    }
  }

  /// Batteries of up to a fifth of the maximum load and ten hours, added to all resources.
  private func grid(of system: PowerSystem) -> ShavingFrontier {
    let fleet = (definition ?? .allResources).resources(of: system).filter { $0.exclusion == nil }.map(\.envelope)
      .merged
    let added = Storage(
      name: "added storage", bus: "", chargeCapacity: 1, dischargeCapacity: 1, energyCapacity: 1,
      chargeEfficiency: 0.94, dischargeEfficiency: 0.94)
    let largest = 0.2 * (system.unmanagedLoad.max() ?? 0)
    return ShavingFrontier(
      load: (basis ?? .gross).load(of: system), stepHours: system.horizon.stepHours, fleet: fleet,
      template: EnergyEnvelope(added, over: system.horizon), powers: (1...60).map { Double($0) / 60 * largest },
      durations: (1...40).map { 0.25 * Double($0) })
  }

  private func publish(
    _ report: AssessmentReport, _ assessments: [PeakShavingAssessment], _ grid: ShavingFrontier?, _ system: PowerSystem
  ) throws {
    if let out { try write(report, assessments, grid, system, to: out) }
    if json {
      FileHandle.standardOutput.write(try report.json())
    } else {
      print(assessmentText(report, style: Terminal.style(lang)))
    }
    guard let out, !json else { return }
    print("\(out)/\(AssessmentFolder.reportName)")
    if writesPage { print("\(out)/\(ResultsFolder.reportName)") }
  }

  private func write(
    _ report: AssessmentReport, _ assessments: [PeakShavingAssessment], _ grid: ShavingFrontier?, _ system: PowerSystem,
    to out: String
  ) throws {
    var files = [(AssessmentFolder.reportName, try report.json())]
    for assessment in assessments {
      let name = AssessmentFolder.scheduleName(assessment.definition, assessment.basis)
      files.append((name, Data(assessmentCSV(assessment, of: system))))
    }
    if let grid { files.append(("frontier.csv", Data(frontierCSV(grid, maximumLoad: report.maximumLoad)))) }
    do {
      try writeAssessment(files.map { (name: $0.0, data: $0.1) }, to: URL(fileURLWithPath: out), force: force)
    } catch {
      throw refuse(writing: error, to: out)
    }
    if writesPage { _ = try Report.write(out, to: nil, language: lang) }
  }
}

extension LoadBasis: ExpressibleByArgument {}
extension ShavingDefinition: ExpressibleByArgument {}
