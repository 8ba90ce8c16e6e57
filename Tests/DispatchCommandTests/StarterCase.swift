import CaseFiles
import Foundation
import SeedsAndSnapshots

/// The case that `griddispatch new` writes.
enum StarterCase {
  static let name = "my-case"
  static var hours: Range<Int> { 0..<96 }

  /// A folder with the starter case in it.
  static func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    try withTemporaryFolder { folder in
      try newCase(at: folder.appending(path: name))
      return try body(folder)
    }
  }

  /// A part that solves in a moment.
  static let day = ["solve", name, "--hours", "0..<24"]
  /// A search that has its first schedule at once and no end for a long time.
  static let endless = ["solve", name, "--hours", "0..<96", "--commitment", "--gap", "0"]

  /// Changes a file of the case.
  static func edit(_ path: String, in folder: URL, _ change: (String) -> String) throws {
    let file = folder.appending(path: "\(name)/\(path)")
    try Data(change(text(of: file)).utf8).write(to: file)
  }
}
