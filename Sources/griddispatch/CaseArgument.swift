import ArgumentParser
import CaseFiles
import Foundation
import GridModel

/// The case folder that a subcommand works on.
struct CaseArgument: ParsableArguments {
  @Argument(help: "The case folder.")
  var folder: String

  var url: URL { URL(fileURLWithPath: folder) }

  /// Reads the case; findings go to standard error, and errors among them end the command.
  func read(showNotes: Bool = false) throws -> PowerSystem {
    let (system, findings) = readCase(at: url)
    for finding in findings where showNotes || finding.severity != .note {
      writeError("\(folder)/\(finding)")
    }
    guard let system else {
      let errors = findings.count { $0.severity == .error }
      throw refuse("\(folder): \(errors) error\(errors == 1 ? "" : "s"); nothing was solved")
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
        "--hours \(hours.lowerBound)..<\(hours.upperBound): the case has \(system.horizon.count / perHour) hours")
    }
    return system.restricted(to: steps)
  }
}
