import ArgumentParser
import CaseFiles
import Foundation
import GridModel

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a case in the format of another tool.",
    discussion: discussion(
      examples: [
        ("Cases/tiny-network --xlsx network.xlsx", "a workbook, a sheet for each file of the case"),
        ("Cases/taiyuan-2030 --xlsx week.xlsx --hours '4300..<4468'", "a summer week of it"),
      ], of: "export"))

  @OptionGroup var input: CaseArgument

  @Option(
    help: ArgumentHelp(
      "The .xlsx workbook to make: every subcommand takes it in place of the case folder.", valueName: "file"),
    completion: .file(extensions: ["xlsx"]))
  var xlsx: String?

  @Option(
    help: ArgumentHelp(
      "Only these hours, counted from the start of the case: '4300..<4468'.", valueName: "first..<end"))
  var hours: HourRange?

  @Flag(help: "Replace what is there.")
  var force = false

  @Flag(help: "Print what was made as JSON to standard output, and nothing else.")
  var json = false

  /// What is to be written, and where.
  private enum Target {
    case xlsx(String)

    var path: String {
      switch self {
      case .xlsx(let path): path
      }
    }
  }

  private var targets: [Target] { [xlsx.map(Target.xlsx)].compactMap { $0 } }

  func validate() throws {
    guard targets.count == 1 else { throw ValidationError("export takes one of --xlsx.") }
    if targets.contains(where: { $0.path.isEmpty }) { throw ValidationError("the name to write to is empty.") }
    if let xlsx, !xlsx.lowercased().hasSuffix(".xlsx") {
      throw ValidationError("--xlsx \(xlsx): the name must end in .xlsx.")
    }
  }

  func run() throws {
    let target = targets[0]
    if FileManager.default.fileExists(atPath: target.path), !force {
      throw refuse("\(target.path) exists already", next: "--force to replace it, or another name")
    }
    let progress = TerminalProgress()
    let whole = try input.read(progress)
    let system = try hours.map { try $0.restricting(whole) } ?? whole
    progress?.show(phase: "writing")
    do {
      switch target {
      case .xlsx(let file): try write(system, xlsx: file)
      }
    } catch let error as CaseError {
      throw refuse("\(error)", next: "another place, which can be written to")
    }
    progress?.clear()
    if json { return try printJSON(["path": target.path]) }
    print(target.path)
  }

  private func write(_ system: PowerSystem, xlsx file: String) throws {
    let url = URL(fileURLWithPath: file)
    if FileManager.default.fileExists(atPath: url.path), SourceFormat(of: url) != .workbook {
      throw refuse("\(file) is no workbook, so it is not replaced", next: "another file for --xlsx")
    }
    // A folder as a whole keeps its digits and its notes.
    if hours == nil, SourceFormat(of: input.url) == .caseFolder {
      try writeWorkbook(ofCaseAt: input.url, to: url)
    } else {
      try writeWorkbook(system, to: url)
    }
  }
}
