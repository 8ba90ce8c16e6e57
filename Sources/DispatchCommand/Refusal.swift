import ArgumentParser
import CaseFiles
import Foundation
import Reporting

/// Why the command ends without doing what it was asked for, and what to do next.
struct Refusal: Error, Encodable {
  let message: String
  /// The next thing to try, a command where there is one.
  let next: String
  /// Why, with file, line and column, where it is the case's files.
  var findings: [FindingEntry]?
  var exit = ExitStatus.badInput

  private enum CodingKeys: String, CodingKey { case error }
  private enum ErrorKeys: String, CodingKey {
    case message, next, findings
    case exit = "exit_code"
  }

  func encode(to encoder: any Encoder) throws {
    var document = encoder.container(keyedBy: CodingKeys.self)
    var error = document.nestedContainer(keyedBy: ErrorKeys.self, forKey: .error)
    try error.encode(message, forKey: .message)
    try error.encode(next, forKey: .next)
    try error.encodeIfPresent(findings, forKey: .findings)
    try error.encode(exit.rawValue, forKey: .exit)
  }

  /// To standard error for people, and where JSON was asked for, to standard output for programs.
  func report() {
    writeError("error: \(message)\n  try: \(next)")
    if CommandLine.arguments.contains("--json") { try? printJSON(self) }
  }
}

/// Ends the command for a reason that is the input's.
func refuse(_ reason: String, next: String? = nil) -> Refusal {
  let subcommand = CommandLine.arguments.dropFirst().prefix(1).filter(GridDispatchCommand.subcommandNames.contains)
  return Refusal(message: reason, next: next ?? (["griddispatch"] + subcommand + ["--help"]).joined(separator: " "))
}

/// Ends the command because a folder cannot be written to.
func refuse(writing error: any Error, to folder: String) -> Refusal {
  let text = error is ResultsFolderError ? "\(error)" : "\(folder): \(reason(of: error))"
  let advice = " (use --force to replace it)"
  return refuse(
    text.replacing(advice, with: ""),
    next: text.hasSuffix(advice) ? "--force, or another folder for --out" : "another folder for --out")
}

/// Ends the command because a folder holds no results.
func refuse(reading error: any Error) -> Refusal {
  refuse("\(error)", next: "griddispatch solve CASE --out RESULTS, then this with RESULTS")
}

/// Writes a value as JSON to standard output.
func printJSON(_ value: some Encodable) throws { FileHandle.standardOutput.write(try prettyJSON(value)) }

/// What the reader noticed, and where.
struct FindingEntry: Encodable {
  let severity: String
  let file: String
  /// Of a workbook, where `line` is the row.
  let sheet: String?
  /// From 1; 0 for the file as a whole.
  let line: Int
  let column: Int
  let code: String
  let message: String

  init(_ finding: Finding) {
    severity = finding.severity.rawValue
    file = finding.file
    sheet = finding.sheet
    line = finding.line
    column = finding.column
    code = finding.code.rawValue
    message = finding.message
  }
}
