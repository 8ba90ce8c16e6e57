import Foundation
import Reporting

/// What standard output and standard error can show.
enum Terminal {
  /// Colours only on a terminal that has them; NO_COLOR (no-color.org) turns them off, CLICOLOR_FORCE on.
  static func hasColours(
    on descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Bool {
    func isSet(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }
    if isSet("NO_COLOR") { return false }
    if isSet("CLICOLOR_FORCE"), environment["CLICOLOR_FORCE"] != "0" { return true }
    return isatty(descriptor) == 1 && isSet("TERM") && environment["TERM"] != "dumb"
  }

  static let outputHasColours = hasColours(on: STDOUT_FILENO)
  static func style(_ language: SummaryLanguage) -> TextStyle {
    TextStyle(language: language, hasColours: outputHasColours)
  }

  static let errorsHaveColours = hasColours(on: STDERR_FILENO)
}

/// Writes a line to standard error, its first `error:`, `warning:` or `note:` in colour where there is one.
func writeError(_ line: String) {
  let marks: [(String, Tone)] = [("error:", .bad), ("warning:", .doubtful), ("note:", .heading)]
  var text = line
  if let (range, tone) = marks.lazy.compactMap({ mark, tone in line.range(of: mark).map { ($0, tone) } }).first {
    text.replaceSubrange(range, with: tone.paint(String(line[range]), hasColours: Terminal.errorsHaveColours))
  }
  TerminalProgress.withoutLine { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
