import ArgumentParser
import CaseFiles
import Foundation
import GridDispatch

/// The command. What it does lives in the libraries; a subcommand is a file here.
@main
struct GridDispatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "griddispatch",
    abstract: "Dispatch power systems full of wind and sun, and prove the answer.",
    discussion: """
      Exit codes: 0 solved to the gap (or: nothing to complain about), 1 bad input or a failed audit, 2 infeasible, \
      3 stopped early with a schedule, 4 stopped with none, 5 a required target missed. Start with: griddispatch new my-case
      """,
    version: gridDispatchVersion,
    subcommands: [
      New.self, Check.self, Solve.self, Assess.self, Audit.self, Compare.self, Report.self, Series.self, Import.self,
      Export.self,
      Format.self,
    ])

  static var subcommandNames: [String] { configuration.subcommands.map { $0._commandName } }

  /// Usage errors are bad input too, so they exit with 1 and not with the parser's 64.
  static func main() {
    do {
      try checkSubcommand()
      var command = try parseAsRoot()
      try command.run()
      TerminalProgress.finish()
    } catch {
      TerminalProgress.finish()
      switch error {
      case let code as ExitCode: Foundation.exit(code.rawValue)
      case let refusal as Refusal:
        refusal.report()
        Foundation.exit(refusal.exit.rawValue)
      case _ where exitCode(for: error) == .success: exit(withError: error)
      default:
        usageError(fullMessage(for: error))
        Foundation.exit(ExitStatus.badInput.rawValue)
      }
    }
  }

  /// The parser takes a misspelt subcommand for an argument too many; this names the nearest.
  private static func checkSubcommand() throws {
    guard let given = CommandLine.arguments.dropFirst().first, !given.hasPrefix("-"), given != "help",
      !subcommandNames.contains(given)
    else { return }
    let near = nearestName(to: given, among: subcommandNames)
    throw refuse(
      "there is no subcommand \(given)" + (near.map { "; did you mean \($0)?" } ?? ""),
      next: near.map { "griddispatch \($0) --help" } ?? "griddispatch --help")
  }

  /// What the parser says, which ends with the usage and where to read more.
  private static func usageError(_ text: String) {
    let message = text.hasPrefix("Error: ") ? String(text.dropFirst(7)) : text
    writeError("error: " + message)
    guard CommandLine.arguments.contains("--json") else { return }
    try? printJSON(refuse(message.components(separatedBy: "\n")[0]))
  }
}

/// What the exit code of the command says.
enum ExitStatus: Int32 {
  case solved = 0
  case badInput = 1
  case infeasible = 2
  case stoppedWithSchedule = 3
  case stoppedWithoutSchedule = 4
  case targetMissed = 5

  var error: ExitCode { ExitCode(rawValue) }
}

/// Such as `1 step` or `3 buses`.
func counted(_ count: Int, _ name: String, plural: String? = nil) -> String {
  "\(count) \(count == 1 ? name : plural ?? name + "s")"
}

/// Why a file or folder could not be read or written, in one line.
func reason(of error: any Error) -> String {
  guard let cocoa = error as? CocoaError else { return "\(error)" }
  if let system = cocoa.underlying as? POSIXError { return String(cString: strerror(system.code.rawValue)) }
  return cocoa.localizedDescription
}
