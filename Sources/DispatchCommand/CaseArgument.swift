import ArgumentParser
import CaseFiles
import Foundation
import GridModel

/// The case folder that a subcommand works on, or a folder or file of another format that is read as it is.
struct CaseArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      """
      The case folder or an .xlsx workbook of it, a folder of PyPSA or RTS-GMLC, or a file of pglib-uc, \
      UnitCommitment.jl or MATPOWER.
      """,
      valueName: "case"), completion: .file())
  var folder: String

  var url: URL { URL(fileURLWithPath: folder) }

  /// Ends the command where there is no folder of that name.
  func checkFolder() throws {
    guard !folder.isEmpty else {
      throw refuse("the name of the case folder is empty", next: "griddispatch new my-case")
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw refuse("\(folder) does not exist", next: nearestFolder ?? "griddispatch new \(folder)")
    }
    guard isFolder.boolValue || SourceFormat(of: url) != .caseFolder else {
      let parent = url.deletingLastPathComponent().relativePath
      throw refuse("\(folder) is a file; a case is the folder that holds case.yaml", next: "\(parent) for \(folder)")
    }
  }

  /// A finding with the path of its file.
  func line(_ finding: Finding) -> String { findingPrefix(of: folder) + "\(finding)" }

  /// A folder beside it whose name is much like it and that holds a case.
  private var nearestFolder: String? {
    let parent = url.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
    let cases = names.sorted().filter {
      FileManager.default.fileExists(atPath: parent.appending(path: "\($0)/case.yaml").path)
    }
    guard let near = nearestName(to: url.lastPathComponent, among: cases) else { return nil }
    let prefix = folder.split(separator: "/").dropLast().joined(separator: "/")
    let path = (folder.hasPrefix("/") ? "/" : "") + (prefix.isEmpty ? near : "\(prefix)/\(near)")
    return "\(path) (there is a case of that name)"
  }

  /// Reads the case; warnings and errors go to standard error, and errors among them end the command.
  func read(_ progress: TerminalProgress? = nil) throws -> PowerSystem {
    try checkFolder()
    progress?.show(phase: "reading")
    let (system, findings) = readSystem(at: url)
    progress?.clear()
    for finding in findings where finding.severity != .note { writeError(line(finding)) }
    guard let system else {
      let errors = findings.count { $0.severity == .error }
      var refusal = refuse(
        "\(folder) has \(counted(errors, "error"))",
        next: "griddispatch format (every file and column), then griddispatch check \(folder)")
      refusal.findings = findings.map(FindingEntry.init)
      throw refusal
    }
    return system
  }
}

/// What stands before the file's name in findings about a folder or file that the user named.
func findingPrefix(of path: String) -> String {
  var isFolder: ObjCBool = false
  let isFile = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
  if isFile { return String(path.dropLast(URL(fileURLWithPath: path).lastPathComponent.count)) }
  return path.hasSuffix("/") ? path : "\(path)/"
}

/// A part of the case's hours, such as `4300..<4468`, counted from its start.
struct HourRange: ExpressibleByArgument {
  var hours: Range<Int>

  init?(argument: String) {
    let isClosed = argument.contains("...")
    let parts = argument.components(separatedBy: isClosed ? "..." : "..<")
    guard parts.count == 2, let first = Int(parts[0]), let last = Int(parts[1]), first >= 0, last < 1_000_000_000,
      first < (isClosed ? last + 1 : last)
    else { return nil }
    hours = first..<(isClosed ? last + 1 : last)
  }

  /// The part of a system in these hours.
  func restricting(_ system: PowerSystem) throws -> PowerSystem {
    let minutes = system.horizon.stepMinutes
    guard (hours.lowerBound * 60).isMultiple(of: minutes), (hours.upperBound * 60).isMultiple(of: minutes) else {
      throw refuse(
        "--hours \(hours.lowerBound)..<\(hours.upperBound): the case has steps of \(minutes) minutes",
        next: "--hours in whole steps")
    }
    let steps = hours.lowerBound * 60 / minutes..<hours.upperBound * 60 / minutes
    guard steps.upperBound <= system.horizon.count else {
      let all = system.horizon.count * minutes / 60
      throw refuse(
        "--hours \(hours.lowerBound)..<\(hours.upperBound): the case has \(counted(all, "hour"))",
        next: "--hours '0..<\(min(all, hours.count))'")
    }
    return system.restricted(to: steps)
  }
}
