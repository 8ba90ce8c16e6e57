/// Something that the reader noticed in a case folder, and where.
public struct Finding: Sendable, Equatable {
  public enum Severity: String, Sendable {
    case error, warning, note
  }

  public var severity: Severity
  /// Path relative to the case folder.
  public var file: String
  /// The sheet of a workbook, whose row is `line` and whose column is `column`.
  public var sheet: String?
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
    sheet = place.sheet
    line = place.line
    column = place.column
    self.code = code
    self.message = message
  }
}

extension Finding: CustomStringConvertible {
  /// Such as `thermal-units.csv:3:12: error: … [out-of-bounds]`, in a workbook `book.xlsx: sheet thermal-units, L3: …`.
  public var description: String { "\(place): \(severity.rawValue): \(message) [\(code.rawValue)]" }

  private var place: String {
    guard let sheet else { return line > 0 ? "\(file):\(line):\(column)" : file }
    return "\(file): sheet \(sheet)" + (line > 0 ? ", \(CellName.text(row: line, column: column))" : "")
  }
}

/// A place in a file of a case; line 0 stands for the file as a whole.
struct Place: Sendable, Equatable {
  var file: String
  /// Of a workbook.
  var sheet: String?
  var line = 0
  var column = 0
}
