import ArgumentParser
import Foundation

/// The command. What it does lives in the libraries; a subcommand is a file here.
@main
struct GridDispatch: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "griddispatch",
    abstract: "Dispatch power systems full of wind and sun, and prove the answer.",
    discussion: """
      Exit codes: 0 solved to the gap (or: nothing to complain about), 1 bad input or a failed audit, 2 infeasible, \
      3 stopped early with a schedule, 4 stopped with none, 5 a required target missed. Start with: griddispatch new my-case
      """,
    version: version,
    subcommands: [
      New.self, Check.self, Solve.self, Assess.self, Audit.self, Report.self, Series.self, Import.self, Format.self,
    ])

  /// Usage errors are bad input too, so they exit with 1 and not with the parser's 64.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch {
      if exitCode(for: error) == .success { exit(withError: error) }
      let message = fullMessage(for: error)
      writeError(message.hasPrefix("Error: ") ? "error: " + message.dropFirst(7) : message)
      Foundation.exit(ExitStatus.badInput.rawValue)
    }
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

/// Writes a line to standard error.
func writeError(_ line: String) {
  FileHandle.standardError.write(Data((line + "\n").utf8))
}

/// Ends the command for a reason that is the input's.
func refuse(_ reason: String) -> ExitCode {
  writeError("error: \(reason)")
  return ExitStatus.badInput.error
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
