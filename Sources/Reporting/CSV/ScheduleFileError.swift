/// What is wrong with a file of a schedule, and where.
public struct ScheduleFileError: Error, Equatable, CustomStringConvertible {
  public var file: String
  /// From 1; `nil` for the whole file.
  public var line: Int?
  /// Character in the line, from 1.
  public var column: Int?
  public var message: String

  public init(file: String, line: Int? = nil, column: Int? = nil, _ message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// Such as `thermal-power.csv:3:24: …`.
  public var description: String {
    ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":") + ": " + message
  }
}
