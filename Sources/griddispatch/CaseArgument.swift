import ArgumentParser
import CaseFiles
import Foundation
import GridModel

/// The case folder that a subcommand works on.
struct CaseArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("The case folder.", valueName: "case"))
  var folder: String

  var url: URL { URL(fileURLWithPath: folder) }

  /// Ends the command where there is no folder of that name.
  func checkFolder() throws {
    guard !folder.isEmpty else { throw refuse("the name of the case folder is empty") }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw refuse("\(folder) does not exist (griddispatch new \(folder) makes a case to start from)")
    }
    guard isFolder.boolValue else {
      throw refuse("\(folder) is a file; a case is the folder that holds case.yaml")
    }
  }

  /// Reads the case; warnings and errors go to standard error, and errors among them end the command.
  func read(_ progress: TerminalProgress? = nil) throws -> PowerSystem {
    try checkFolder()
    progress?.show(phase: "reading")
    let (system, findings) = readCase(at: url)
    progress?.clear()
    for finding in findings where finding.severity != .note { writeError("\(folder)/\(finding)") }
    guard let system else {
      let errors = findings.count { $0.severity == .error }
      throw refuse("\(folder) has \(counted(errors, "error")) (griddispatch format describes every file)")
    }
    return system
  }
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
    let perHour = 60 / system.horizon.stepMinutes
    let steps = hours.lowerBound * perHour..<hours.upperBound * perHour
    guard steps.upperBound <= system.horizon.count else {
      throw refuse(
        """
        --hours \(hours.lowerBound)..<\(hours.upperBound): the case has \
        \(counted(system.horizon.count / perHour, "hour")), 0..<\(system.horizon.count / perHour)
        """)
    }
    return system.restricted(to: steps)
  }
}
