import ArgumentParser
import CaseFiles
import Foundation
import GridModel
import Reporting

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a case: every finding with file, line and column. Exits with 1 if any is an error.",
    discussion: discussion(
      examples: [
        ("my-case", "what is wrong, what is doubtful, and what was assumed"),
        ("my-case.xlsx", "the same of a workbook, by sheet and cell"),
        ("my-case --json", "the same for programs"),
      ], of: "check"))

  @OptionGroup var input: CaseArgument

  @Flag(help: "Print the findings as JSON to standard output, and nothing else.")
  var json = false

  func run() throws {
    try input.checkFolder()
    let progress = TerminalProgress()
    progress?.show(phase: "reading")
    let (system, findings) = readSystem(at: input.url)
    progress?.clear()
    let review = Review(folder: input.folder, findings: findings, system: system)
    if json { try printJSON(review) } else { printText(review, findings) }
    if review.errors > 0 || system == nil { throw ExitStatus.badInput.error }
  }

  private func printText(_ review: Review, _ findings: [Finding]) {
    for finding in findings { print(coloured(input.line(finding), finding.severity)) }
    if let size = review.size { print(size.text) }
    print("\(counted(review.errors, "error")), \(counted(review.warnings, "warning"))")
    if review.size == nil { print("  try: griddispatch format (every file and column)") }
  }

  private func coloured(_ line: String, _ severity: Finding.Severity) -> String {
    let mark = "\(severity.rawValue):"
    let tone: Tone = severity == .error ? .bad : severity == .warning ? .doubtful : .plain
    guard let range = line.range(of: mark) else { return line }
    return line.replacingCharacters(in: range, with: tone.paint(mark, hasColours: Terminal.outputHasColours))
  }
}

/// What `check --json` prints.
private struct Review: Encodable {
  let folder: String
  let findings: [FindingEntry]
  let errors: Int
  let warnings: Int
  /// `nil` where errors keep the case from being read.
  let size: CaseSize?

  init(folder: String, findings: [Finding], system: PowerSystem?) {
    self.folder = folder
    self.findings = findings.map(FindingEntry.init)
    errors = findings.count { $0.severity == .error }
    warnings = findings.count { $0.severity == .warning }
    size = errors == 0 ? system.map(CaseSize.init) : nil
  }
}

/// How much there is of a case.
struct CaseSize: Encodable {
  let name: String
  let start: String
  let stepMinutes: Int
  let steps, buses, lines, thermalUnits, renewablePlants, storages, flexibleLoads, exportChannels: Int
  let portfolios: Int?

  enum CodingKeys: String, CodingKey {
    case name = "case"
    case start
    case stepMinutes = "step_minutes"
    case steps, buses, lines
    case thermalUnits = "thermal_units"
    case renewablePlants = "renewable_plants"
    case storages
    case flexibleLoads = "flexible_loads"
    case exportChannels = "export_channels"
    case portfolios
  }

  init(_ system: PowerSystem) {
    name = system.name
    start = system.horizon.timestamp(0)
    stepMinutes = system.horizon.stepMinutes
    steps = system.horizon.count
    buses = system.buses.count
    lines = system.lines.count
    thermalUnits = system.thermalUnits.count
    renewablePlants = system.renewables.count
    storages = system.storages.count
    flexibleLoads =
      system.interruptibleLoads.count + system.shiftableLoads.count + system.vehicleFleets.count
    portfolios = system.portfolios.isEmpty ? nil : system.portfolios.count
    exportChannels = system.exportChannels.count
  }

  /// In lines of 80 columns, without what there is none of.
  var text: String {
    let parts = [
      (buses, "bus", "buses"), (lines, "line", nil), (thermalUnits, "thermal unit", nil),
      (renewablePlants, "renewable plant", nil), (storages, "storage", nil), (flexibleLoads, "flexible load", nil),
      (exportChannels, "export channel", nil), (portfolios ?? 0, "portfolio", nil),
    ].filter { $0.0 > 0 }.map { counted($0.0, $0.1, plural: $0.2) }
    let size = wrapped(parts.joined(separator: ", "), columns: 78).map { "\n  \($0)" }.joined()
    return "\(name): \(counted(steps, "step")) of \(stepMinutes) min from \(start)\(size)"
  }
}
