import ArgumentParser
import CaseFiles
import Foundation
import GridModel
import Schedules

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a case, with the results of a solve, in the format of another tool.",
    discussion: discussion(
      """
      What the other format has no place for is said, line by line, and never left out silently.
      """,
      examples: [
        ("Cases/tiny-network --pypsa network", "for pypsa.Network(\"network\") and its optimize()"),
        ("my-case --results results --pypsa network", "with the dispatch, ready to be plotted"),
        ("instance.json --results results --unit-commitment-jl solution.json", "for UnitCommitment.validate"),
        ("Cases/tiny-network --xlsx network.xlsx", "a workbook, a sheet for each file of the case"),
      ], of: "export"))

  @OptionGroup var input: CaseArgument

  @Option(
    help: ArgumentHelp("The CSV folder of a PyPSA network to make.", valueName: "folder"), completion: .directory)
  var pypsa: String?

  @Option(
    help: ArgumentHelp(
      "The solution of UnitCommitment.jl to make of --results: statuses, production, reserves.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var unitCommitmentJl: String?

  @Option(
    help: ArgumentHelp(
      "The .xlsx workbook to make: every subcommand takes it in place of the case folder.", valueName: "file"),
    completion: .file(extensions: ["xlsx"]))
  var xlsx: String?

  @Option(
    help: ArgumentHelp("A results folder of the case: its hours, its dispatch and its prices.", valueName: "folder"),
    completion: .directory)
  var results: String?

  @Option(
    help: ArgumentHelp(
      "Only these hours, counted from the start of the case: '4300..<4468'.", valueName: "first..<end"))
  var hours: HourRange?

  @Flag(help: "Thermal units that are switched on and off, as with solve --commitment.")
  var commitment = false

  @Flag(help: "Replace what is there.")
  var force = false

  @Flag(help: "Print what was made and left out as JSON to standard output, and nothing else.")
  var json = false

  /// What is to be written, and where.
  private enum Target {
    case pypsa(String)
    case unitCommitmentJL(String)
    case xlsx(String)

    var path: String {
      switch self {
      case .pypsa(let path), .unitCommitmentJL(let path), .xlsx(let path): path
      }
    }
  }

  private var targets: [Target] {
    [pypsa.map(Target.pypsa), unitCommitmentJl.map(Target.unitCommitmentJL), xlsx.map(Target.xlsx)].compactMap { $0 }
  }

  func validate() throws {
    guard targets.count == 1 else {
      throw ValidationError("export takes one of --pypsa, --unit-commitment-jl and --xlsx.")
    }
    if targets.contains(where: { $0.path.isEmpty }) { throw ValidationError("the name to write to is empty.") }
    if unitCommitmentJl != nil, results == nil {
      throw ValidationError("--unit-commitment-jl writes the results of a solve: it needs --results.")
    }
    if let xlsx, !xlsx.lowercased().hasSuffix(".xlsx") {
      throw ValidationError("--xlsx \(xlsx): the name must end in .xlsx.")
    }
    if xlsx != nil, results != nil || commitment {
      throw ValidationError("--xlsx takes the case alone, without --results and --commitment.")
    }
    if hours != nil, results != nil { throw ValidationError("--hours is not for --results, which has its own hours.") }
  }

  func run() throws {
    let target = targets[0]
    if FileManager.default.fileExists(atPath: target.path), !force {
      throw refuse("\(target.path) exists already", next: "--force to replace it, or another name")
    }
    let progress = TerminalProgress()
    let (system, schedule) = try read(progress)
    progress?.show(phase: "writing")
    var findings: [Finding] = []
    do {
      switch target {
      case .pypsa(let folder): findings = try write(system, schedule, pypsa: folder)
      case .unitCommitmentJL(let file): findings = try write(system, schedule, unitCommitmentJL: file)
      case .xlsx(let file): try write(system, xlsx: file)
      }
    } catch let error as CaseError {
      throw refuse("\(error)", next: "another place, which can be written to")
    }
    progress?.clear()
    if json { return try printJSON(Exported(path: target.path, findings: findings.map(FindingEntry.init))) }
    for finding in findings { writeError(input.line(finding)) }
    print(target.path)
  }

  private func read(_ progress: TerminalProgress?) throws -> (PowerSystem, Schedule?) {
    if let results {
      let (_, system, schedule) = try input.read(results: results, progress)
      return (system, schedule)
    }
    let system = try input.read(progress)
    return (try hours.map { try $0.restricting(system) } ?? system, nil)
  }

  private func write(_ system: PowerSystem, _ schedule: Schedule?, pypsa folder: String) throws -> [Finding] {
    let url = URL(fileURLWithPath: folder)
    // Only what is a network already may be replaced by one.
    if FileManager.default.fileExists(atPath: url.path), SourceFormat(of: url) != .pypsa {
      throw refuse("\(folder) is no PyPSA network, so it is not replaced", next: "another folder for --pypsa")
    }
    let network = PyPSAExport(system, schedule: schedule, commitment: commitment || schedule?.hasCommitment == true)
    try network.write(to: url, replacing: force)
    return network.findings
  }

  private func write(
    _ system: PowerSystem, _ schedule: Schedule?, unitCommitmentJL file: String
  ) throws -> [Finding] {
    guard let schedule else { return [] }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
      throw refuse("\(file) is a folder", next: "--unit-commitment-jl with a file")
    }
    // Every solution has this key: an instance or anything else is not replaced.
    if let old = FileManager.default.contents(atPath: file), old.range(of: Data("\"Net injection (MW)\"".utf8)) == nil {
      throw refuse("\(file) is no solution, so it is not replaced", next: "another file for --unit-commitment-jl")
    }
    let solution = UnitCommitmentSolution(system, schedule: schedule)
    try solution.write(to: URL(fileURLWithPath: file))
    return solution.findings
  }

  private func write(_ system: PowerSystem, xlsx file: String) throws {
    let url = URL(fileURLWithPath: file)
    if FileManager.default.fileExists(atPath: url.path), !isWorkbook(url) {
      throw refuse("\(file) is no workbook, so it is not replaced", next: "another file for --xlsx")
    }
    // A folder as a whole keeps its digits and its notes.
    if hours == nil, SourceFormat(of: input.url) == .caseFolder {
      try writeWorkbook(ofCaseAt: input.url, to: url)
    } else {
      try writeWorkbook(system, to: url)
    }
  }

  /// What `--json` prints.
  private struct Exported: Encodable {
    let path: String
    let findings: [FindingEntry]
  }
}
