/// Something that the reader noticed in a case folder, and where.
public struct Finding: Sendable, Equatable {
  public enum Severity: String, Sendable {
    case error, warning, note
  }

  public var severity: Severity
  /// Path relative to the case folder.
  public var file: String
  /// 1-based; 0 when the finding is about the file as a whole.
  public var line: Int
  /// 1-based, in characters; 0 when the finding is about the file as a whole.
  public var column: Int
  public var code: Code
  /// What was found, what was expected, and the nearest valid name when there is one.
  public var message: String

  init(_ code: Code, at place: Place, _ message: String) {
    severity = code.severity
    file = place.file
    line = place.line
    column = place.column
    self.code = code
    self.message = message
  }
}

extension Finding: CustomStringConvertible {
  /// Such as `thermal-units.csv:3:12: error: … [out-of-bounds]`.
  public var description: String {
    let place = line > 0 ? "\(file):\(line):\(column)" : file
    return "\(place): \(severity.rawValue): \(message) [\(code.rawValue)]"
  }
}

/// A place in a file of a case; line 0 stands for the file as a whole.
struct Place: Sendable, Equatable {
  var file: String
  var line = 0
  var column = 0
}
