import CaseFiles
import Foundation
import GridModel

/// A folder or file that is no readable system, and everything that is wrong with it.
public struct UnreadableSystem: Error, Sendable, CustomStringConvertible {
  public let path: String
  /// With file, line and column, warnings and notes included.
  public let findings: [Finding]

  /// The errors, one a line.
  public var description: String {
    let errors = findings.filter { $0.severity == .error }
    return (["\(path) is no readable system"] + errors.map(\.description)).joined(separator: "\n")
  }
}

extension PowerSystem {
  /// Reads a case folder, or a folder or file of any other format that `SourceFormat` knows.
  ///
  /// `readSystem(at:)` gives the same system with all findings, warnings and assumptions among them.
  /// - Throws: `UnreadableSystem` where there is any error.
  public init(contentsOf url: URL) throws(UnreadableSystem) {
    let (system, findings) = readSystem(at: url)
    guard let system else { throw UnreadableSystem(path: url.relativePath, findings: findings) }
    self = system
  }
}
